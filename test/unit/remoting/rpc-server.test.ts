import { describe, expect, test } from 'vitest'
import { bytesOf } from '../../../engine/base/bytes.ts'
import type { EngineError } from '../../../engine/base/errors.ts'
import { type Command, makeResponse } from '../../../engine/remoting/command.ts'
import type { RemotingConnection } from '../../../engine/remoting/connection.ts'
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

describe('RpcServer', () => {
  test('closes a connection that is idle in both directions and keeps one that is not', async () => {
    const { dispatcher, server, client, world } = await setUp()
    dispatcher.register(1, (request) => makeResponse(request, 0))
    const other = new RpcClient({ ports: world.ports })
    void other.call(ADDRESS, command({ code: 1 }), 1000)
    void client.call(ADDRESS, command({ code: 1 }), 1000)
    await world.settle()
    for (let i = 0; i < 5; i++) {
      await world.advance(30_000)
      void client.call(ADDRESS, command({ code: 1 }), 1000)
      await world.settle()
    }
    expect(server.connections.size).toBe(1)
    await world.advance(151_000)
    expect(server.connections.size).toBe(0)
  })

  test('refuses connections above its limit and says so', async () => {
    const world = new MemoryWorld()
    const server = new RpcServer({ ports: world.ports, dispatcher: new Dispatcher(world.log), connectionsMax: 2 })
    await server.listen({ host: '10.0.0.1', port: 1 })
    const clients = [1, 2, 3].map(() => new RpcClient({ ports: world.ports }))
    const calls = clients.map((client) =>
      client.call('10.0.0.1:1', command(), 1000).then(
        () => 'ok',
        (e: EngineError) => e.code,
      ),
    )
    await world.settle()
    expect(await Promise.all(calls)).toEqual(['ok', 'ok', 'closed'])
    expect(world.log.has('2 connections are open already')).toBe(true)
  })

  test('tells its owner which connection has closed', async () => {
    const { server, client, world } = await setUp()
    const closed: string[] = []
    server.onConnectionClosed((connection: RemotingConnection, reason) =>
      closed.push(`${connection.remote.host} ${reason}`),
    )
    void client.call(ADDRESS, command(), 1000).catch(() => undefined)
    await world.settle()
    client.stop()
    await world.settle()
    expect(closed).toEqual(['10.0.0.9 reset by the peer'])
  })

  test('a TLS hello closes the connection with a reason that says TLS', async () => {
    const { client, world } = await setUp()
    void client.call(ADDRESS, command(), 1000).catch(() => undefined)
    await world.settle()
    const other = new RpcClient({ ports: world.ports })
    void other.call(ADDRESS, command(), 1000).catch(() => undefined)
    const link = world.links[1]
    link?.[1].receive(bytesOf([0x16, 3, 1, 0, 5]))
    expect(world.log.has('TLS')).toBe(true)
    expect(link?.[1].isClosed).toBe(true)
  })

  test('listens on several addresses, each with its own gate', async () => {
    const { server, dispatcher, client, world } = await setUp()
    dispatcher.register(11, (request) => makeResponse(request, 0))
    const vip = await server.listen(
      { host: '10.0.0.1', port: 10_909 },
      { gate: (request) => makeResponse(request, 16, { remark: 'not on this port' }) },
    )
    const both = Promise.all([
      client.call(ADDRESS, command({ code: 11 }), 1000),
      client.call(`${vip.host}:${vip.port}`, command({ code: 11 }), 1000),
    ])
    await world.settle()
    expect((await both).map((answer) => answer.code)).toEqual([0, 16])
  })

  test('stop lets an owed answer out, tells new requests to go away, then closes', async () => {
    const { server, dispatcher, client, world } = await setUp()
    let parked: (() => void) | undefined
    dispatcher.register(11, (request, connection) => {
      parked = () => connection.respond(makeResponse(request, 19))
      return undefined
    })
    const pull = client.call(ADDRESS, command({ code: 11 }), 30_000)
    await world.settle()
    const stopped = server.stop(5000)
    await world.settle()
    const old = client.connected(ADDRESS)?.call(command({ code: 11, version: 475 }), 1000)
    const young = client.connected(ADDRESS)?.call(command({ code: 11, version: 479 }), 1000)
    await world.settle()
    expect((await young)?.code).toBe(1500)
    parked?.()
    await world.settle()
    expect((await old)?.code).toBe(19)
    void pull.catch(() => undefined)
    await world.advance(7000)
    await stopped
    expect(server.connections.size).toBe(0)
    expect(
      await client.call(ADDRESS, command(), 1000).then(
        () => '',
        (e: EngineError) => e.code,
      ),
    ).toBe('connect-failed')
  })
})
