/**
 * The steps of the benchmark, one function each: what is started, which loads run, which figures become rows, which goal each has
 * (performance.md section 7, column "Ratio, same run"). Every step runs the same way for both engines.
 */
import { join } from 'node:path'
import { waitFor } from '../interop/harness/process.ts'
import { clusterTable, sendOne } from '../interop/harness/remoting-probe.ts'
import type { Cluster } from '../interop/harness/cluster.ts'
import type { Bench, Load } from './bench.ts'
import { runFill } from './loadgen.ts'
import { residentMb } from './memory.ts'
import type { Goal } from './report.ts'

export type Step = (bench: Bench) => Promise<void>

interface SendGoals {
  readonly rate?: Goal
  readonly p99?: Goal
  readonly p999?: Goal
}

/** A closed-loop send load: `conns` connections with `outstanding` unanswered messages each. */
function send(
  where: string,
  conns: number,
  outstanding: number,
  bodyBytes: number,
  goals: SendGoals = {},
  more: readonly string[] = [],
): Load {
  const size = bodyBytes === 1024 ? '1 KiB' : `${bodyBytes} B`
  const row = <G>(goal: G | undefined): { goal?: G } => (goal === undefined ? {} : { goal })
  return {
    name: `${where} ${conns}x${outstanding} ${size}`,
    args: ['--conns', conns, '--outstanding', outstanding, '--body', bodyBytes, ...more],
    figures: [
      { key: 'rate', label: '', unit: 'msg/s', ...row(goals.rate) },
      { key: 'p50', label: 'p50', unit: 'us' },
      { key: 'p99', label: 'p99', unit: 'us', ...row(goals.p99) },
      { key: 'p999', label: 'p99.9', unit: 'us', ...row(goals.p999) },
    ],
  }
}

/** Async flush, broker on core 0 and a busy-polling generator on core 1: what one core can do. */
const pinned: Step = (bench) =>
  bench.withCluster({ brokers: [bench.broker('broker-a', 'broker-a', 0)], pinned: true }, async () => {
    const spin = ['--spin']
    await bench.warmUp()
    await bench.measure(send('pinned', 1, 1, 128, {}, spin))
    await bench.measure(send('pinned', 1, 64, 128, { rate: { ratio: 2 }, p999: { ratio: 0.3 } }, spin))
    await bench.measure(send('pinned', 64, 1, 128, { rate: { ratio: 1.5 } }, spin))
    await bench.measure(send('pinned', 1, 64, 1024, { rate: { ratio: 2 } }, spin))
    await bench.measure(send('pinned coalesced', 8, 32, 128, { rate: { ratio: 3 } }, [...spin, '--coalesce']))
  })

/** Async flush, both cores, a sleeping generator: what a client sees. */
const sendAsync: Step = (bench) =>
  bench.withCluster({ brokers: [bench.broker('broker-a', 'broker-a', 0)] }, async () => {
    await bench.warmUp()
    await bench.measure(send('send', 1, 1, 128, { rate: { ratio: 1.2 }, p99: { ratio: 0.8 } }))
    await bench.measure(send('send', 1, 64, 128, { rate: { ratio: 1.5 }, p999: { ratio: 0.3 } }))
    await bench.measure(send('send', 64, 1, 128, { rate: { ratio: 1.5 } }))
    await bench.measure(send('send', 1, 1, 1024))
    await bench.measure(send('send', 1, 64, 1024, { rate: { ratio: 1.5 } }))
    await bench.measure(send('send', 64, 1, 1024))
    await bench.measure(send('send coalesced', 8, 32, 128, { rate: { ratio: 3 } }, ['--coalesce']))
  })

/** SYNC_FLUSH: the answer comes after fdatasync. */
const sendSync: Step = (bench) =>
  bench.withCluster(
    { brokers: [bench.broker('broker-a', 'broker-a', 0, { flushDiskType: 'SYNC_FLUSH' })] },
    async () => {
      await bench.warmUp()
      await bench.measure(send('sync flush', 1, 1, 128, { rate: { ratio: 2.5 } }))
      await bench.measure(send('sync flush', 1, 64, 128, { rate: { ratio: 2.5 } }))
      await bench.measure(send('sync flush', 64, 1, 128, { rate: { ratio: 2.5 } }))
      await bench.measure(send('sync flush', 1, 1, 1024))
      await bench.measure(send('sync flush', 1, 64, 1024))
      await bench.measure(send('sync flush', 64, 1, 1024))
    },
  )

/** One master with one slave. The slave is connected and level before the first load. */
async function withPair(
  bench: Bench,
  role: string,
  inSync: number,
  measure: (cluster: Cluster) => Promise<void>,
): Promise<void> {
  const master = bench.broker('broker-a', 'broker-a', 0, { brokerRole: role, inSyncReplicas: inSync })
  const brokers = [master, bench.broker('broker-a-s', 'broker-a', 1)]
  await bench.withCluster({ brokers }, async (cluster) => {
    await firstAck(cluster, 'broker-a')
    await cluster.awaitReplicated('broker-a', 'broker-a-s')
    await bench.warmUp()
    await measure(cluster)
  })
}

/** Replication without waiting: lag at 5000 messages a second; and sync double write: the answer comes after the slave has it. */
const replication: Step = async (bench) => {
  let plainP50 = 0
  await withPair(bench, 'ASYNC_MASTER', 1, async (cluster) => {
    const base = await bench.measure(send('async replication', 1, 1, 128))
    plainP50 = base['p50'] ?? 0
    await bench.measure(send('async replication', 1, 64, 128))
    await cluster.awaitReplicated('broker-a', 'broker-a-s')
    const log = join(cluster.storeDir('broker-a-s'), 'commitlog', '0'.repeat(20))
    await bench.measure({
      name: 'replication lag at 5000/s',
      args: ['--mode', 'halag', '--slave-log', log, '--rate', 5000, '--outstanding', 64],
      figures: [
        { key: 'lag_ack_p50', label: 'p50', unit: 'us', goal: { ratio: 0.02 } },
        { key: 'lag_ack_p99', label: 'p99', unit: 'us', goal: { ratio: 0.02 } },
      ],
    })
  })
  await withPair(bench, 'SYNC_MASTER', 2, async () => {
    const single = await bench.measure(send('double write', 1, 1, 128))
    const added = { name: 'double write 1x1 128 B added p50', unit: 'us', goal: { ratio: 0.9 } } as const
    bench.report.add(bench.engine, added, Math.max(0, (single['p50'] ?? 0) - plainP50))
    await bench.measure(send('double write', 1, 64, 128, { rate: { ratio: 1.75 } }))
    await bench.measure(send('double write', 64, 1, 128))
    await bench.measure(send('double write', 1, 1, 1024))
    await bench.measure(send('double write', 1, 64, 1024))
    await bench.measure(send('double write', 64, 1, 1024))
  })
}

/** Pulls of 32 stored messages of 128 B, broker on one core. */
const pull: Step = (bench) =>
  bench.withCluster({ brokers: [bench.broker('broker-a', 'broker-a', 0)], pinned: true }, async (cluster) => {
    await fill(cluster, 'broker-a', bench.windows.fillMessages, ['--topic', 'PullTopic'])
    const topic = ['--mode', 'pull', '--topic', 'PullTopic', '--spin']
    const { warmUpSeconds } = bench.windows
    await bench.measure({ name: 'warm', args: [...topic, '--outstanding', 16, '--warmup', warmUpSeconds], figures: [] })
    const figures = (goal: Goal): Load['figures'] => [
      { key: 'rate', label: '', unit: 'msg/s', goal },
      { key: 'p50', label: 'p50', unit: 'us' },
      { key: 'p99', label: 'p99', unit: 'us' },
    ]
    await bench.measure({ name: 'pull 1x1', args: topic, figures: figures({ ratio: 1.5 }) })
    await bench.measure({
      name: 'pull 4x16',
      args: [...topic, '--conns', 4, '--outstanding', 16],
      figures: figures({ ratio: 1.5 }),
    })
  })

/** One producer at 1000 messages a second, one long-polling consumer. */
const endToEnd: Step = (bench) =>
  bench.withCluster({ brokers: [bench.broker('broker-a', 'broker-a', 0)] }, async () => {
    await bench.warmUp()
    await bench.measure({
      name: 'end to end at 1000/s',
      args: ['--mode', 'e2e', '--topic', 'E2ETopic', '--rate', 1000, '--warmup', 4],
      figures: [
        { key: 'ack_dlv_p50', label: 'ack to delivered p50', unit: 'us', goal: { ratio: 0.2 } },
        { key: 'ack_dlv_p99', label: 'ack to delivered p99', unit: 'us', goal: { ratio: 0.2 } },
        { key: 'p50', label: 'write to delivered p50', unit: 'us' },
        { key: 'p99', label: 'write to delivered p99', unit: 'us' },
      ],
    })
  })

/** Two NameServers, two masters, two slaves launched at once; then memory after 100,000 messages on each master. */
const startUp: Step = async (bench) => {
  const masters = ['broker-a', 'broker-b']
  const brokers = [
    bench.broker('broker-a', 'broker-a', 0),
    bench.broker('broker-b', 'broker-b', 0),
    bench.broker('broker-a-s', 'broker-a', 1),
    bench.broker('broker-b-s', 'broker-b', 1),
  ]
  for (let repeat = 1; repeat <= bench.windows.repeats; repeat++) {
    await bench.withPrepared({ brokers, nameServers: 2 }, async (cluster) => {
      cluster.startAll()
      const firstAcks = Promise.all(masters.map((master) => firstAck(cluster, master))).then(() => cluster.ageMs)
      const registered = allRegistered(cluster, brokers.length).then(() => cluster.ageMs)
      const [ackedMs, registeredMs] = await Promise.all([firstAcks, registered])
      const { report, engine } = bench
      report.add(
        engine,
        { name: 'start-up 2m-2s to first ack on each master', unit: 's', goal: { ratio: 0.1, atMost: 1.5 } },
        ackedMs / 1000,
      )
      report.add(
        engine,
        { name: 'start-up 2m-2s to full registration', unit: 's', goal: { ratio: 0.1, atMost: 1.5 } },
        registeredMs / 1000,
      )
      if (repeat < bench.windows.repeats) return
      const idle = sumResidentMb(cluster)
      for (const master of masters) await fill(cluster, master, 100_000)
      for (const master of masters) await cluster.awaitReplicated(master, `${master}-s`)
      report.add(engine, { name: 'RSS of six processes, idle', unit: 'MB' }, idle)
      for (const one of cluster.processes) {
        report.add(engine, { name: `RSS of ${one.name} after 100k per master`, unit: 'MB' }, residentMb(one.pid))
      }
      const goal = { ratio: 0.1667, atMost: 450 }
      report.add(
        engine,
        { name: 'RSS of six processes after 100k per master', unit: 'MB', goal },
        sumResidentMb(cluster),
      )
    })
  }
}

/** kill -9 of a broker with a long log, then the time from launch to the first acknowledged message; warm page cache. */
const recovery: Step = (bench) =>
  bench.withCluster({ brokers: [bench.broker('broker-a', 'broker-a', 0)] }, async (cluster) => {
    const recordBytes = 1222 // what a 1 KiB body takes in the log
    const messages = Math.round((bench.windows.recoveryGib * 2 ** 30) / recordBytes)
    await fill(cluster, 'broker-a', messages, ['--conns', '4', '--body', '1024'])
    for (let repeat = 0; repeat < bench.windows.repeats; repeat++) {
      await cluster.process('broker-a').kill()
      const launched = performance.now()
      cluster.startNode('broker-a')
      await firstAck(cluster, 'broker-a')
      const goal = { ratio: 1 }
      const name = `recovery of ${bench.windows.recoveryGib} GiB after kill -9`
      bench.report.add(bench.engine, { name, unit: 's', goal }, (performance.now() - launched) / 1000)
    }
  })

export const STEPS: Readonly<Record<string, Step>> = {
  pinned,
  send: sendAsync,
  sync: sendSync,
  replication,
  pull,
  e2e: endToEnd,
  startup: startUp,
  recovery,
}

/** Asks each 5 ms until the master acknowledges a message. */
async function firstAck(cluster: Cluster, master: string): Promise<void> {
  await waitFor(
    `an acknowledged message on ${master}`,
    async () => {
      const reply = await sendOne(cluster.port(master), master, 'BenchTopic', 'x'.repeat(128))
      return reply.code === 0 ? true : undefined
    },
    { timeoutMs: 180_000, intervalMs: 5 },
  )
}

async function allRegistered(cluster: Cluster, brokers: number): Promise<void> {
  await waitFor(
    'every broker at every NameServer',
    async () => {
      for (const port of cluster.nameServerPorts) {
        const addresses = Object.values((await clusterTable(port)).brokers).flatMap((group) => Object.values(group))
        if (addresses.length < brokers) return undefined
      }
      return true
    },
    { timeoutMs: 180_000, intervalMs: 5 },
  )
}

function sumResidentMb(cluster: Cluster): number {
  return cluster.processes.reduce((sum, one) => sum + residentMb(one.pid), 0)
}

async function fill(cluster: Cluster, node: string, count: number, more: readonly string[] = []): Promise<void> {
  const args = ['--mode', 'fill', '--port', cluster.port(node), '--broker', node, '--count', count, '--outstanding', 64]
  await runFill({ args: [...args, ...more], timeoutMs: 600_000 })
}
