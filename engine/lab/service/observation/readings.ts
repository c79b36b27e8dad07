/**
 * What one look at a cluster brings, whatever it was learnt by (control channel, RocketMQ protocol, process table), and the
 * shape of the cluster that it is held against. Plain values: the input of `observe-step.ts`.
 */
import type { ClusterHead, FaultView, NodeRole, NodeState } from '../../../contract/state.ts'
import type { Text } from '../../../contract/text.ts'

/** A node as it is meant to be, or, in an attached cluster, as name servers named it. */
export interface NodeShape {
  readonly name: string
  readonly kind: 'namesrv' | 'broker'
  readonly role: NodeRole
  readonly machine: string
  readonly address: string
  readonly ports: { readonly listen: number; readonly fast: number | null; readonly ha: number | null }
  readonly brokerName: string | null
  readonly brokerId: number | null
  readonly brokerCluster: string | null
  readonly brokerRole: string | null
}

export interface ClusterShape {
  readonly name: string
  readonly kind: ClusterHead['kind']
  readonly nodes: readonly NodeShape[]
}

/** One slave's connection as its master sees it. */
export interface SlaveRow {
  readonly address: string
  readonly state: string
  readonly ackOffset: number
  readonly lagBytes: number
  /** Measured by the master; null where it does not. */
  readonly lagMs: number | null
  readonly isInSync: boolean
}

/** A slave's own view of its replication. */
export interface LinkReading {
  readonly state: string
  readonly reason: string
  readonly masterAddress: string | null
  /** Its end of the connection, which is the address in its master's row. */
  readonly localAddress: string | null
  readonly divergence: { readonly slaveOffset: number; readonly masterOffset: number } | null
}

export interface LogReading {
  readonly minOffset: number | null
  /** End of the log: replicas and consumers get everything below. */
  readonly maxOffset: number
  readonly flushedOffset: number | null
}

export interface NodeReading {
  readonly atMs: number
  /** `silent`: its process lives, or is not ours to know, and it did not answer this time. */
  readonly state: Exclude<NodeState, 'starting' | 'unreachable'> | 'silent'
  readonly pid: number | null
  readonly startedAtMs: number | null
  /** When its record last changed: the time of a stop or kill. */
  readonly endedAtMs: number | null
  readonly usage: { readonly cpuMs: number; readonly residentBytes: number } | null
  readonly version: string | null
  /** As configured: ASYNC_MASTER, SYNC_MASTER, SLAVE; null when it did not say. */
  readonly brokerRole: string | null
  readonly log: LogReading | null
  /** Totals since its start, for exact rates. */
  readonly totals: { readonly putMessages: number; readonly getMessages: number } | null
  /** Means of its own statistics, where there are no totals. */
  readonly rates: { readonly inPerSecond: number; readonly outPerSecond: number } | null
  readonly meanRecordBytes: number | null
  readonly diskUsedRatio: number | null
  /** Last heartbeat that each name server confirmed. */
  readonly heartbeats: ReadonlyMap<string, number> | null
  readonly slaves: readonly SlaveRow[] | null
  readonly link: LinkReading | null
  readonly faults: readonly FaultView[] | null
  /** Why it ended or does not answer, recognised in what it printed or in how the call failed. */
  readonly problem: Text | null
}

export interface NamesrvReading {
  readonly atMs: number
  /** Addresses of the brokers that it lists; null when it did not answer. */
  readonly brokers: ReadonlySet<string> | null
}

export interface ClusterReading {
  readonly atMs: number
  readonly nodes: ReadonlyMap<string, NodeReading>
  /** By address. */
  readonly namesrvs: ReadonlyMap<string, NamesrvReading>
  /** When the log of a pair's master passed `offset`, by the samples kept; null when they do not reach it. */
  readonly passedAtMs: (pair: string, offset: number) => number | null
}

/** A reading of a node about which nothing is known. */
export function emptyReading(state: NodeReading['state'], atMs: number): NodeReading {
  return {
    atMs,
    state,
    pid: null,
    startedAtMs: null,
    endedAtMs: null,
    usage: null,
    version: null,
    brokerRole: null,
    log: null,
    totals: null,
    rates: null,
    meanRecordBytes: null,
    diskUsedRatio: null,
    heartbeats: null,
    slaves: null,
    link: null,
    faults: null,
    problem: null,
  }
}
