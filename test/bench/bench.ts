/**
 * What every step of the benchmark works with: the engine it measures now, windows and warm-up, the cluster it starts, the loads it runs.
 */
import { cpus } from 'node:os'
import { OUR_COMMANDS, Cluster, apacheCommands } from '../interop/harness/cluster.ts'
import type { BrokerSpec, Engine, Properties } from '../interop/harness/cluster.ts'
import { runLoad } from './loadgen.ts'
import type { LoadFigures } from './loadgen.ts'
import type { Goal, Report, Unit } from './report.ts'

export interface Windows {
  /** Measured windows of a load, and seconds of each. */
  readonly count: number
  readonly seconds: number
  /** Seconds and messages before the first load on a fresh broker: a JVM compiles meanwhile. */
  readonly warmUpSeconds: number
  readonly warmUpMessages: number
  /** A window in which unrelated processes used more than this share of a core (percent) is repeated. */
  readonly otherCpuMax: number
  readonly fillMessages: number
  readonly recoveryGib: number
  readonly repeats: number
}

const GIB_JVM = ['-server', '-XX:+UseG1GC']

/** Apache's nodes as measured in performance.md section 8: small heaps, full compiler. */
const APACHE_BENCH_COMMANDS = apacheCommands({
  nameServer: ['-Xms256m', '-Xmx256m', ...GIB_JVM],
  broker: ['-Xms512m', '-Xmx512m', '-XX:MaxDirectMemorySize=512m', ...GIB_JVM],
})

/** A busy machine makes a broker refuse a few messages; more than this says that the load was not what it claims. */
const REFUSED_MAX = 1000

const MANY_CORES = cpus().length >= 2

export interface ClusterOptions {
  readonly brokers: readonly BrokerSpec[]
  readonly nameServers?: number
  readonly properties?: Properties
  /** Broker on core 0; loads of the step then run on core 1. */
  readonly pinned?: boolean
}

export interface Load {
  readonly name: string
  readonly args: readonly (string | number)[]
  /** Which figures of loadgen become rows: loadgen's key, our name for it, goals. */
  readonly figures: readonly {
    readonly key: string
    readonly label: string
    readonly unit: Unit
    readonly goal?: Goal
  }[]
}

/** One engine in one step. */
export class Bench {
  readonly engine: Engine
  readonly windows: Windows
  readonly report: Report
  private readonly apacheLib: string | undefined
  private cluster: Cluster | undefined
  private pinned = false

  constructor(engine: Engine, windows: Windows, report: Report, apacheLib: string | undefined) {
    this.engine = engine
    this.windows = windows
    this.report = report
    this.apacheLib = apacheLib
  }

  broker(node: string, brokerName: string, brokerId: number, properties: Properties = {}): BrokerSpec {
    return { node, brokerName, brokerId, engine: this.engine, properties }
  }

  /** Runs `measure` with a fresh cluster that is prepared but not started; ends the cluster whatever happens. */
  async withPrepared(options: ClusterOptions, measure: (cluster: Cluster) => Promise<void>): Promise<void> {
    this.pinned = options.pinned === true && MANY_CORES
    if (options.pinned === true && !MANY_CORES)
      this.report.note('one core only: "pinned" loads share it with the broker')
    const cluster = await Cluster.prepare({
      label: `bench-${this.engine}`,
      nameServers: options.nameServers ?? 1,
      nameServerEngine: this.engine,
      brokers: options.brokers,
      properties: options.properties ?? {},
      apacheLib: this.apacheLib,
      commands: { apache: APACHE_BENCH_COMMANDS, ours: OUR_COMMANDS },
      brokerPrefix: this.pinned ? ['taskset', '-c', '0'] : [],
    })
    this.cluster = cluster
    try {
      await measure(cluster)
    } catch (error) {
      throw new Error(`${this.engine}: ${String(error)}\n${cluster.logTails()}`)
    } finally {
      await cluster.stop()
      this.cluster = undefined
    }
  }

  /** The same, started and registered. */
  async withCluster(options: ClusterOptions, measure: (cluster: Cluster) => Promise<void>): Promise<void> {
    await this.withPrepared(options, async (cluster) => {
      cluster.startAll()
      await cluster.awaitRegistered()
      await measure(cluster)
    })
  }

  /** Sends until the broker is warm; nothing is recorded. */
  async warmUp(): Promise<void> {
    const { warmUpSeconds, warmUpMessages } = this.windows
    await this.load(['--outstanding', 64, '--warmup', warmUpSeconds, '--warmup-msgs', warmUpMessages, '--seconds', 0.5])
  }

  /** Runs one load against `broker-a` and records its figures. */
  async measure(load: Load): Promise<LoadFigures> {
    const { count, seconds } = this.windows
    const figures = await this.load(['--runs', count, '--seconds', seconds, '--warmup', 1, ...load.args])
    for (const { key, label, unit, goal } of load.figures) {
      const value = figures[key]
      if (value === undefined) throw new Error(`loadgen did not print ${key}`)
      const metric = { name: `${load.name} ${label}`.trim(), unit }
      this.report.add(this.engine, goal === undefined ? metric : { ...metric, goal }, value)
    }
    const refused = figures['errors'] ?? 0
    if (refused > 0) this.report.note(`${load.name}: ${this.engine} refused ${refused} messages (flow control)`)
    if (refused > REFUSED_MAX) throw new Error(`${load.name}: ${refused} messages refused`)
    const dropped = figures['dropped'] ?? 0
    if (dropped > 0) this.report.note('some windows were repeated: other processes used the machine')
    return figures
  }

  private async load(args: readonly (string | number)[]): Promise<LoadFigures> {
    const cluster = this.cluster
    if (cluster === undefined) throw new Error('no cluster to load')
    const brokers = cluster.processes.filter((one) => !one.name.startsWith('namesrv')).map((one) => one.pid)
    const common = ['--port', cluster.port('broker-a'), '--watch-pid', brokers.join(',')]
    return runLoad({
      args: [...common, '--max-other', this.windows.otherCpuMax, ...args],
      prefix: this.pinned ? ['taskset', '-c', '1'] : [],
      timeoutMs: 300_000,
    })
  }
}
