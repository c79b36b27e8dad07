/**
 * The administrative operations of a whole cluster: decides which brokers and name servers an operation means, asks them
 * and joins the answers. Single requests are in `admin-broker.ts`, `admin-name-server.ts` and `admin-messages.ts`, all
 * reachable from here. Which targets an operation has, and the fallbacks, are mqadmin's. Source: DefaultMQAdminExtImpl.
 */
import { EngineError } from '../base/errors.ts'
import type { ClusterInfo } from '../protocol/bodies/cluster-info.ts'
import type { ConsumeMessageDirectlyResult } from '../protocol/bodies/consume-message-directly-result.ts'
import type { ConsumeStats, OffsetWrapper } from '../protocol/bodies/consume-stats.ts'
import type { ConsumerConnection } from '../protocol/bodies/consumer-connection.ts'
import type { ConsumerRunningInfo } from '../protocol/bodies/consumer-running-info.ts'
import type { TopicRoute } from '../protocol/bodies/topic-route.ts'
import type { TopicOffset, TopicStatsTable } from '../protocol/bodies/topic-stats.ts'
import { ResponseCode } from '../protocol/codes.ts'
import { hostText } from '../protocol/host-address.ts'
import type { MessageQueue, QueueEntries } from '../protocol/message-queue.ts'
import { dlqTopic, retryTopic } from '../protocol/topics.ts'
import { BrokerAdmin, type OffsetReset } from './admin-broker.ts'
import { MessageQueries } from './admin-messages.ts'
import { NameServerAdmin } from './admin-name-server.ts'
import { refusalCode } from './broker-calls.ts'
import { ClientInstance, type ClientOptions, type ClientPorts } from './client-instance.ts'
import { queryAddress, MASTER_ID } from './topic-queues.ts'

/** One broker process as the name servers know it. */
export interface BrokerTargetInfo {
  readonly clusterName: string
  readonly brokerName: string
  readonly brokerId: number
  readonly address: string
}

/** One queue of an offline reset: what was there and what is there now. */
export interface OfflineReset {
  readonly queue: MessageQueue
  readonly brokerOffset: number
  readonly consumerOffset: number
  readonly timestampOffset: number
  readonly resetOffset: number
}

export type ResetOutcome =
  | { readonly kind: 'online'; readonly offsets: QueueEntries<number> }
  /** Nobody of the group is connected: offsets were written queue by queue. */
  | { readonly kind: 'offline'; readonly queues: readonly OfflineReset[] }

/** Source: DefaultMQAdminExt#timeoutMillis. */
const ADMIN_TIMEOUT_MS = 5000

export interface AdminOptions extends ClientOptions {
  /** For each request. */
  readonly timeoutMs?: number
}

export class AdminClient {
  /** Shared with producers and consumers that a command needs. */
  readonly client: ClientInstance
  readonly brokers: BrokerAdmin
  readonly nameServers: NameServerAdmin
  readonly messages: MessageQueries

  /** @throws {EngineError} 'bad-config' when the name server list is empty or bad. */
  constructor(options: AdminOptions, ports: ClientPorts) {
    const timeoutMs = options.timeoutMs ?? ADMIN_TIMEOUT_MS
    this.client = new ClientInstance({ requestTimeoutMs: timeoutMs, ...options }, ports)
    this.brokers = new BrokerAdmin(this.client.rpc, timeoutMs)
    this.nameServers = new NameServerAdmin(this.client.rpc, this.client.nameServers, timeoutMs)
    this.messages = new MessageQueries(
      {
        rpc: this.client.rpc,
        calls: this.client.calls,
        nameServers: this.nameServers,
        random: ports.random,
        decode: ports,
      },
      timeoutMs,
    )
  }

  /** Ends all connections; idempotent. */
  shutdown(): void {
    this.client.stop()
  }

  /** Source: DefaultMQAdminExt#examineBrokerClusterInfo. */
  clusterInfo(): Promise<ClusterInfo> {
    return this.nameServers.clusterInfo()
  }

  /** Every broker of the cluster, or of all clusters, by cluster, name and id. */
  async brokersOf(clusterName?: string): Promise<readonly BrokerTargetInfo[]> {
    const info = await this.clusterInfo()
    const names = clusterName === undefined ? [...info.clusterAddrTable.keys()] : [clusterName]
    return names.flatMap((cluster) => {
      const brokerNames = info.clusterAddrTable.get(cluster)
      if (brokerNames === undefined) throw unknownCluster(cluster)
      return [...brokerNames]
        .sort()
        .flatMap((brokerName) =>
          [...(info.brokerAddrTable.get(brokerName)?.brokerAddrs ?? [])]
            .sort((a, b) => a[0] - b[0])
            .map(([brokerId, address]) => ({ clusterName: cluster, brokerName, brokerId, address })),
        )
    })
  }

  /** @throws {EngineError} 'not-found' for an unknown cluster. */
  async mastersOf(clusterName?: string): Promise<readonly BrokerTargetInfo[]> {
    return (await this.brokersOf(clusterName)).filter((broker) => broker.brokerId === MASTER_ID)
  }

  /** @throws {EngineError} 'refused' with code 17 for an unknown topic. */
  topicRoute(topic: string): Promise<TopicRoute> {
    return this.nameServers.topicRoute(topic)
  }

  /** Deletes a topic on every master of the cluster, then on every name server. */
  async deleteTopic(clusterName: string, topic: string): Promise<void> {
    for (const broker of await this.mastersOf(clusterName)) await this.brokers.deleteTopic(broker.address, topic)
    await this.nameServers.deleteTopic(topic, clusterName)
  }

  /** Deletes a group on every master of the cluster, with its retry and dead-letter topics. */
  async deleteGroup(clusterName: string, group: string, cleanOffset: boolean): Promise<readonly BrokerTargetInfo[]> {
    const masters = await this.mastersOf(clusterName)
    for (const broker of masters) await this.brokers.deleteGroup(broker.address, group, cleanOffset)
    for (const topic of [retryTopic(group), dlqTopic(group)]) await this.deleteTopic(clusterName, topic)
    return masters
  }

  /** Offsets of every queue of the topic. @param routeTopic names the brokers instead of the topic's own route */
  async topicStats(topic: string, routeTopic: string = topic): Promise<TopicStatsTable> {
    const offsetTable: (readonly [MessageQueue, TopicOffset])[] = []
    let topicPutTps = 0
    for (const address of this.#oneOfEach(await this.topicRoute(routeTopic))) {
      const stats = await this.brokers.topicStats(address, topic)
      offsetTable.push(...stats.offsetTable)
      topicPutTps += stats.topicPutTps
    }
    return { offsetTable, topicPutTps }
  }

  /**
   * Groups that consume the topic, from all its brokers that answer.
   * Differs: Java asks the first broker only, which may not know a group whose messages lie on the others.
   */
  async groupsOfTopic(topic: string): Promise<readonly string[]> {
    const groups = new Set<string>()
    const failures: unknown[] = []
    const addresses = this.#oneOfEach(await this.topicRoute(topic))
    for (const address of addresses) {
      try {
        for (const group of await this.brokers.groupsOfTopic(address, topic)) groups.add(group)
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0 && failures.length === addresses.length) throw failures.at(-1)
    return [...groups].sort()
  }

  /**
   * How far the group has got in all its queues, or in those of one topic.
   * @throws {EngineError} 'refused' with code 206 when it never consumed, 213 when it broadcasts.
   */
  async consumeStats(group: string, topic?: string, routeTopic?: string): Promise<ConsumeStats> {
    const route = await this.#groupRoute(group, routeTopic ?? topic)
    const offsetTable: (readonly [MessageQueue, OffsetWrapper])[] = []
    let consumeTps = 0
    for (const address of this.#oneOfEach(route)) {
      const stats = await this.brokers.consumeStats(address, group, topic)
      offsetTable.push(...stats.offsetTable)
      consumeTps += stats.consumeTps
    }
    if (offsetTable.length > 0) return { offsetTable, consumeTps }
    const connection = await this.consumerConnection(group).catch(() => undefined)
    if (connection?.messageModel === 'BROADCASTING') {
      throw refused(
        ResponseCode.BROADCAST_CONSUMPTION,
        `the consumer group ${group} broadcasts and keeps no offsets here`,
      )
    }
    throw refused(
      ResponseCode.CONSUMER_NOT_ONLINE,
      'Not found the consumer group consume stats, because return offset table is empty, maybe the consumer not ' +
        'consume any message',
    )
  }

  /** @throws {EngineError} 'refused' with code 206 when nobody of the group is connected. */
  async consumerConnection(group: string, address?: string): Promise<ConsumerConnection> {
    if (address !== undefined) return this.brokers.consumerConnection(address, group)
    return this.#firstOf(await this.topicRoute(retryTopic(group)), (broker) =>
      this.brokers.consumerConnection(broker, group),
    )
  }

  async producerConnection(group: string, topic: string) {
    return this.#firstOf(await this.topicRoute(topic), (address) => this.brokers.producerConnection(address, group))
  }

  /** Asks the brokers of the group's retry topic one after the other until one reaches the client. */
  async consumerRunningInfo(group: string, clientId: string, jstackEnable = false): Promise<ConsumerRunningInfo> {
    return this.#firstOf(await this.topicRoute(retryTopic(group)), (address) =>
      this.brokers.consumerRunningInfo(address, group, clientId, jstackEnable),
    )
  }

  /** Lets one client consume one stored message. @param msgId either kind of id */
  async consumeDirectly(
    group: string,
    clientId: string,
    topic: string,
    msgId: string,
  ): Promise<ConsumeMessageDirectlyResult> {
    const message = await this.messages.byId(topic, msgId)
    const consume = { group, clientId, topic, msgId: message.offsetMsgId }
    return this.brokers.consumeDirectly(hostText(message.storeHost), consume)
  }

  /** Offsets in the memory of the group's clients, by client id. */
  async consumerStatus(topic: string, group: string, clientAddr?: string) {
    return this.#firstOf(await this.topicRoute(topic), (address) =>
      this.brokers.consumerStatus(address, topic, group, clientAddr),
    )
  }

  /**
   * Moves a group's offsets in all queues of a topic to a time; queue by queue when nobody is online.
   * Source: ResetOffsetByTimeCommand, DefaultMQAdminExtImpl#resetOffsetByTimestamp, #resetOffsetByTimestampOld.
   */
  async resetOffsets(reset: OffsetReset, routeTopic: string = reset.topic): Promise<ResetOutcome> {
    const route = await this.topicRoute(routeTopic)
    const offsets: (readonly [MessageQueue, number])[] = []
    try {
      for (const address of this.#oneOfEach(route)) offsets.push(...(await this.brokers.resetOffset(address, reset)))
    } catch (error) {
      if (refusalCode(error) !== ResponseCode.CONSUMER_NOT_ONLINE) throw error
      return { kind: 'offline', queues: await this.#resetOffline(reset, route) }
    }
    return { kind: 'online', offsets }
  }

  /** Copies the committed offsets of a group to another one, on the brokers of the topic. */
  async cloneGroupOffset(srcGroup: string, destGroup: string, topic: string): Promise<number> {
    const stats = await this.consumeStats(srcGroup)
    const route = await this.topicRoute(topic)
    let count = 0
    for (const [queue, wrapper] of stats.offsetTable) {
      const broker = route.brokerDatas.find((candidate) => candidate.brokerName === queue.brokerName)
      const address = broker === undefined ? undefined : queryAddress(broker.brokerAddrs, this.client.ports.random)
      if (address === undefined) continue
      await this.client.calls.updateOffset(address, destGroup, queue, wrapper.consumerOffset)
      count++
    }
    return count
  }

  /** One address of each broker group of a route: its master, else a random slave. */
  #oneOfEach(route: TopicRoute): string[] {
    return route.brokerDatas.flatMap((broker) => queryAddress(broker.brokerAddrs, this.client.ports.random) ?? [])
  }

  /** The first answer of the route's brokers, beginning at a random one; the last failure when none answers. */
  async #firstOf<T>(route: TopicRoute, ask: (address: string) => Promise<T>): Promise<T> {
    const addresses = this.#oneOfEach(route)
    const first = Math.floor(this.client.ports.random.next() * addresses.length)
    let failure: unknown = new EngineError('not-found', 'no broker of the route has an address')
    for (let i = 0; i < addresses.length; i++) {
      try {
        return await ask(addresses[(first + i) % addresses.length] as string)
      } catch (error) {
        failure = error
      }
    }
    throw failure
  }

  /** A group lives on the brokers of its retry topic; one that never connected on those of its topic. */
  async #groupRoute(group: string, topic: string | undefined): Promise<TopicRoute> {
    try {
      return await this.topicRoute(retryTopic(group))
    } catch (error) {
      if (topic === undefined || refusalCode(error) !== ResponseCode.TOPIC_NOT_EXIST) throw error
      return this.topicRoute(topic)
    }
  }

  async #resetOffline(reset: OffsetReset, route: TopicRoute): Promise<readonly OfflineReset[]> {
    const { calls } = this.client
    const done: OfflineReset[] = []
    for (const address of this.#oneOfEach(route)) {
      const stats = await this.brokers.consumeStats(address, reset.group, reset.topic)
      const known = stats.offsetTable.filter(([queue]) => queue.topic === reset.topic)
      for (const [queue, wrapper] of known) {
        if (reset.queueId !== undefined && reset.queueId !== queue.queueId) continue
        const timestampOffset =
          reset.timestampMs < 0
            ? await calls.maxOffset(address, queue)
            : await calls.searchOffset(address, queue, reset.timestampMs)
        const target = reset.offset ?? timestampOffset
        // Without force only backwards: what was consumed may be consumed again, nothing is skipped.
        const resetOffset = reset.isForce === false ? Math.min(target, wrapper.consumerOffset) : target
        await calls.updateOffset(address, reset.group, queue, resetOffset)
        const { brokerOffset, consumerOffset } = wrapper
        done.push({ queue, brokerOffset, consumerOffset, timestampOffset, resetOffset })
      }
    }
    return done
  }
}

function unknownCluster(clusterName: string): EngineError {
  return new EngineError(
    'not-found',
    `Make sure the specified clusterName exists or the name server connected to is correct.`,
    { context: { clusterName } },
  )
}

function refused(code: number, remark: string): EngineError {
  return new EngineError('refused', remark, { context: { code, remark } })
}
