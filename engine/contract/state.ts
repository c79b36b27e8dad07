/**
 * What the window mirrors: clusters, nodes, replication pairs, faults and what happened. The `watch` stream sends one snapshot
 * and then whole entities that changed; times are absolute, so that nothing changes merely because it grows older.
 *
 * `null` always means "not known now", never 0. Every figure has a source (architecture.md, point 9).
 */
import * as z from 'zod'
import { text } from './text.ts'

export const clusterName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
export const nodeName = z.string().min(1).max(255)
/** Milliseconds since 1970 by the service's clock. */
export const atMs = z.number().int().min(0)
const known = z.number().nullable()

/** What a node is seen to be; `killed` is `kill -9` by the user, `crashed` ended by itself. */
export const nodeState = z.enum([
  'running',
  'starting',
  'frozen',
  'stopped',
  'killed',
  'crashed',
  'unreachable', // its process lives (or it is not ours to know) and does not answer
  'unknown', // never asked, or nothing to ask
])
export type NodeState = z.infer<typeof nodeState>

/** What the node's mark shows: the worst of state, lag and divergence. */
export const nodeHealth = z.enum([
  'running',
  'starting',
  'behind',
  'diverged',
  'frozen',
  'stopped',
  'crashed',
  'unreachable',
  'unknown',
])
export type NodeHealth = z.infer<typeof nodeHealth>

export const nodeRole = z.enum(['namesrv', 'master', 'slave'])
export type NodeRole = z.infer<typeof nodeRole>

/** How a broker stands in one name server. Age of the heartbeat: from our broker's control channel; null where unknown. */
export const registration = z.object({
  namesrv: z.string(), // address
  isRegistered: z.boolean(),
  lastHeartbeatAtMs: known,
})

export const nodeFigures = z.object({
  /** Messages per second in and out, from broker statistics. */
  inPerSecond: known,
  outPerSecond: known,
  /** Commit log: first byte kept, end as consumers see it, end on disk. */
  logMinOffset: known,
  logMaxOffset: known,
  logFlushedOffset: known,
  /** Of the file system that holds the store, 0..1. */
  diskUsedRatio: known,
  /** Brokers a name server knows. */
  registeredBrokers: known,
})

export const nodeView = z.object({
  cluster: clusterName,
  name: nodeName,
  kind: z.enum(['namesrv', 'broker']),
  role: nodeRole,
  /** The frame it is drawn in: `host-1`, or an address for attached clusters. */
  machine: z.string(),
  address: z.string(),
  /** All that it listens on; `fast` and `ha` for brokers. */
  ports: z.object({ listen: z.number(), fast: known, ha: known }),
  brokerName: z.string().nullable(),
  brokerId: known,
  brokerCluster: z.string().nullable(),
  /** brokerRole as configured: ASYNC_MASTER, SYNC_MASTER, SLAVE. */
  brokerRole: z.string().nullable(),
  state: nodeState,
  health: nodeHealth,
  /** When `health` became what it is. */
  sinceMs: known,
  /** Why, in a sentence; null when there is nothing to explain. */
  cause: text.nullable(),
  /** The user did it on purpose (killed, frozen, stopped): violet, not red. */
  isOnPurpose: z.boolean(),
  /** Whether the lab may start, stop, signal it and break its links. */
  isOurs: z.boolean(),
  pid: known,
  startedAtMs: known,
  cpuPercent: known,
  rssBytes: known,
  version: z.string().nullable(),
  registrations: z.array(registration),
  figures: nodeFigures,
  /**
   * When it last answered anything. Of a node that goes on answering it moves only with other changes (`polled` tells that it
   * was asked); once it is silent, it is exact.
   */
  answeredAtMs: known,
})
export type NodeView = z.infer<typeof nodeView>

export const pairState = z.enum(['in-sync', 'behind', 'broken', 'cut', 'diverged', 'unknown'])
export type PairState = z.infer<typeof pairState>

/** A master and one slave of it. `id` is `master>slave` by node names. */
export const pairView = z.object({
  cluster: clusterName,
  id: z.string(),
  master: nodeName,
  slave: nodeName,
  brokerName: z.string(),
  mode: z.enum(['async', 'sync']),
  state: pairState,
  sinceMs: known,
  /** Why it is not in sync, in a sentence. */
  reason: text.nullable(),
  lagBytes: known,
  lagMs: known,
  /** Estimated by the poll instead of measured by our master. */
  isLagMsEstimate: z.boolean(),
  /** Messages that the slave has not confirmed, by the mean record size; null when unknown. */
  lagMessages: known,
  masterOffset: known,
  slaveOffset: known,
  /** Bytes per second written by the master and confirmed by the slave. */
  writtenPerSecond: known,
  confirmedPerSecond: known,
  /** RocketMQ's own verdict (haMaxGapNotInSync). */
  isInSyncForRocketmq: z.boolean().nullable(),
})
export type PairView = z.infer<typeof pairView>

export const faultKind = z.enum(['cut', 'delay', 'throttle', 'reset'])
/** What is disturbed; `data` flows from master to slave, `acks` back; `both` for links that are no replication. */
export const faultDirection = z.enum(['data', 'acks', 'both'])

/** A link disturbed on purpose. Applied at `node` against `peer` ('*': everybody). */
export const faultView = z.object({
  cluster: clusterName,
  id: z.string(),
  node: nodeName,
  peer: z.string(),
  kind: faultKind,
  direction: faultDirection,
  ms: known,
  kbps: known,
  setAtMs: atMs,
})
export type FaultView = z.infer<typeof faultView>

/** A master with its slaves as a client sees it. `read-only`: no master, a slave serves what it has. */
export const groupView = z.object({
  cluster: clusterName,
  brokerName: z.string(),
  state: z.enum(['writable', 'read-only', 'gone', 'unknown']),
  reason: text.nullable(),
  sinceMs: known,
})
export type GroupView = z.infer<typeof groupView>

/**
 * From when on a slave counts as *behind*: above `ms` or `bytes` for `forMs` without a break. The lab's own words; what RocketMQ
 * itself says (haMaxGapNotInSync) is told beside it.
 */
export const behindThreshold = z.object({
  ms: z.number().int().min(1).max(3_600_000),
  bytes: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  forMs: z.number().int().min(0).max(600_000),
})
export type BehindThreshold = z.infer<typeof behindThreshold>
export const BEHIND_DEFAULT: BehindThreshold = { ms: 200, bytes: 1024 * 1024, forMs: 3000 }

export const clusterHead = z.object({
  name: clusterName,
  kind: z.enum(['lab', 'attached']),
  /** Topology's name (`2m-2s-async`, `custom`), or `attached`. */
  topology: z.string(),
  brokerClusters: z.array(z.string()),
  /** `host:port;host:port`, as clients want it. */
  namesrvAddr: z.string(),
  /** What is being done to it as a whole. */
  busy: z.enum(['starting', 'stopping', 'deleting']).nullable(),
  /** For attached clusters: whether the user allowed writes (topics, offsets, configuration). */
  isWritable: z.boolean(),
  /** Set when its file or its nodes cannot be read: what happened and what to do. */
  problem: text.nullable(),
  createdAtMs: known,
  /** The user's, or the default. */
  behind: behindThreshold,
})
export type ClusterHead = z.infer<typeof clusterHead>

export const happeningKind = z.enum([
  'cluster-created',
  'cluster-started',
  'cluster-stopped',
  'cluster-deleted',
  'cluster-adopted',
  'cluster-attached',
  'node-started',
  'node-stopped',
  'node-killed',
  'node-crashed',
  'node-frozen',
  'node-resumed',
  'node-wiped',
  'node-cloned',
  'node-unreachable',
  'node-back',
  'link-cut',
  'link-delayed',
  'link-throttled',
  'link-reset',
  'link-healed',
  'pair-behind',
  'pair-caught-up',
  'pair-broken',
  'pair-connected',
  'pair-diverged',
  'group-read-only',
  'group-writable',
  'role-changed',
  'run-started',
  'run-ended',
  'config-applied',
  'failure',
])

export const happeningAction = z.object({
  kind: z.enum([
    'start',
    'resume',
    'heal',
    'heal-all',
    'clone',
    'open-logs',
    'open-node',
    'open-replication',
    'open-run',
  ]),
  node: z.string().nullable(),
  /** Pair id, fault id or run number, as the kind wants. */
  target: z.string().nullable(),
  label: text,
})

/** Something that happened, kept for an hour: marks on the time axis, notices, the list on the first page. */
export const happening = z.object({
  id: z.string(),
  atMs,
  cluster: clusterName,
  node: z.string().nullable(),
  pair: z.string().nullable(),
  kind: happeningKind,
  tone: z.enum(['ok', 'warn', 'bad', 'busy', 'idle', 'fault']),
  byUser: z.boolean(),
  /** To whom: `broker-a`, `broker-a → broker-a-s`; as a text where it is more than names: `run #7`. */
  subject: z.union([z.string(), text]),
  /** What happened and why, a sentence. */
  sentence: text,
  /** What to do about it. */
  action: happeningAction.nullable(),
})
export type Happening = z.infer<typeof happening>

export const machineView = z.object({
  /** Name of this machine, cores, memory and the disk that holds the lab home. */
  name: z.string(),
  platform: z.string(),
  cores: z.number(),
  memoryBytes: z.number(),
  freeMemoryBytes: z.number(),
  diskBytes: known,
  freeDiskBytes: known,
  home: z.string(),
})
export type MachineView = z.infer<typeof machineView>

export const serviceView = z.object({
  version: z.string(),
  pid: z.number(),
  startedAtMs: atMs,
  /** The poll's interval and when the last round ended. */
  pollMs: z.number(),
  machine: machineView,
})
export type ServiceView = z.infer<typeof serviceView>

export const labState = z.object({
  service: serviceView,
  clusters: z.array(clusterHead),
  nodes: z.array(nodeView),
  pairs: z.array(pairView),
  faults: z.array(faultView),
  groups: z.array(groupView),
  happenings: z.array(happening),
})
export type LabState = z.infer<typeof labState>

/** One difference. `gone` names what no longer is: `cluster`, `cluster/node`, `cluster/pair` and so on. */
export const labEvent = z.discriminatedUnion('t', [
  z.object({ t: z.literal('snapshot'), state: labState }),
  z.object({ t: z.literal('service'), value: serviceView }),
  z.object({ t: z.literal('cluster'), value: clusterHead }),
  z.object({ t: z.literal('node'), value: nodeView }),
  z.object({ t: z.literal('pair'), value: pairView }),
  z.object({ t: z.literal('fault'), value: faultView }),
  z.object({ t: z.literal('group'), value: groupView }),
  z.object({ t: z.literal('happening'), value: happening }),
  z.object({
    t: z.literal('gone'),
    what: z.enum(['cluster', 'node', 'pair', 'fault', 'group']),
    cluster: clusterName,
    /** Empty for a cluster. */
    id: z.string(),
  }),
  /** A poll round ended; sent at most once a second and only while clusters exist. */
  z.object({ t: z.literal('polled'), atMs }),
])
export type LabEvent = z.infer<typeof labEvent>
