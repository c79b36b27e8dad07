import { describe, expect, test } from 'vitest'
import { EngineError } from '../../../engine/base/errors.ts'
import { defineApi, i32, str } from '../../../engine/protocol/fields.ts'
import { type Command, FLAG_ONEWAY, makeResponse } from '../../../engine/remoting/command.ts'
import { Dispatcher } from '../../../engine/remoting/dispatcher.ts'
import { RpcServer } from '../../../engine/remoting/rpc-server.ts'
import { RpcClient } from '../../../engine/remoting/rpc-client.ts'
import { command } from './commands.ts'
import { MemoryWorld } from './memory-world.ts'

const ADDRESS = '10.0.0.1:10911'

async function setUp(gate?: (request: Command) => Command | undefined) {
  const world = new MemoryWorld()
  const dispatcher = new Dispatcher(world.log)
  const server = new RpcServer({ ports: world.ports, dispatcher })
  await server.listen({ host: '10.0.0.1', port: 10_911 }, gate === undefined ? {} : { gate })
  const client = new RpcClient({ ports: world.ports })
  const ask = async (request: Command): Promise<Command> => {
    const answer = client.call(ADDRESS, request, 1000)
    await world.advance(1000)
    return answer
  }
  return { world, dispatcher, server, client, ask }
}

describe('Dispatcher', () => {
  test('answers an unknown code with 3 and the remark clients know', async () => {
    const { ask, world } = await setUp()
    expect(await ask(command({ code: 4711 }))).toMatchObject({
      code: 3,
      remark: ' request type 4711 not supported',
      flag: 1,
    })
    expect(world.log.has('request code not supported')).toBe(true)
  })

  test('sends what a handler returns, now or later', async () => {
    const { dispatcher, ask } = await setUp()
    dispatcher.register(1, (request) => makeResponse(request, 0, { remark: 'sync' }))
    dispatcher.register(2, (request) => Promise.resolve(makeResponse(request, 0, { remark: 'async' })))
    dispatcher.register(3, (request, connection) => {
      void Promise.resolve().then(() => connection.respond(makeResponse(request, 0, { remark: 'by itself' })))
      return undefined
    })
    expect((await ask(command({ code: 1 }))).remark).toBe('sync')
    expect((await ask(command({ code: 2 }))).remark).toBe('async')
    expect((await ask(command({ code: 3 }))).remark).toBe('by itself')
  })

  test("a bad header is the peer's fault: code 1 with the text, no error line", async () => {
    const { dispatcher, ask, world } = await setUp()
    const api = defineApi({ name: 'X', code: 9, request: { topic: str(), queueId: i32({ min: 0 }) }, source: [] })
    dispatcher.registerApi(api, (header, request) =>
      makeResponse(request, 0, { remark: `${header.topic}-${header.queueId}` }),
    )
    expect(await ask(command({ code: 9, ext: { topic: 'T', queueId: '3' } }))).toMatchObject({ code: 0, remark: 'T-3' })
    expect(await ask(command({ code: 9, ext: { topic: 'T' } }))).toMatchObject({
      code: 1,
      remark: 'header field queueId is missing',
    })
    expect(world.log.lines.filter((line) => line.level === 'error')).toEqual([])
  })

  test.each([
    [
      'thrown',
      () => {
        throw new EngineError('store-io', 'disk on fire')
      },
    ],
    ['rejected', () => Promise.reject(new EngineError('store-io', 'disk on fire'))],
  ])('an error that a handler has %s becomes code 1 and a log line', async (_, handler) => {
    const { dispatcher, ask, world } = await setUp()
    dispatcher.register(9, handler)
    expect(await ask(command({ code: 9 }))).toMatchObject({ code: 1, remark: 'disk on fire' })
    expect(world.log.lines.filter((line) => line.level === 'error')).toHaveLength(1)
  })

  test('a one-way request is never answered, whatever happens', async () => {
    const { dispatcher, client, world } = await setUp()
    let runs = 0
    dispatcher.register(1, (request) => {
      runs++
      return makeResponse(request, 0)
    })
    dispatcher.register(2, () => {
      runs++
      throw new Error('no')
    })
    for (const code of [1, 2, 3]) await client.oneway(ADDRESS, command({ code, flag: FLAG_ONEWAY }))
    await world.settle()
    expect(runs).toBe(2)
    expect(world.links[0]?.[1].writes).toEqual([])
  })

  test('a gate refuses before the handler sees the request', async () => {
    const { dispatcher, ask } = await setUp((request) =>
      request.code === 10 ? makeResponse(request, 2, { remark: 'slave' }) : undefined,
    )
    dispatcher.register(10, (request) => makeResponse(request, 0))
    dispatcher.register(11, (request) => makeResponse(request, 0))
    expect(await ask(command({ code: 10 }))).toMatchObject({ code: 2, remark: 'slave' })
    expect(await ask(command({ code: 11 }))).toMatchObject({ code: 0 })
  })

  test('refuses a second handler for a code', () => {
    const dispatcher = new Dispatcher(new MemoryWorld().log)
    dispatcher.register(1, () => undefined)
    expect(() => dispatcher.register(1, () => undefined)).toThrow('two handlers')
    expect([dispatcher.has(1), dispatcher.has(2)]).toEqual([true, false])
  })
})
