import { describe, expect, test } from 'vitest'
import { EngineError } from '../../../engine/base/errors.ts'
import { defineApi, i64, str } from '../../../engine/protocol/fields.ts'
import { type Command, isOneway, makeResponse } from '../../../engine/remoting/command.ts'
import { Dispatcher } from '../../../engine/remoting/dispatcher.ts'
import { RpcClient } from '../../../engine/remoting/rpc-client.ts'
import { RpcServer } from '../../../engine/remoting/rpc-server.ts'
import { command } from './commands.ts'
import { MemoryWorld } from './memory-world.ts'

const ADDRESS = '10.0.0.1:9876'
const maxOffset = defineApi({
  name: 'GET_MAX_OFFSET',
  code: 30,
  request: { topic: str() },
  response: { offset: i64() },
  source: [],
})

async function serve(world: MemoryWorld): Promise<{ server: RpcServer; dispatcher: Dispatcher }> {
  const dispatcher = new Dispatcher(world.log)
  const server = new RpcServer({ ports: world.ports, dispatcher })
  await server.listen({ host: '10.0.0.1', port: 9876 })
  return { server, dispatcher }
}

async function errorOf(promise: Promise<unknown>): Promise<EngineError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof EngineError) return error
  throw new Error(`expected an EngineError, got ${String(error)}`)
}

describe('RpcClient', () => {
  test('concurrent callers share one connect attempt and one connection', async () => {
    const world = new MemoryWorld()
    await serve(world)
    const client = new RpcClient({ ports: world.ports })
    const calls = Promise.all([1, 2, 3].map(() => client.call(ADDRESS, command(), 1000)))
    await world.settle()
    expect((await calls).map((answer) => answer.code)).toEqual([3, 3, 3])
    expect(world.connectCount).toBe(1)
  })

  test('invoke returns the typed header, and throws refused with code, remark and address', async () => {
    const world = new MemoryWorld()
    const { dispatcher } = await serve(world)
    dispatcher.registerApi(maxOffset, (header, request) =>
      header.topic === 'T'
        ? makeResponse(request, 0, { ext: { offset: '42' } })
        : makeResponse(request, 17, { remark: 'no such topic' }),
    )
    const client = new RpcClient({ ports: world.ports })
    const good = client.invoke(maxOffset, ADDRESS, { topic: 'T' }, undefined, 1000)
    const bad = errorOf(client.invoke(maxOffset, ADDRESS, { topic: 'U' }, undefined, 1000))
    await world.settle()
    expect((await good).header.offset).toBe(42)
    const error = await bad
    expect(error).toMatchObject({ code: 'refused', context: { code: 17, remark: 'no such topic', address: ADDRESS } })
    expect(error.message).toContain('TOPIC_NOT_EXIST(17)')
  })

  test('a failed connect is answered to all its callers, and not tried again for a short, growing while', async () => {
    const world = new MemoryWorld()
    const client = new RpcClient({ ports: world.ports })
    const call = async (): Promise<string> => (await errorOf(client.call(ADDRESS, command(), 1000))).code
    expect(await Promise.all([call(), call()])).toEqual(['connect-failed', 'connect-failed'])
    expect(await call()).toBe('connect-failed')
    expect(world.connectCount).toBe(1)
    for (let i = 0; i < 100; i++) {
      await world.advance(20)
      await call()
    }
    expect(world.connectCount).toBeGreaterThan(4)
    expect(world.connectCount).toBeLessThan(12)
    await serve(world)
    await world.advance(500)
    const answer = client.call(ADDRESS, command(), 1000)
    await world.settle()
    expect((await answer).code).toBe(3)
  })

  test('a closed connection fails its calls and the next call opens another', async () => {
    const world = new MemoryWorld()
    const { server, dispatcher } = await serve(world)
    dispatcher.register(11, () => undefined)
    const client = new RpcClient({ ports: world.ports })
    const closed: string[] = []
    client.onConnectionClosed((address) => closed.push(address))
    const parked = errorOf(client.call(ADDRESS, command({ code: 11 }), 30_000))
    await world.settle()
    for (const connection of server.connections) connection.close('test')
    await world.settle()
    expect((await parked).code).toBe('closed')
    expect(closed).toEqual([ADDRESS])
    const answer = client.call(ADDRESS, command(), 1000)
    await world.settle()
    expect((await answer).code).toBe(3)
    expect(world.connectCount).toBe(2)
  })

  test('GO_AWAY is followed by one more try over a new connection, and only one', async () => {
    const world = new MemoryWorld()
    const { dispatcher } = await serve(world)
    let asked = 0
    dispatcher.register(1, (request) => makeResponse(request, asked++ === 0 ? 1500 : 0))
    dispatcher.register(2, (request) => makeResponse(request, 1500))
    const client = new RpcClient({ ports: world.ports })
    const first = client.call(ADDRESS, command({ code: 1 }), 1000)
    await world.settle()
    expect((await first).code).toBe(0)
    expect(world.connectCount).toBe(2)
    const second = client.call(ADDRESS, command({ code: 2 }), 1000)
    await world.settle()
    expect((await second).code).toBe(1500)
    expect(world.connectCount).toBe(3)
  })

  test('a black hole ends in a timeout, and the silent connection is given up', async () => {
    const world = new MemoryWorld()
    const { dispatcher } = await serve(world)
    dispatcher.register(11, () => undefined)
    const client = new RpcClient({ ports: world.ports })
    const call = errorOf(client.call(ADDRESS, command({ code: 11 }), 3000))
    await world.advance(3000)
    expect((await call).code).toBe('timeout')
    expect(client.connected(ADDRESS) === undefined).toBe(true)
  })

  test('a timeout on a connection that is alive keeps it', async () => {
    const world = new MemoryWorld()
    const { dispatcher } = await serve(world)
    dispatcher.register(11, () => undefined)
    const client = new RpcClient({ ports: world.ports })
    const call = errorOf(client.call(ADDRESS, command({ code: 11 }), 3000))
    await world.advance(1000)
    void client.call(ADDRESS, command(), 1000)
    await world.advance(2000)
    expect((await call).code).toBe('timeout')
    expect(client.connected(ADDRESS) === undefined).toBe(false)
  })

  test('answers what a server asks on the connection', async () => {
    const world = new MemoryWorld()
    const { server } = await serve(world)
    const dispatcher = new Dispatcher(world.log)
    const notices: Command[] = []
    dispatcher.register(40, (request) => {
      notices.push(request)
      return undefined
    })
    dispatcher.register(307, (request) => makeResponse(request, 0, { remark: 'running' }))
    const client = new RpcClient({ ports: world.ports, dispatcher })
    void client.call(ADDRESS, command(), 1000)
    await world.settle()
    const [connection] = [...server.connections]
    connection?.oneway(command({ code: 40 }))
    const asked = connection?.call(command({ code: 307 }), 1000)
    await world.settle()
    expect(notices.map(isOneway)).toEqual([true])
    expect((await asked)?.remark).toBe('running')
  })

  test('an idle connection is closed after 120 s', async () => {
    const world = new MemoryWorld()
    await serve(world)
    const client = new RpcClient({ ports: world.ports })
    void client.call(ADDRESS, command(), 1000)
    await world.advance(100_000)
    expect(client.connected(ADDRESS) === undefined).toBe(false)
    await world.advance(60_000)
    expect(client.connected(ADDRESS) === undefined).toBe(true)
  })

  test('a text that is no address is refused with the text in the message', async () => {
    const client = new RpcClient({ ports: new MemoryWorld().ports })
    expect((await errorOf(client.call('localhost', command(), 1000))).message).toContain(
      '"localhost" is not an address',
    )
  })

  test('stop ends calls in flight and refuses later ones', async () => {
    const world = new MemoryWorld()
    const { dispatcher } = await serve(world)
    dispatcher.register(11, () => undefined)
    const client = new RpcClient({ ports: world.ports })
    const call = errorOf(client.call(ADDRESS, command({ code: 11 }), 3000))
    await world.settle()
    client.stop()
    expect((await call).code).toBe('closed')
    expect(await errorOf(client.call(ADDRESS, command(), 1000))).toMatchObject({ code: 'closed', retriable: false })
  })
})
