/**
 * Goal: whatever happens to master, slave and the link between them, the slave's log is a prefix of its master's up to
 * every offset it confirmed, and once faults end it catches up.
 * Method: two commit logs with their HA drivers under virtual time; random appends, partitions, resets, pauses and
 * process kills from one seed; the prefix is compared byte by byte after every healed round.
 */
import { describe, expect, test } from 'vitest'
import { allocBytes, type Bytes } from '../../engine/base/bytes.ts'
import type { Ports } from '../../engine/base/ports.ts'
import { DefaultHaMaster } from '../../engine/ha/ha-master.ts'
import { DefaultHaSlave, type TailVerdict } from '../../engine/ha/ha-slave.ts'
import { CommitLog } from '../../engine/store/commit-log.ts'
import { OpenFiles } from '../../engine/store/segment.ts'
import { SeededRandom } from './kernel/seeded-random.ts'
import { Simulation } from './kernel/simulation.ts'

const FILE_BYTES = 16 * 1024
const HA_PORT = 10912

interface MasterNode {
  log: CommitLog
  ha: DefaultHaMaster
}
interface SlaveNode {
  log: CommitLog
  ha: DefaultHaSlave
}

function openLog(ports: Ports, endOffset: number): CommitLog {
  const log = new CommitLog(new OpenFiles(ports.fs, 16), ports.timers, ports.log, {
    directory: '/store/commitlog',
    fileBytes: FILE_BYTES,
    recordBytesMax: 4096,
    ringBytes: 8192,
    prewriteBytes: 0,
  })
  log.load(false)
  log.reset(endOffset)
  return log
}

function masterOn(ports: Ports, endOffset = 0): MasterNode {
  const log = openLog(ports, endOffset)
  const ha = new DefaultHaMaster(
    log,
    {
      host: '0.0.0.0',
      port: HA_PORT,
      blockBytesMax: 1000,
      heartbeatMs: 5000,
      housekeepingMs: 20_000,
      maxGapBytes: 1e6,
    },
    ports,
  )
  log.onWritten('replicate', (end) => ha.onWritten(end))
  return { log, ha }
}

function slaveOn(
  ports: Ports,
  options: { endOffset?: number; verifyTail?: () => Promise<TailVerdict> } = {},
): SlaveNode {
  const log = openLog(ports, options.endOffset ?? 0)
  const ha = new DefaultHaSlave(
    log,
    {
      heartbeatMs: 5000,
      housekeepingMs: 20_000,
      connectTimeoutMs: 3000,
      verifyTail: options.verifyTail ?? (() => Promise.resolve('prefix')),
    },
    ports,
  )
  log.onWritten('replicate', (end) => ha.onWritten(end))
  return { log, ha }
}

/** Appends one pseudo record whose content depends on its offset, so that a shifted copy is noticed. */
function append(log: CommitLog, bytes: number): void {
  const at = log.beginRecord(bytes)
  expect(at).toBeGreaterThanOrEqual(0)
  for (let i = 0; i < bytes; i++) log.ring.bytes[at + i] = (log.appendedOffset * 31 + i * 7) & 0xff
  log.endRecord(bytes)
}

function read(log: CommitLog, from: number, to: number): Bytes {
  const target = allocBytes(to - from)
  expect(log.readNow(from, target, 0, to - from)).toBe(to - from)
  return target
}

function expectPrefix(slave: CommitLog, master: CommitLog): void {
  const from = Math.max(0, slave.minOffset, master.minOffset)
  const to = Math.min(slave.writtenOffset, master.writtenOffset)
  expect(read(slave, from, to).equals(read(master, from, to))).toBe(true)
}

describe('default HA under virtual time', () => {
  test('a slave follows its master across segments and confirms within a round trip', async () => {
    const sim = new Simulation({ seed: 1 })
    const master = masterOn(sim.ports('m'))
    const slave = slaveOn(sim.ports('s'))
    await sim.settle(master.ha.start(), 1000)
    slave.ha.start()
    slave.ha.setMasterAddress(`10.0.0.1:${HA_PORT}`)
    for (let i = 0; i < 200; i++) {
      append(master.log, 50 + (i % 300))
      await sim.runFor(1)
    }
    await sim.runUntil(() => master.ha.replicatedOffset(1) === master.log.writtenOffset, 1000)
    expect(slave.log.writtenOffset).toBe(master.log.writtenOffset)
    expect(master.log.writtenOffset).toBeGreaterThan(FILE_BYTES)
    expectPrefix(slave.log, master.log)
    expect(slave.ha.status().state).toBe('transfer')
    expect(master.ha.slaves()[0]).toMatchObject({ state: 'transfer', lagBytes: 0, lagMs: 0, isInSync: true })
  })

  test('an empty slave of an old master starts at the last segment', async () => {
    const sim = new Simulation({ seed: 2 })
    const master = masterOn(sim.ports('m'))
    for (let i = 0; i < 10; i++) {
      for (let k = 0; k < 20; k++) append(master.log, 300)
      await sim.runFor(1)
    }
    const slave = slaveOn(sim.ports('s'))
    await sim.settle(master.ha.start(), 1000)
    slave.ha.start()
    slave.ha.setMasterAddress(`10.0.0.1:${HA_PORT}`)
    await sim.runUntil(() => slave.log.writtenOffset === master.log.writtenOffset, 5000)
    expect(slave.log.minOffset).toBe(Math.floor(master.log.writtenOffset / FILE_BYTES) * FILE_BYTES)
    expectPrefix(slave.log, master.log)
  })

  test('a black-holed link is closed by housekeeping and stops counting; after healing the slave catches up', async () => {
    const sim = new Simulation({ seed: 3 })
    const master = masterOn(sim.ports('m'))
    const slave = slaveOn(sim.ports('s'))
    await sim.settle(master.ha.start(), 1000)
    slave.ha.start()
    slave.ha.setMasterAddress(`10.0.0.1:${HA_PORT}`)
    append(master.log, 100)
    await sim.runUntil(() => master.ha.replicatedOffset(1) === 100, 1000)
    sim.network.partition('m', 's')
    append(master.log, 100)
    await sim.runFor(5000)
    expect(master.ha.replicatedOffset(1)).toBe(100)
    expect(master.ha.slaves()[0]).toMatchObject({ lagBytes: 100 })
    expect(master.ha.slaves()[0]?.lagMs).toBeGreaterThan(4900)
    await sim.runUntil(() => master.ha.countingSlaves === 0, 25_000)
    expect(master.ha.replicatedOffset(1)).toBe(-1)
    sim.network.heal()
    await sim.runUntil(() => master.ha.replicatedOffset(1) === 200, 30_000)
    expectPrefix(slave.log, master.log)
  })

  test('a slave ahead of its master is diverged on both sides and its log stays as it is', async () => {
    const sim = new Simulation({ seed: 4 })
    const master = masterOn(sim.ports('m'))
    append(master.log, 100)
    const slave = slaveOn(sim.ports('s'))
    for (let i = 0; i < 3; i++) append(slave.log, 100)
    await sim.settle(master.ha.start(), 1000)
    await sim.runFor(10)
    slave.ha.start()
    slave.ha.setMasterAddress(`10.0.0.1:${HA_PORT}`)
    await sim.runFor(100)
    expect(master.ha.slaves()[0]).toMatchObject({ state: 'diverged', ackOffset: 300, lagBytes: -200 })
    expect(master.ha.replicatedOffset(1)).toBe(-1)
    for (let i = 0; i < 5; i++) append(master.log, 100)
    await sim.runFor(30_000)
    expect(slave.log.appendedOffset).toBe(300)
  })

  test('a slave whose last record is not its master’s does not connect and says why', async () => {
    const sim = new Simulation({ seed: 5 })
    const master = masterOn(sim.ports('m'))
    const slave = slaveOn(sim.ports('s'), { verifyTail: () => Promise.resolve('diverged') })
    append(slave.log, 100)
    await sim.settle(master.ha.start(), 1000)
    slave.ha.start()
    slave.ha.setMasterAddress(`10.0.0.1:${HA_PORT}`)
    await sim.runFor(2000)
    expect(slave.ha.status()).toMatchObject({ state: 'diverged', reason: expect.stringContaining('clone') as string })
    expect(master.ha.slaves()).toEqual([])
  })

  test('a diverged slave is shown by its master with its offset, and takes nothing though the master is longer', async () => {
    const sim = new Simulation({ seed: 5 })
    const master = masterOn(sim.ports('m'))
    for (let i = 0; i < 5; i++) append(master.log, 100)
    const slave = slaveOn(sim.ports('s'), { verifyTail: () => Promise.resolve('diverged-announced') })
    append(slave.log, 100)
    await sim.settle(master.ha.start(), 1000)
    slave.ha.start()
    slave.ha.setMasterAddress(`10.0.0.1:${HA_PORT}`)
    await sim.runFor(30_000)
    expect(slave.ha.status().state).toBe('diverged')
    expect(master.ha.slaves()).toMatchObject([{ state: 'diverged', ackOffset: 100, lagBytes: 400, isInSync: false }])
    expect(master.ha.countingSlaves).toBe(0)
    expect(slave.log.appendedOffset).toBe(100)
  })

  test('a master that moves is followed at once', async () => {
    const sim = new Simulation({ seed: 6 })
    const master = masterOn(sim.ports('m'))
    const slave = slaveOn(sim.ports('s'))
    await sim.settle(master.ha.start(), 1000)
    slave.ha.start()
    slave.ha.setMasterAddress('10.0.0.9:1')
    await sim.runFor(10_000)
    expect(slave.ha.status().state).toBe('backing-off')
    slave.ha.setMasterAddress(`10.0.0.1:${HA_PORT}`)
    append(master.log, 10)
    await sim.runUntil(() => slave.log.writtenOffset === 10, 200)
  })

  test('stopping ends every timer and connection', async () => {
    const sim = new Simulation({ seed: 7 })
    const master = masterOn(sim.ports('m'))
    const slave = slaveOn(sim.ports('s'))
    await sim.settle(master.ha.start(), 1000)
    slave.ha.start()
    slave.ha.setMasterAddress(`10.0.0.1:${HA_PORT}`)
    await sim.runUntil(() => slave.ha.status().masterAddress !== undefined && master.ha.slaves().length === 1, 1000)
    slave.ha.stop()
    await sim.settle(master.ha.stop(), 1000)
    await sim.runFor(60_000)
    expect(sim.network.connectionCount('m', 's')).toBe(0)
    expect(master.ha.slaves()).toEqual([])
  })

  test.each(Array.from({ length: 40 }, (_, i) => 1000 + i))('seed %i: no fault breaks the prefix', async (seed) => {
    const sim = new Simulation({ seed })
    const random = new SeededRandom(seed)
    let master = masterOn(sim.ports('m'))
    let slave = slaveOn(sim.ports('s'))
    await sim.settle(master.ha.start(), 1000)
    slave.ha.start()
    slave.ha.setMasterAddress(`10.0.0.1:${HA_PORT}`)
    let confirmed = 0
    sim.afterEvent = () => {
      const now = master.ha.replicatedOffset(1)
      if (now > confirmed) {
        confirmed = now
        if (slave.log.writtenOffset < now)
          throw new Error(`confirmed ${now} but the slave holds ${slave.log.writtenOffset}`)
      }
    }
    for (let round = 0; round < 12; round++) {
      for (let i = 0; i < 10; i++) {
        append(master.log, 1 + Math.floor(random.next() * 900))
        await sim.runFor(random.next() * 20)
      }
      const fault = Math.floor(random.next() * 6)
      if (fault === 0) sim.network.partition('m', 's')
      if (fault === 1) sim.network.reset('m', 's')
      if (fault === 2) sim.network.partitionOneWay(random.next() < 0.5 ? 'm' : 's', random.next() < 0.5 ? 's' : 'm')
      if (fault === 3) sim.pause(random.next() < 0.5 ? 'm' : 's')
      if (fault === 4) {
        const end = slave.log.writtenOffset
        slave = slaveOn(sim.restart('s'), { endOffset: end })
        slave.ha.start()
        slave.ha.setMasterAddress(`10.0.0.1:${HA_PORT}`)
      }
      if (fault === 5) {
        const end = master.log.writtenOffset
        master = masterOn(sim.restart('m'), end)
        await sim.settle(master.ha.start(), 1000)
      }
      await sim.runFor(random.next() * 30_000)
      sim.network.heal()
      sim.resume('m')
      sim.resume('s')
      await sim.runUntil(() => master.ha.replicatedOffset(1) === master.log.writtenOffset, 60_000)
      expectPrefix(slave.log, master.log)
    }
  })
})
