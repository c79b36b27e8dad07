/** Live state as the service tells it, for tests of what the cards say. */
import type { ClusterHead, FaultView, GroupView, NodeView, PairView } from '../../../../../engine/contract/state.ts'

export function headOf(change: Partial<ClusterHead> = {}): ClusterHead {
  return {
    name: 'orders-lab',
    kind: 'lab',
    topology: '2m-2s-async',
    brokerClusters: ['DefaultCluster'],
    namesrvAddr: '127.0.0.1:9876',
    busy: null,
    isWritable: true,
    problem: null,
    createdAtMs: 1,
    behind: { ms: 200, bytes: 1024 * 1024, forMs: 3000 },
    ...change,
  }
}

export function nodeOf(name: string, change: Partial<NodeView> = {}): NodeView {
  const isName = name.startsWith('n')
  const isSlave = name.endsWith('-s')
  const state = change.state ?? 'running'
  return {
    cluster: 'orders-lab',
    name,
    kind: isName ? 'namesrv' : 'broker',
    role: isName ? 'namesrv' : isSlave ? 'slave' : 'master',
    machine: name === 'broker-a-s' || name === 'broker-b' || name === 'n2' ? 'host-2' : 'host-1',
    address: '127.0.0.1:1',
    ports: { listen: 1, fast: null, ha: null },
    brokerName: isName ? null : name.replace(/-s$/, ''),
    brokerId: isName ? null : isSlave ? 1 : 0,
    brokerCluster: isName ? null : 'DefaultCluster',
    brokerRole: isName ? null : isSlave ? 'SLAVE' : 'ASYNC_MASTER',
    state,
    health: state === 'killed' ? 'crashed' : state,
    sinceMs: 1,
    cause: null,
    isOnPurpose: false,
    isOurs: true,
    pid: 1,
    startedAtMs: 1,
    cpuPercent: 1,
    rssBytes: 1,
    version: null,
    registrations: [],
    figures: {
      inPerSecond: null,
      outPerSecond: null,
      logMinOffset: null,
      logMaxOffset: null,
      logFlushedOffset: null,
      diskUsedRatio: null,
      registeredBrokers: null,
    },
    answeredAtMs: null,
    ...change,
  }
}

export function pairOf(change: Partial<PairView> = {}): PairView {
  return {
    cluster: 'orders-lab',
    id: 'broker-a>broker-a-s',
    master: 'broker-a',
    slave: 'broker-a-s',
    brokerName: 'broker-a',
    mode: 'async',
    state: 'in-sync',
    sinceMs: null,
    reason: null,
    lagBytes: null,
    lagMs: null,
    isLagMsEstimate: false,
    lagMessages: null,
    masterOffset: null,
    slaveOffset: null,
    writtenPerSecond: null,
    confirmedPerSecond: null,
    isInSyncForRocketmq: null,
    ...change,
  }
}

export function faultOf(change: Partial<FaultView> = {}): FaultView {
  return {
    cluster: 'orders-lab',
    id: 'f1',
    node: 'broker-a',
    peer: 'broker-a-s',
    kind: 'delay',
    direction: 'data',
    ms: 800,
    kbps: null,
    setAtMs: 1,
    ...change,
  }
}

export function groupOf(change: Partial<GroupView> = {}): GroupView {
  return { cluster: 'orders-lab', brokerName: 'broker-a', state: 'writable', reason: null, sinceMs: null, ...change }
}

export const SIX = ['n1', 'n2', 'broker-a', 'broker-b', 'broker-a-s', 'broker-b-s']

/** Six nodes, two pairs in sync; `states` changes some. */
export function sixNodes(states: Readonly<Record<string, Partial<NodeView>>> = {}): NodeView[] {
  return SIX.map((name) => nodeOf(name, states[name]))
}

export function twoPairs(first: Partial<PairView> = {}): PairView[] {
  return [
    pairOf(first),
    pairOf({ id: 'broker-b>broker-b-s', master: 'broker-b', slave: 'broker-b-s', brokerName: 'broker-b' }),
  ]
}
