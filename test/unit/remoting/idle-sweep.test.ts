import { describe, expect, test } from 'vitest'
import { RemotingConnection } from '../../../engine/remoting/connection.ts'
import { IdleSweep } from '../../../engine/remoting/idle-sweep.ts'
import { FlushGroup } from '../../../engine/remoting/outgoing.ts'
import { command } from './commands.ts'
import { MemoryWorld } from './memory-world.ts'

function setUp() {
  const world = new MemoryWorld()
  const [near] = world.pair()
  const connection = new RemotingConnection(1, near, {
    clock: world,
    timers: world,
    log: world.log,
    flushGroup: new FlushGroup(world),
    onRequest: () => undefined,
  })
  near.handler = connection.handler
  const sweep = new IdleSweep(world.ports, 120_000)
  const idle: RemotingConnection[] = []
  sweep.start(new Set([connection]), (found) => idle.push(found))
  return { world, connection, sweep, idle }
}

describe('IdleSweep', () => {
  test('closes a connection that was silent for the idle time, not before', async () => {
    const { world, connection, idle } = setUp()
    await world.advance(119_999)
    expect(connection.closed).toBe(false)
    await world.advance(1)
    expect(connection.closed).toBe(true)
    expect(idle).toHaveLength(1)
  })

  test('a byte in one direction is enough', async () => {
    const { world, connection } = setUp()
    await world.advance(100_000)
    connection.oneway(command())
    await world.advance(100_000)
    expect(connection.closed).toBe(false)
    await world.advance(60_000)
    expect(connection.closed).toBe(true)
  })

  test('a process that slept through several rounds closes nothing in its first one', async () => {
    const { world, connection } = setUp()
    world.sleep(300_000)
    await world.advance(1)
    expect(connection.closed).toBe(false)
    await world.advance(30_000)
    expect(connection.closed).toBe(true)
  })

  test('a stopped sweep closes nothing', async () => {
    const { world, connection, sweep } = setUp()
    sweep.stop()
    await world.advance(500_000)
    expect(connection.closed).toBe(false)
  })

  test('another idle time holds for open connections too', async () => {
    const { world, connection, sweep } = setUp()
    await world.advance(5000)
    sweep.setIdle(8000)
    await world.advance(2000)
    expect(connection.closed).toBe(false)
    await world.advance(4000)
    expect(connection.closed).toBe(true)
  })

  test('an idle time of 0 closes nothing, as in Java', async () => {
    const { world, connection, sweep } = setUp()
    sweep.setIdle(0)
    await world.advance(500_000)
    expect(connection.closed).toBe(false)
  })
})
