/**
 * Who serves which topic: the whole knowledge of a name server, in memory, as plain data. No clock, no connections, no
 * requests: times are arguments, connections are numbers. Name servers do not know each other, so this table is never
 * merged with another one. Source: RouteInfoManager.
 */
import { NAMESRV_BROKERS_MAX } from '../base/limits.ts'
import type { BrokerMemberGroup } from '../protocol/bodies/broker-member-group.ts'
import type { ClusterInfo } from '../protocol/bodies/cluster-info.ts'
import type { TopicConfigWrapper } from '../protocol/bodies/topic-config.ts'
import type { TopicList } from '../protocol/bodies/topic-list.ts'
import type { TopicQueueMappingInfo } from '../protocol/bodies/topic-queue-mapping.ts'
import type { BrokerData, QueueData, TopicRoute } from '../protocol/bodies/topic-route.ts'
import { type DataVersion, sameDataVersion } from '../protocol/data-version.ts'
import { Permission, READ_WRITE, UnitFlag } from '../protocol/message.ts'
import type { TopicConfig } from '../protocol/topic-config.ts'
import { MASTER_ID, minBrokerId } from './route.ts'

/** A broker that does not say otherwise is dropped after this long without a sign of life. */
export const BROKER_EXPIRY_MS = 120_000

export interface BrokerRegistration {
  readonly clusterName: string
  readonly brokerName: string
  /** 0 is the master. */
  readonly brokerId: number
  readonly brokerAddr: string
  readonly haServerAddr: string
  readonly zoneName?: string | undefined
  readonly heartbeatTimeoutMs?: number | undefined
  /** Undefined when the broker does not send the field at all; a slave then never brings topics. */
  readonly enableActingMaster?: boolean | undefined
  readonly topics: TopicConfigWrapper
  readonly filterServers: readonly string[]
  /** When this connection closes, the broker is gone. */
  readonly connectionId: number
}

export type RegisterResult =
  | {
      readonly status: 'registered'
      readonly isNew: boolean
      readonly masterAddr?: string
      readonly haServerAddr?: string
    }
  /** Another address holds this id with a higher state version: answered as success, without anything. */
  | { readonly status: 'stale' }
  | { readonly status: 'refused'; readonly reason: 'single-topic-first' | 'too-many-brokers' }

/** What names one registered broker process. */
export interface BrokerIdentity {
  readonly clusterName: string
  readonly brokerName: string
  readonly brokerAddr: string
}

export interface GoneBroker extends BrokerIdentity {
  readonly connectionId: number
}

export interface RouteTableOptions {
  /** Topics that a full registration no longer names disappear. Source: deleteTopicWithBrokerRegistration. */
  readonly deleteTopicWithBrokerRegistration?: boolean
}

export type TopicKind = 'unit' | 'unit-sub' | 'unit-sub-not-unit'

interface Broker {
  readonly cluster: string
  readonly brokerName: string
  readonly addrs: Map<number, string>
  zoneName: string | undefined
  enableActingMaster: boolean
}

interface LiveBroker extends GoneBroker {
  lastSignMs: number
  readonly timeoutMs: number
  readonly dataVersion: DataVersion
  readonly haServerAddr: string
  readonly filterServers: readonly string[]
}

export class RouteTable {
  private readonly topics = new Map<string, Map<string, QueueData>>()
  private readonly mappings = new Map<string, Map<string, TopicQueueMappingInfo>>()
  private readonly brokers = new Map<string, Broker>()
  private readonly clusters = new Map<string, Set<string>>()
  private readonly live = new Map<string, LiveBroker>()

  /**
   * Takes a broker's registration: full when it starts and every 30 s, incremental when topics change.
   * @param nowMs any clock that never goes back; only differences count
   */
  register(registration: BrokerRegistration, nowMs: number, options: RouteTableOptions = {}): RegisterResult {
    const { clusterName, brokerName, brokerId, brokerAddr, topics } = registration
    const key = liveKey(clusterName, brokerAddr)
    const known = this.brokers.get(brokerName)
    // A broker registers its whole table first; the push of one new topic may not come before that. Differs: Java
    // remembers the broker's name when it refuses, and lists a broker without addresses.
    if (known?.addrs.has(brokerId) !== true && topics.topicConfigTable.size === 1) {
      return { status: 'refused', reason: 'single-topic-first' }
    }
    if (!this.live.has(key) && this.live.size >= NAMESRV_BROKERS_MAX) {
      return { status: 'refused', reason: 'too-many-brokers' }
    }
    this.forgetOtherName(registration)
    const broker = this.brokers.get(brokerName) ?? this.addBroker(clusterName, brokerName)
    this.clusterOf(clusterName).add(brokerName)
    broker.enableActingMaster = registration.enableActingMaster === true
    broker.zoneName = registration.zoneName
    // A promoted slave keeps its address and changes its id.
    for (const [id, addr] of broker.addrs) if (addr === brokerAddr && id !== brokerId) broker.addrs.delete(id)

    const heldBy = broker.addrs.get(brokerId)
    if (heldBy !== undefined && heldBy !== brokerAddr) {
      const holder = this.live.get(liveKey(clusterName, heldBy))
      if (holder !== undefined && holder.dataVersion.stateVersion > topics.dataVersion.stateVersion) {
        this.live.delete(key)
        return { status: 'stale' }
      }
    }
    broker.addrs.set(brokerId, brokerAddr)
    this.takeTopics(registration, broker, heldBy === undefined, options)
    const previous = this.live.get(key)
    this.live.set(key, {
      clusterName,
      brokerName,
      brokerAddr,
      connectionId: registration.connectionId,
      lastSignMs: nowMs,
      timeoutMs: registration.heartbeatTimeoutMs ?? BROKER_EXPIRY_MS,
      dataVersion: topics.dataVersion,
      haServerAddr: registration.haServerAddr,
      filterServers: registration.filterServers,
    })
    return { status: 'registered', isNew: previous === undefined, ...this.masterFor(broker, brokerId) }
  }

  /** Forgets one broker, and its topics when nobody else of its name serves them. */
  unregister(identity: BrokerIdentity): void {
    this.live.delete(liveKey(identity.clusterName, identity.brokerAddr))
    const broker = this.brokers.get(identity.brokerName)
    if (broker === undefined) return
    for (const [id, addr] of broker.addrs) if (addr === identity.brokerAddr) broker.addrs.delete(id)
    if (broker.addrs.size === 0) {
      this.removeBroker(broker)
    } else if (broker.enableActingMaster && !broker.addrs.has(MASTER_ID)) {
      // Nobody may write while a slave stands in for the master.
      for (const queues of this.topics.values()) {
        const queue = queues.get(broker.brokerName)
        if (queue !== undefined) queues.set(broker.brokerName, { ...queue, perm: queue.perm & ~Permission.WRITE })
      }
    }
  }

  /** Forgets the brokers that registered over a connection which has closed. */
  unregisterConnection(connectionId: number): GoneBroker[] {
    return this.unregisterAll((broker) => broker.connectionId === connectionId)
  }

  /** Forgets the brokers whose last sign of life is too long ago. Source: RouteInfoManager#scanNotActiveBroker. */
  expire(nowMs: number): GoneBroker[] {
    return this.unregisterAll((broker) => broker.lastSignMs + broker.timeoutMs < nowMs)
  }

  /** A sign of life. Returns whether the broker is registered. */
  touch(clusterName: string, brokerAddr: string, nowMs: number): boolean {
    const broker = this.live.get(liveKey(clusterName, brokerAddr))
    if (broker === undefined) return false
    broker.lastSignMs = nowMs
    return true
  }

  /** The version of the topic table that the broker registered last. */
  dataVersionOf(clusterName: string, brokerAddr: string): DataVersion | undefined {
    return this.live.get(liveKey(clusterName, brokerAddr))?.dataVersion
  }

  /** Everything known about a topic, in broker name order; undefined when no registered broker has it. */
  findRoute(topic: string): TopicRoute | undefined {
    const queues = this.topics.get(topic)
    if (queues === undefined) return undefined
    const queueDatas = [...queues.values()].sort((a, b) => compareText(a.brokerName, b.brokerName))
    const brokerDatas: BrokerData[] = []
    const filterServerTable = new Map<string, readonly string[]>()
    for (const { brokerName } of queueDatas) {
      const broker = this.brokers.get(brokerName)
      if (broker === undefined) continue
      brokerDatas.push(brokerDataOf(broker))
      for (const addr of broker.addrs.values()) {
        const servers = this.live.get(liveKey(broker.cluster, addr))?.filterServers ?? []
        if (servers.length > 0) filterServerTable.set(addr, servers)
      }
    }
    if (brokerDatas.length === 0) return undefined
    return { queueDatas, brokerDatas, filterServerTable, topicQueueMappingByBroker: this.mappings.get(topic) }
  }

  clusterInfo(): ClusterInfo {
    return {
      brokerAddrTable: new Map([...this.brokers.values()].map((broker) => [broker.brokerName, brokerDataOf(broker)])),
      clusterAddrTable: new Map([...this.clusters].map(([cluster, names]) => [cluster, [...names]])),
    }
  }

  /** The members of one broker name; without addresses when the name is unknown. */
  memberGroup(clusterName: string, brokerName: string): BrokerMemberGroup {
    const brokerAddrs = new Map(this.brokers.get(brokerName)?.addrs)
    return { cluster: clusterName, brokerName, brokerAddrs }
  }

  topicNames(): string[] {
    return [...this.topics.keys()]
  }

  topicNamesOfCluster(clusterName: string): string[] {
    const names = this.clusters.get(clusterName)
    if (names === undefined) return []
    return [...this.topics].filter(([, queues]) => [...names].some((name) => queues.has(name))).map(([topic]) => topic)
  }

  /** Cluster and broker names, which are topics too, and one broker to ask for the rest. */
  systemTopics(): TopicList {
    const topicList = new Set<string>()
    for (const [cluster, names] of this.clusters) {
      topicList.add(cluster)
      for (const name of names) topicList.add(name)
    }
    const [first] = this.brokers.values()
    return { topicList: [...topicList], brokerAddr: first?.addrs.values().next().value }
  }

  /** Topics by the unit bits of their first queue entry. */
  topicNamesOfKind(kind: TopicKind): string[] {
    return [...this.topics].filter(([, queues]) => isOfKind(queues, kind)).map(([topic]) => topic)
  }

  /** Takes write permission from all topics of a broker name, or gives read and write; returns how many topics. */
  setWritePermission(brokerName: string, isWritable: boolean): number {
    let count = 0
    for (const queues of this.topics.values()) {
      const queue = queues.get(brokerName)
      if (queue === undefined) continue
      queues.set(brokerName, { ...queue, perm: isWritable ? READ_WRITE : queue.perm & ~Permission.WRITE })
      count++
    }
    return count
  }

  /** Forgets a topic, with `clusterName` only on that cluster's brokers. A broker that still has it brings it back. */
  deleteTopic(topic: string, clusterName?: string): void {
    const queues = this.topics.get(topic)
    if (queues === undefined) return
    const names = clusterName === undefined ? [...queues.keys()] : [...(this.clusters.get(clusterName) ?? [])]
    for (const name of names) queues.delete(name)
    this.dropEmptyTopic(topic, queues)
  }

  /** Sets a topic's queues by hand; those of unknown brokers, and all that follow them, are left out, as in Java. */
  registerTopic(topic: string, queueDatas: readonly QueueData[]): void {
    const unknownAt = queueDatas.findIndex((queue) => !this.brokers.has(queue.brokerName))
    const known = unknownAt < 0 ? queueDatas : queueDatas.slice(0, unknownAt)
    if (known.length === 0 || (unknownAt >= 0 && !this.topics.has(topic))) return
    const queues = this.queuesOf(topic)
    for (const queue of known) queues.set(queue.brokerName, queue)
  }

  /** Topics come from the master, or from the smallest id of a group whose brokers know the acting-master field. */
  private takeTopics(
    registration: BrokerRegistration,
    broker: Broker,
    isFirstOfId: boolean,
    options: RouteTableOptions,
  ): void {
    const { brokerId, brokerName, clusterName, brokerAddr, topics } = registration
    const isMaster = brokerId === MASTER_ID
    const isPrimeSlave =
      !isMaster && registration.enableActingMaster !== undefined && brokerId === minBrokerId(broker.addrs)
    if (!isMaster && !isPrimeSlave) return
    if (options.deleteTopicWithBrokerRegistration === true && topics.topicQueueMappingInfoMap.size === 0) {
      this.dropTopicsMissingFrom(topics.topicConfigTable, brokerName)
    }
    const version = this.dataVersionOf(clusterName, brokerAddr)
    const isChanged = isFirstOfId || version === undefined || !sameDataVersion(version, topics.dataVersion)
    for (const topic of topics.topicConfigTable.values()) {
      if (!isChanged && this.topics.get(topic.topicName)?.has(brokerName) === true) continue
      const isReadOnly = isPrimeSlave && broker.enableActingMaster
      this.queuesOf(topic.topicName).set(brokerName, queueDataOf(brokerName, topic, isReadOnly))
    }
    if (!isChanged) return
    for (const [topic, mapping] of topics.topicQueueMappingInfoMap) {
      let byBroker = this.mappings.get(topic)
      if (byBroker === undefined) this.mappings.set(topic, (byBroker = new Map<string, TopicQueueMappingInfo>()))
      byBroker.set(mapping.bname, mapping)
    }
  }

  private dropTopicsMissingFrom(present: ReadonlyMap<string, unknown>, brokerName: string): void {
    for (const [topic, queues] of this.topics) {
      if (present.has(topic) || !queues.delete(brokerName)) continue
      this.dropEmptyTopic(topic, queues)
    }
  }

  /** Differs: a process that comes back under another broker name leaves nothing behind; in Java its old name stays. */
  private forgetOtherName({ clusterName, brokerName, brokerAddr }: BrokerIdentity): void {
    const before = this.live.get(liveKey(clusterName, brokerAddr))
    if (before !== undefined && before.brokerName !== brokerName) this.unregister(before)
  }

  private unregisterAll(isGone: (broker: LiveBroker) => boolean): GoneBroker[] {
    const gone = [...this.live.values()].filter(isGone)
    for (const broker of gone) this.unregister(broker)
    return gone
  }

  private masterFor(broker: Broker, brokerId: number): { masterAddr?: string; haServerAddr?: string } {
    const masterAddr = broker.addrs.get(MASTER_ID)
    if (brokerId === MASTER_ID || masterAddr === undefined) return {}
    const master = this.live.get(liveKey(broker.cluster, masterAddr))
    return master === undefined ? {} : { masterAddr, haServerAddr: master.haServerAddr }
  }

  private addBroker(cluster: string, brokerName: string): Broker {
    const broker = {
      cluster,
      brokerName,
      addrs: new Map<number, string>(),
      zoneName: undefined,
      enableActingMaster: false,
    }
    this.brokers.set(brokerName, broker)
    return broker
  }

  private removeBroker({ brokerName }: Broker): void {
    this.brokers.delete(brokerName)
    for (const [cluster, names] of this.clusters)
      if (names.delete(brokerName) && names.size === 0) this.clusters.delete(cluster)
    for (const [topic, queues] of this.topics) if (queues.delete(brokerName)) this.dropEmptyTopic(topic, queues)
    for (const [topic, byBroker] of this.mappings) {
      if (byBroker.delete(brokerName) && byBroker.size === 0) this.mappings.delete(topic)
    }
  }

  private dropEmptyTopic(topic: string, queues: ReadonlyMap<string, QueueData>): void {
    if (queues.size === 0) this.topics.delete(topic)
  }

  private clusterOf(clusterName: string): Set<string> {
    let names = this.clusters.get(clusterName)
    if (names === undefined) this.clusters.set(clusterName, (names = new Set()))
    return names
  }

  private queuesOf(topic: string): Map<string, QueueData> {
    let queues = this.topics.get(topic)
    if (queues === undefined) this.topics.set(topic, (queues = new Map<string, QueueData>()))
    return queues
  }
}

/** Addresses are unique within a cluster only. */
function liveKey(clusterName: string, brokerAddr: string): string {
  return `${clusterName}\n${brokerAddr}`
}

function brokerDataOf(broker: Broker): BrokerData {
  const { cluster, brokerName, zoneName, enableActingMaster } = broker
  return { cluster, brokerName, brokerAddrs: new Map(broker.addrs), zoneName, enableActingMaster }
}

function queueDataOf(brokerName: string, topic: TopicConfig, isReadOnly: boolean): QueueData {
  const { readQueueNums, writeQueueNums, topicSysFlag } = topic
  const perm = isReadOnly ? topic.perm & ~Permission.WRITE : topic.perm
  return { brokerName, readQueueNums, writeQueueNums, perm, topicSysFlag }
}

function isOfKind(queues: ReadonlyMap<string, QueueData>, kind: TopicKind): boolean {
  const [first] = queues.values()
  if (first === undefined) return false
  const isUnit = (first.topicSysFlag & UnitFlag.UNIT) !== 0
  const isUnitSub = (first.topicSysFlag & UnitFlag.UNIT_SUB) !== 0
  switch (kind) {
    case 'unit':
      return isUnit
    case 'unit-sub':
      return isUnitSub
    case 'unit-sub-not-unit':
      return isUnitSub && !isUnit
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
