/**
 * Producers and consumers that are online: who they are, what their groups subscribe to, when they are gone. A changed
 * consumer group is announced to a listener; telling the members is somebody else's business.
 * Answers to Java's ProducerManager, ConsumerManager and ConsumerGroupInfo.
 */
import type { Clock, Log } from '../base/ports.ts'
import type { ConsumeFromWhere, ConsumeType, MessageModel, SubscriptionData } from '../protocol/bodies/heartbeat.ts'
import type { Language } from '../protocol/language.ts'
import type { RemotingConnection } from '../remoting/connection.ts'

/** A registration without a heartbeat for this long is dropped (`CHANNEL_EXPIRED_TIMEOUT`). */
export const CLIENT_EXPIRY_MS = 120_000

/** One client of one group on one connection. */
export interface ClientInfo {
  readonly connection: RemotingConnection
  readonly clientId: string
  readonly language: Language
  readonly version: number
  /** Monotonic. */
  seenMs: number
  /** Wall clock, for tools. */
  seenAtMs: number
}

/** What a consumer says about its group with every heartbeat. */
export interface ConsumerSettings {
  readonly consumeType: ConsumeType
  readonly messageModel: MessageModel
  readonly consumeFromWhere: ConsumeFromWhere
}

/** A consumer group with members online. */
export interface ConsumerGroup {
  readonly group: string
  settings: ConsumerSettings
  /** By topic. */
  readonly subscriptions: Map<string, SubscriptionData>
  readonly members: Map<RemotingConnection, ClientInfo>
}

export type ClientIdentity = Pick<ClientInfo, 'connection' | 'clientId' | 'language' | 'version'>

/** Members came or went, or the subscription changed. `group` is out of the table when its last member left. */
export type MembershipListener = (group: ConsumerGroup) => void

export class Clients {
  readonly #clock: Clock
  readonly #log: Log
  readonly #producers = new Map<string, Map<RemotingConnection, ClientInfo>>()
  readonly #consumers = new Map<string, ConsumerGroup>()
  #onMembership: MembershipListener = () => undefined

  constructor(clock: Clock, log: Log) {
    this.#clock = clock
    this.#log = log
  }

  onMembershipChanged(listener: MembershipListener): void {
    this.#onMembership = listener
  }

  registerProducer(group: string, identity: ClientIdentity): void {
    let members = this.#producers.get(group)
    if (members === undefined) this.#producers.set(group, (members = new Map<RemotingConnection, ClientInfo>()))
    const isNew = this.#seen(members, identity)
    if (isNew) this.#log.info('producer registered', { group, clientId: identity.clientId })
  }

  /**
   * Registers a consumer.
   * @param subscriptions the group's whole subscription; undefined when the heartbeat says it is the one known already
   * @param notifies whether the other members hear of a change (`notifyConsumerIdsChangedEnable` of the group)
   * @returns whether membership or subscription changed.
   * Source: ConsumerManager#registerConsumer, #registerConsumerWithoutSub.
   */
  registerConsumer(
    group: string,
    identity: ClientIdentity,
    settings: ConsumerSettings,
    subscriptions: readonly SubscriptionData[] | undefined,
    notifies: boolean,
  ): boolean {
    let consumers = this.#consumers.get(group)
    if (consumers === undefined) {
      consumers = { group, settings, subscriptions: new Map(), members: new Map() }
      this.#consumers.set(group, consumers)
    }
    consumers.settings = settings
    const isNew = this.#seen(consumers.members, identity)
    const isSubscriptionNew = subscriptions !== undefined && updateSubscriptions(consumers, subscriptions)
    const isChanged = isNew || isSubscriptionNew
    if (isNew) this.#log.info('consumer registered', { group, clientId: identity.clientId })
    if (isChanged && notifies && settings.messageModel !== 'BROADCASTING') this.#onMembership(consumers)
    return isChanged
  }

  unregisterProducer(group: string, connection: RemotingConnection): void {
    const members = this.#producers.get(group)
    if (members?.delete(connection) === true && members.size === 0) this.#producers.delete(group)
  }

  unregisterConsumer(group: string, connection: RemotingConnection, notifies: boolean): void {
    const consumers = this.#consumers.get(group)
    if (consumers !== undefined) this.#leave(consumers, connection, notifies)
  }

  /** A connection has closed: everything registered over it is gone. */
  connectionClosed(connection: RemotingConnection): void {
    for (const group of this.#producers.keys()) this.unregisterProducer(group, connection)
    for (const consumers of this.#consumers.values()) this.#leave(consumers, connection, true)
  }

  /** Drops registrations without a heartbeat for `CLIENT_EXPIRY_MS` and closes their connections. */
  expire(): void {
    const goneBeforeMs = this.#clock.monotonicMs() - CLIENT_EXPIRY_MS
    const gone = new Set<RemotingConnection>()
    for (const members of [
      ...this.#producers.values(),
      ...[...this.#consumers.values()].map((consumers) => consumers.members),
    ]) {
      for (const info of members.values()) if (info.seenMs < goneBeforeMs) gone.add(info.connection)
    }
    for (const connection of gone) {
      this.#log.warn('client without heartbeat dropped', { remote: connection.remoteText })
      this.connectionClosed(connection)
      connection.close('no heartbeat')
    }
  }

  consumerGroup(group: string): ConsumerGroup | undefined {
    return this.#consumers.get(group)
  }

  consumerGroups(): IterableIterator<ConsumerGroup> {
    return this.#consumers.values()
  }

  producersOf(group: string): ReadonlyMap<RemotingConnection, ClientInfo> | undefined {
    return this.#producers.get(group)
  }

  producerGroups(): ReadonlyMap<string, ReadonlyMap<RemotingConnection, ClientInfo>> {
    return this.#producers
  }

  /** The client ids of a group, each once. */
  consumerIds(group: string): string[] {
    const consumers = this.#consumers.get(group)
    return consumers === undefined ? [] : [...new Set([...consumers.members.values()].map((info) => info.clientId))]
  }

  /** The member with this client id. */
  findConsumer(group: string, clientId: string): ClientInfo | undefined {
    for (const info of this.#consumers.get(group)?.members.values() ?? []) if (info.clientId === clientId) return info
    return undefined
  }

  /** Groups online that subscribe to the topic. Source: ConsumerManager#queryTopicConsumeByWho. */
  groupsSubscribedTo(topic: string): string[] {
    return [...this.#consumers.values()]
      .filter(({ subscriptions }) => subscriptions.has(topic))
      .map(({ group }) => group)
  }

  /** Notes a heartbeat; true when this client was not there before. */
  #seen(members: Map<RemotingConnection, ClientInfo>, identity: ClientIdentity): boolean {
    const known = members.get(identity.connection)
    const seenMs = this.#clock.monotonicMs()
    const seenAtMs = this.#clock.nowMs()
    if (known?.clientId === identity.clientId) {
      known.seenMs = seenMs
      known.seenAtMs = seenAtMs
      return false
    }
    members.set(identity.connection, { ...identity, seenMs, seenAtMs })
    return true
  }

  #leave(consumers: ConsumerGroup, connection: RemotingConnection, notifies: boolean): void {
    const info = consumers.members.get(connection)
    if (info === undefined) return
    consumers.members.delete(connection)
    this.#log.info('consumer gone', { group: consumers.group, clientId: info.clientId })
    if (consumers.members.size === 0) this.#consumers.delete(consumers.group)
    if (notifies && consumers.settings.messageModel !== 'BROADCASTING') this.#onMembership(consumers)
  }
}

/** Source: ConsumerGroupInfo#updateSubscription. */
function updateSubscriptions(consumers: ConsumerGroup, subscriptions: readonly SubscriptionData[]): boolean {
  let isChanged = false
  const topics = new Set<string>()
  for (const subscription of subscriptions) {
    topics.add(subscription.topic)
    const known = consumers.subscriptions.get(subscription.topic)
    if (known === undefined) isChanged = true
    if (known === undefined || subscription.subVersion > known.subVersion) {
      consumers.subscriptions.set(subscription.topic, subscription)
    }
  }
  for (const topic of consumers.subscriptions.keys()) {
    if (topics.has(topic)) continue
    consumers.subscriptions.delete(topic)
    isChanged = true
  }
  return isChanged
}
