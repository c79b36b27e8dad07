/**
 * Goal: the simulator itself can be trusted. Method: each fault it can make is made once, and the same seed must give
 * the same run; the memory file system passes the conformance suite of the real one.
 */
import { describe, expect, test } from 'vitest'
import { allocBytes, bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import type { ByteStream, Ports, StreamHandler } from '../../../engine/base/ports.ts'
import { fileSystemConformance, storeIo } from '../../unit/node/file-system-conformance.ts'
import { networkConformance } from '../../unit/node/network-conformance.ts'
import { timeConformance } from '../../unit/node/timers-conformance.ts'
import { MemoryFileSystem } from './memory-file-system.ts'
import { SeededRandom } from './seeded-random.ts'
import { Simulation } from './simulation.ts'

fileSystemConformance('MemoryFileSystem', () => {
  const fs = new MemoryFileSystem()
  fs.makeDirectories('/root')
  return { fs, root: '/root', remove: () => undefined }
})

networkConformance('SimNetwork', () => {
  const sim = new Simulation({ seed: 99 })
  return {
    server: sim.ports('server').network,
    client: sim.ports('client').network,
    host: sim.node('server').host,
    settle: (promise) => sim.settle(promise, 60_000),
    eventually: (predicate) => sim.runUntil(predicate, 60_000),
  }
})

timeConformance('SimTimers', () => {
  const sim = new Simulation({ seed: 99 })
  const { clock, timers } = sim.ports('a')
  return { clock, timers, eventually: (predicate) => sim.runUntil(predicate, 60_000) }
})

interface Recorded extends StreamHandler {
  readonly chunks: string[]
  closed: string | undefined
  drained: number
}

function recorder(onText: (text: string) => void = () => undefined): Recorded {
  const recorded: Recorded = {
    chunks: [],
    closed: undefined,
    drained: 0,
    onData: (chunk) => {
      recorded.chunks.push(chunk.utf8Slice())
      onText(chunk.utf8Slice())
    },
    onDrain: () => {
      recorded.drained++
    },
    onClose: (reason) => {
      recorded.closed = reason
    },
  }
  return recorded
}

interface Pair {
  readonly sim: Simulation
  readonly near: ByteStream
  readonly far: ByteStream
  readonly nearSaw: Recorded
  readonly farSaw: Recorded
}

async function connectedPair(seed: number): Promise<Pair> {
  const sim = new Simulation({ seed })
  const farSaw = recorder()
  const nearSaw = recorder()
  let far: ByteStream | undefined
  const port = 9876
  await sim.settle(
    sim.ports('b').network.listen({
      host: '0.0.0.0',
      port,
      accept: (stream) => {
        far = stream
        return farSaw
      },
    }),
    10,
  )
  const address = { host: sim.node('b').host, port }
  const connected = sim.ports('a').network.connect({ address, timeoutMs: 1000 }, () => nearSaw)
  const near = await sim.settle(connected, 1000)
  return { sim, near, far: far as ByteStream, nearSaw, farSaw }
}

describe('virtual time', () => {
  test('runs timers in order of time, then of their making', async () => {
    const sim = new Simulation({ seed: 1 })
    const { timers } = sim.ports('a')
    const order: string[] = []
    timers.after(20, () => order.push('later'))
    timers.after(10, () => order.push('first'))
    timers.after(10, () => order.push('second'))
    timers.after(15, () => order.push('never')).cancel()
    const period = timers.every(8, () => order.push('tick'))
    await sim.run(17)
    period.cancel()
    await sim.run(100)
    expect(order).toEqual(['tick', 'first', 'second', 'tick', 'later'])
  })

  test('drains promises before the next event', async () => {
    const sim = new Simulation({ seed: 1 })
    const { timers } = sim.ports('a')
    const order: string[] = []
    timers.after(5, () => {
      void Promise.resolve()
        .then(() => Promise.resolve())
        .then(() => order.push('promise'))
    })
    timers.after(5, () => order.push('event'))
    await sim.run(5)
    expect(order).toEqual(['promise', 'event'])
  })

  test('runs turn ends after everything due at the same instant', async () => {
    const sim = new Simulation({ seed: 1 })
    const { timers } = sim.ports('a')
    const order: string[] = []
    timers.after(5, () => {
      timers.atTurnEnd(() => order.push('turn end'))
      order.push('one')
    })
    timers.after(5, () => {
      timers.atTurnEnd(() => order.push('turn end too'))
      order.push('two')
    })
    await sim.run(5)
    expect(order).toEqual(['one', 'two', 'turn end', 'turn end too'])
  })

  test('gives each node its own wall clock and one monotonic time', async () => {
    const sim = new Simulation({ seed: 1 })
    sim.skewClock('b', -5000)
    await sim.run(100)
    expect(sim.ports('a').clock.nowMs()).toBe(sim.epochMs + 100)
    expect(sim.ports('b').clock.nowMs()).toBe(sim.epochMs + 100 - 5000)
    expect(sim.ports('b').clock.monotonicMs()).toBe(100)
  })

  test('stops a runaway, names the seed, and reports what a node threw', async () => {
    const sim = new Simulation({ seed: 77, eventsMax: 100 })
    sim.ports('a').timers.every(1, () => undefined)
    await expect(sim.run(1000)).rejects.toThrow('seed 77')
    const other = new Simulation({ seed: 78 })
    other.ports('a').timers.after(3, () => {
      throw new Error('broken part')
    })
    await expect(other.run(10)).rejects.toThrow(/seed 78, at 3.000 ms.*broken part/)
    await expect(new Simulation({ seed: 79 }).runUntil(() => false, 50)).rejects.toThrow('seed 79')
  })

  test('pauses a process: what comes due meanwhile happens on resume', async () => {
    const sim = new Simulation({ seed: 1 })
    const firedAt: number[] = []
    sim.ports('a').timers.after(10, () => firedAt.push(sim.nowMs))
    sim.pause('a')
    await sim.run(50)
    expect(firedAt).toEqual([])
    sim.resume('a')
    await sim.run(60)
    expect(firedAt).toEqual([50])
  })

  test('drops the timers of a crashed process and runs the next one on the same name', async () => {
    const sim = new Simulation({ seed: 1 })
    const seen: string[] = []
    sim.start('a', ({ timers }) => timers.after(10, () => seen.push('old')))
    await sim.run(5)
    sim.crash('a')
    sim.restart('a', ({ timers }) => timers.after(10, () => seen.push('new')))
    await sim.run(50)
    expect(seen).toEqual(['new'])
  })
})

describe('the network', () => {
  test('keeps the order of bytes whatever the chunks', async () => {
    const { sim, near, farSaw } = await connectedPair(3)
    sim.network.profile = { latencyMinMs: 0, latencyMaxMs: 20, splitChance: 0.7 }
    let sent = ''
    for (let i = 0; i < 200; i++) {
      sent += `${i},`
      near.write(bytesFromUtf8(`${i},`))
    }
    await sim.runFor(5000)
    expect(farSaw.chunks.join('')).toBe(sent)
    expect(farSaw.chunks.length).toBeGreaterThan(200)
  })

  test('holds bytes behind a partition and delivers them when it heals', async () => {
    const { sim, near, far, nearSaw, farSaw } = await connectedPair(4)
    sim.network.partitionOneWay('a', 'b')
    near.write(bytesFromUtf8('stuck'))
    far.write(bytesFromUtf8('through'))
    await sim.runFor(1000)
    expect([farSaw.chunks.join(''), nearSaw.chunks.join('')]).toEqual(['', 'through'])
    sim.network.heal()
    await sim.runFor(10)
    expect(farSaw.chunks.join('')).toBe('stuck')
  })

  test('lets a connection attempt into a partition hang until its timeout, or until the partition heals', async () => {
    const { sim } = await connectedPair(5)
    sim.network.partition('a', 'b')
    const address = { host: sim.node('b').host, port: 9876 }
    const connect = (): Promise<ByteStream> =>
      sim.ports('a').network.connect({ address, timeoutMs: 500 }, () => recorder())
    await expect(sim.settle(connect(), 1000)).rejects.toMatchObject({ code: 'timeout' })
    const second = connect()
    await sim.runFor(200)
    sim.network.heal()
    await expect(sim.settle(second, 300)).resolves.toBeDefined()
  })

  test('refuses where nobody listens, and a port that is taken', async () => {
    const { sim } = await connectedPair(6)
    const address = { host: sim.node('b').host, port: 1 }
    const refused = sim.ports('a').network.connect({ address, timeoutMs: 500 }, () => recorder())
    await expect(sim.settle(refused, 100)).rejects.toMatchObject({ context: { systemCode: 'ECONNREFUSED' } })
    const taken = sim.ports('b').network.listen({ host: '0.0.0.0', port: 9876, accept: () => recorder() })
    await expect(taken).rejects.toMatchObject({ code: 'connect-failed', context: { systemCode: 'EADDRINUSE' } })
  })

  test('tells the peer when a process dies, and frees its port', async () => {
    const { sim, nearSaw } = await connectedPair(7)
    sim.crash('b', { keepsMachine: true })
    await sim.runFor(10)
    expect(nearSaw.closed).toBe('closed by peer')
    const ports = sim.restart('b')
    await ports.network.listen({ host: '0.0.0.0', port: 9876, accept: () => recorder() })
  })

  test('leaves a half-open connection when a machine loses power, and resets it once the machine is back', async () => {
    const { sim, near, nearSaw } = await connectedPair(8)
    sim.crash('b')
    near.write(bytesFromUtf8('anyone?'))
    await sim.runFor(60_000)
    expect(nearSaw.closed).toBeUndefined()
    sim.restart('b')
    await sim.runFor(10)
    expect(nearSaw.closed).toBe('ECONNRESET')
  })

  test('resets connections at both ends', async () => {
    const { sim, nearSaw, farSaw } = await connectedPair(9)
    expect(sim.network.connectionCount('a', 'b')).toBe(1)
    sim.network.reset('a', 'b')
    await sim.runFor(1)
    expect([nearSaw.closed, farSaw.closed]).toEqual(['ECONNRESET', 'ECONNRESET'])
    expect(sim.network.connectionCount('a', 'b')).toBe(0)
  })

  test('sends what is queued before it ends, and nothing more when it is destroyed', async () => {
    const { sim, near, nearSaw, farSaw } = await connectedPair(10)
    near.write(bytesFromUtf8('last words'))
    near.end()
    expect(near.write(bytesFromUtf8('too late'))).toBe(false)
    await sim.runFor(10)
    expect(farSaw.chunks.join('')).toBe('last words')
    expect([nearSaw.closed, farSaw.closed]).toEqual(['closed here', 'closed by peer'])
    const other = await connectedPair(11)
    other.near.destroy('had enough')
    expect(other.nearSaw.closed).toBeUndefined()
    await other.sim.runFor(10)
    expect([other.nearSaw.closed, other.farSaw.closed]).toEqual(['had enough', 'closed by peer'])
  })

  test('fills the sender queue when the reader pauses, and reports the drain after', async () => {
    const { sim, near, far, nearSaw, farSaw } = await connectedPair(12)
    far.pauseReading()
    const chunk = allocBytes(1024 * 1024).fill(97)
    let writes = 0
    while (near.write(chunk)) writes++
    await sim.runFor(100)
    expect(writes).toBeGreaterThanOrEqual(32)
    expect(nearSaw.drained).toBe(0)
    far.resumeReading()
    await sim.runFor(5000)
    expect(nearSaw.drained).toBe(1)
    expect(near.pendingBytes).toBe(0)
    expect(farSaw.chunks.reduce((sum, text) => sum + text.length, 0)).toBe((writes + 1) * chunk.length)
  })
})

describe('the disk', () => {
  const written = (ports: Ports, text: string): void => {
    ports.fs.makeDirectories('/data')
    const file = ports.fs.open('/data/log', 'create')
    file.write(bytesFromUtf8(text), 0, text.length, file.sizeBytes())
  }

  test('keeps what was synced and some prefix of the rest, torn writes included', async () => {
    const lengths = new Set<number>()
    for (let seed = 0; seed < 60; seed++) {
      const sim = new Simulation({ seed })
      const ports = sim.ports('a')
      written(ports, 'durable.')
      await sim.settle(
        new Promise<void>((resolve) => ports.fs.open('/data/log', 'update').datasync(() => resolve())),
        10,
      )
      written(ports, 'first-')
      written(ports, 'second')
      sim.crash('a')
      const left = sim.restart('a').fs.readFile('/data/log')?.utf8Slice() ?? ''
      expect('durable.first-second'.startsWith(left)).toBe(true)
      expect(left.startsWith('durable.')).toBe(true)
      lengths.add(left.length)
    }
    expect(lengths).toContain(8)
    expect(lengths).toContain(14)
    expect(lengths).toContain(20)
    expect(lengths.size).toBeGreaterThan(5)
  })

  test('keeps everything when only the process dies', () => {
    const sim = new Simulation({ seed: 1 })
    written(sim.ports('a'), 'page cache')
    sim.crash('a', { keepsMachine: true })
    expect(sim.restart('a').fs.readFile('/data/log')?.utf8Slice()).toBe('page cache')
  })

  test('makes durable what was written before the sync was called, not after', async () => {
    const survivors = new Set<string>()
    for (let seed = 0; seed < 40; seed++) {
      const sim = new Simulation({ seed })
      const ports = sim.ports('a')
      written(ports, 'A')
      const synced = new Promise<void>((resolve) => ports.fs.open('/data/log', 'update').datasync(() => resolve()))
      written(ports, 'B')
      await sim.settle(synced, 10)
      sim.crash('a')
      survivors.add(sim.restart('a').fs.readFile('/data/log')?.utf8Slice() ?? '')
    }
    expect([...survivors].sort()).toEqual(['A', 'AB'])
  })

  test('refuses when full, on request, and after the crash of its process', () => {
    const sim = new Simulation({ seed: 1 })
    const { fs } = sim.ports('a')
    const { disk } = sim.node('a')
    fs.makeDirectories('/data')
    const file = fs.open('/data/file', 'create')
    disk.capacityBytes = 8192
    file.write(allocBytes(8192).fill(1), 0, 8192, 0)
    expect(storeIo(() => file.write(bytesFromUtf8('x'), 0, 1, 8192))).toMatchObject({ systemCode: 'ENOSPC' })
    disk.failWith = (operation) => (operation === 'read' ? 'EIO' : undefined)
    expect(storeIo(() => file.read(allocBytes(1), 0, 1, 0))).toMatchObject({ systemCode: 'EIO', path: '/data/file' })
    disk.failWith = undefined
    sim.crash('a')
    expect(storeIo(() => file.read(allocBytes(1), 0, 1, 0))).toMatchObject({ systemCode: 'EBADF' })
    expect(storeIo(() => fs.readFile('/data/file'))).toMatchObject({ systemCode: 'EBADF' })
  })

  test('takes as long for a sync as it is told', async () => {
    const sim = new Simulation({ seed: 1 })
    sim.node('a').syncMs = { min: 400, max: 400 }
    const { fs } = sim.ports('a')
    const file = fs.open('/file', 'create')
    await sim.settle(new Promise<void>((resolve) => file.datasync(() => resolve())), 1000)
    expect(sim.nowMs).toBe(400)
  })
})

describe('a seed', () => {
  async function story(seed: number): Promise<string> {
    const { sim, near, far, nearSaw, farSaw } = await connectedPair(seed)
    const { timers, random, log } = sim.ports('a')
    timers.every(3, () => {
      log.info('tick', { draw: random.next() })
      near.write(bytesFromUtf8(String(random.next())))
    })
    sim.ports('b').timers.every(7, () => far.write(bytesFromUtf8('pong')))
    await sim.runFor(100)
    return JSON.stringify([farSaw.chunks, nearSaw.chunks]) + sim.traceText()
  }

  test('decides the whole run', async () => {
    expect(await story(42)).toBe(await story(42))
    expect(await story(42)).not.toBe(await story(43))
  })

  test('spreads its numbers evenly enough', () => {
    const random = new SeededRandom(5)
    const counts = new Array<number>(10).fill(0)
    for (let i = 0; i < 10_000; i++) {
      const drawn = random.below(10)
      counts[drawn] = (counts[drawn] ?? 0) + 1
    }
    expect(Math.min(...counts)).toBeGreaterThan(850)
    expect(Math.max(...counts)).toBeLessThan(1150)
    expect(new SeededRandom(5).next()).not.toBe(new SeededRandom(6).next())
  })
})
