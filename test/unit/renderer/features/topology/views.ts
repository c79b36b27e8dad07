/** Views of the contract for tests of the Topology screen: one running node or pair, changed by the test. */
import type { ClusterHead, FaultView, NodeView, PairView } from '../../../../../engine/contract/state.ts'

export const NOW_MS = Date.parse('2026-11-21T14:32:08')

export function headOf(change: Partial<ClusterHead> = {}): ClusterHead {
  return {
    name: 'orders',
    kind: 'lab',
    topology: '2m-2s-async',
    brokerClusters: ['DefaultCluster'],
    namesrvAddr: '127.0.0.1:9876',
    busy: null,
    isWritable: true,
    problem: null,
    createdAtMs: 0,
    behind: { ms: 200, bytes: 1024 * 1024, forMs: 3000 },
    ...change,
  }
}

export function nodeOf(name: string, change: Partial<NodeView> = {}): NodeView {
  const isNamesrv = name.startsWith('namesrv')
  const isSlave = /-s\d*$/.test(name)
  return {
    cluster: 'orders',
    name,
    kind: isNamesrv ? 'namesrv' : 'broker',
    role: isNamesrv ? 'namesrv' : isSlave ? 'slave' : 'master',
    machine: 'host-1',
    address: '127.0.0.1:10911',
    ports: { listen: 10911, fast: isNamesrv ? null : 10909, ha: isNamesrv ? null : 10912 },
    brokerName: isNamesrv ? null : name.replace(/-s\d*$/, ''),
    brokerId: isNamesrv ? null : isSlave ? 1 : 0,
    brokerCluster: 'DefaultCluster',
    brokerRole: null,
    state: 'running',
    health: 'running',
    sinceMs: NOW_MS - 8000,
    cause: null,
    isOnPurpose: false,
    isOurs: true,
    pid: 48210,
    startedAtMs: NOW_MS - 60_000,
    cpuPercent: 4,
    rssBytes: 66 * 1024 * 1024,
    version: 'V5_3_3',
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
    answeredAtMs: NOW_MS,
    ...change,
  }
}

export function pairOf(master: string, slave: string, change: Partial<PairView> = {}): PairView {
  return {
    cluster: 'orders',
    id: `${master}>${slave}`,
    master,
    slave,
    brokerName: master,
    mode: 'async',
    state: 'in-sync',
    sinceMs: NOW_MS - 8000,
    reason: null,
    lagBytes: 2048,
    lagMs: 2,
    isLagMsEstimate: false,
    lagMessages: 2,
    masterOffset: 1000,
    slaveOffset: 900,
    writtenPerSecond: 0,
    confirmedPerSecond: 0,
    isInSyncForRocketmq: true,
    ...change,
  }
}

export function faultOf(change: Partial<FaultView> = {}): FaultView {
  return {
    cluster: 'orders',
    id: 'broker-a|broker-a-s|delay|data',
    node: 'broker-a',
    peer: 'broker-a-s',
    kind: 'delay',
    direction: 'data',
    ms: 800,
    kbps: null,
    setAtMs: NOW_MS - 148_000,
    ...change,
  }
}
