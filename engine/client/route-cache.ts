/**
 * Which brokers hold a topic, as the name servers said last. Keeps what it knows when a topic has no route for a while,
 * because a broker that restarts must not look like a deleted topic. Refreshing on time is the owner's business.
 * Answers to the route part of Java's MQClientInstance.
 */
import { EngineError, errorText } from '../base/errors.ts'
import { CLIENT_TOPICS_MAX } from '../base/limits.ts'
import type { Clock, Log } from '../base/ports.ts'
import { getRouteInfoByTopic } from '../protocol/apis/route.ts'
import { type TopicRoute, topicRoute } from '../protocol/bodies/topic-route.ts'
import { ResponseCode } from '../protocol/codes.ts'
import type { MessageQueue } from '../protocol/message-queue.ts'
import { SystemTopic } from '../protocol/topics.ts'
import { makeRequest } from '../remoting/command.ts'
import type { NameServers } from './name-servers.ts'
import {
  asTemplateRoute,
  MASTER_ID,
  publishQueues,
  readTarget,
  subscribeQueues,
  type BrokerTarget,
} from './topic-queues.ts'

/** Queues per broker of a topic that does not exist yet. Source: DefaultMQProducer#defaultTopicQueueNums. */
export const DEFAULT_TOPIC_QUEUES = 4

/** A broker that failed makes its topics' routes be fetched anew, but no more often than this. */
const EARLY_REFRESH_MS = 1000

export interface RouteCachePorts {
  readonly nameServers: NameServers
  readonly clock: Clock
  readonly log: Log
}

interface Entry {
  route: TopicRoute
  publish: readonly MessageQueue[]
  subscribe: readonly MessageQueue[]
  /** Taken from the template because the topic has no route yet. */
  isTemplate: boolean
}

export class RouteCache {
  readonly #ports: RouteCachePorts
  readonly #timeoutMs: number
  /** Least recently fetched first. */
  readonly #entries = new Map<string, Entry>()
  readonly #fetching = new Map<string, Promise<boolean>>()
  readonly #addresses = new Map<string, ReadonlyMap<number, string>>()
  #earlyRefreshAtMs = -Infinity
  readonly #onNewBroker: () => void

  /** @param onNewBroker told when a broker address turns up that was not known before */
  constructor(ports: RouteCachePorts, timeoutMs: number, onNewBroker: () => void) {
    this.#ports = ports
    this.#timeoutMs = timeoutMs
    this.#onNewBroker = onNewBroker
  }

  /** What is known now, without asking. */
  route(topic: string): TopicRoute | undefined {
    return this.#entries.get(topic)?.route
  }

  get topics(): string[] {
    return [...this.#entries.keys()]
  }

  /** Queues of `topic` that may be sent to; empty when none is known. */
  publishQueues(topic: string): readonly MessageQueue[] {
    return this.#entries.get(topic)?.publish ?? []
  }

  /** Queues of `topic` that may be read, or undefined when its route is not known. */
  subscribeQueues(topic: string): readonly MessageQueue[] | undefined {
    const entry = this.#entries.get(topic)
    return entry === undefined || entry.isTemplate ? undefined : entry.subscribe
  }

  /** All known addresses: broker name to id to `host:port`. */
  get brokers(): ReadonlyMap<string, ReadonlyMap<number, string>> {
    return this.#addresses
  }

  masterAddress(brokerName: string): string | undefined {
    return this.#addresses.get(brokerName)?.get(MASTER_ID)
  }

  /** Where to read from when `brokerId` of the group is wished for. */
  readTarget(brokerName: string, brokerId: number): BrokerTarget | undefined {
    return readTarget(this.#addresses.get(brokerName) ?? NO_ADDRESSES, brokerId)
  }

  /** Queues to send to, asking the name servers when none is known; the template's when the topic is new. */
  async findPublishQueues(
    topic: string,
    templateTopic: string = SystemTopic.AUTO_CREATE,
  ): Promise<readonly MessageQueue[]> {
    const known = this.publishQueues(topic)
    if (known.length > 0) return known
    if (!(await this.refresh(topic)) && this.publishQueues(topic).length === 0)
      await this.#refreshFromTemplate(topic, templateTopic)
    return this.publishQueues(topic)
  }

  /** Queues to read, asking the name servers when the route is not known. */
  async findSubscribeQueues(topic: string): Promise<readonly MessageQueue[]> {
    if (this.subscribeQueues(topic) === undefined) await this.refresh(topic)
    return this.subscribeQueues(topic) ?? []
  }

  /**
   * Fetches the route of `topic`; calls at the same time share one request. A topic without a route keeps what is known.
   * @returns whether the name servers know the topic
   * @throws {EngineError} when no name server answers, or one refuses for another reason than an unknown topic.
   */
  refresh(topic: string): Promise<boolean> {
    let fetching = this.#fetching.get(topic)
    if (fetching === undefined) {
      fetching = this.#refreshNow(topic).finally(() => this.#fetching.delete(topic))
      this.#fetching.set(topic, fetching)
    }
    return fetching
  }

  /** Refreshes each of `topics`; a failure is logged and the old route stays. */
  async refreshAll(topics: Iterable<string>): Promise<void> {
    await Promise.all(
      [...new Set(topics)].map((topic) =>
        this.refresh(topic).catch((error: unknown) => {
          this.#ports.log.warn('route could not be fetched', { topic, error: errorText(error) })
        }),
      ),
    )
  }

  /**
   * A call to a broker failed on the network: its topics' routes are fetched at once rather than with the next round, so
   * that readers find its slave soon. Differs: Java waits for its 30 s round.
   */
  async noteBrokerFailure(brokerName: string): Promise<void> {
    const nowMs = this.#ports.clock.monotonicMs()
    if (nowMs - this.#earlyRefreshAtMs < EARLY_REFRESH_MS) return
    this.#earlyRefreshAtMs = nowMs
    const topics = [...this.#entries].flatMap(([topic, entry]) =>
      entry.route.brokerDatas.some((broker) => broker.brokerName === brokerName) ? [topic] : [],
    )
    await this.refreshAll(topics)
  }

  /** Forgets a topic that nobody uses any more. */
  forget(topic: string): void {
    if (this.#entries.delete(topic)) this.#rebuildAddresses()
  }

  /** The route as the name servers have it now, without keeping it. @returns undefined for an unknown topic. */
  async fetch(topic: string): Promise<TopicRoute | undefined> {
    const make = () => makeRequest(getRouteInfoByTopic, { topic, acceptStandardJsonOnly: true })
    const response = await this.#ports.nameServers.call(make, this.#timeoutMs)
    if (response.code === ResponseCode.TOPIC_NOT_EXIST) return undefined
    if (response.code !== ResponseCode.SUCCESS || response.body === undefined) {
      throw new EngineError('refused', `no route for ${topic}: ${response.remark ?? `code ${response.code}`}`, {
        context: { topic, code: response.code, remark: response.remark ?? '' },
      })
    }
    return topicRoute.decode(response.body)
  }

  async #refreshNow(topic: string): Promise<boolean> {
    const route = await this.fetch(topic)
    if (route === undefined) return false
    this.#keep(topic, route, false)
    return true
  }

  async #refreshFromTemplate(topic: string, templateTopic: string): Promise<void> {
    const template = await this.fetch(templateTopic)
    if (template === undefined) return
    // A route that came meanwhile is better than the template.
    if (this.#entries.has(topic)) return
    this.#keep(topic, asTemplateRoute(template, DEFAULT_TOPIC_QUEUES), true)
  }

  #keep(topic: string, route: TopicRoute, isTemplate: boolean): void {
    const before = this.#entries.get(topic)
    this.#entries.delete(topic)
    this.#entries.set(topic, {
      route,
      publish: publishQueues(topic, route),
      subscribe: subscribeQueues(topic, route),
      isTemplate,
    })
    if (this.#entries.size > CLIENT_TOPICS_MAX) {
      const oldest = this.#entries.keys().next().value
      if (oldest !== undefined) this.#entries.delete(oldest)
    }
    const hasLost = before?.route.brokerDatas.some(
      (old) => !route.brokerDatas.some((broker) => broker.brokerName === old.brokerName),
    )
    const hasNew = route.brokerDatas.some((broker) =>
      hasNewAddress(this.#addresses.get(broker.brokerName), broker.brokerAddrs),
    )
    if (hasLost === true) this.#rebuildAddresses()
    else for (const broker of route.brokerDatas) this.#addresses.set(broker.brokerName, broker.brokerAddrs)
    if (hasNew) this.#onNewBroker()
  }

  /** The newest route wins where two topics disagree about a broker. */
  #rebuildAddresses(): void {
    this.#addresses.clear()
    for (const entry of this.#entries.values()) {
      for (const broker of entry.route.brokerDatas) this.#addresses.set(broker.brokerName, broker.brokerAddrs)
    }
  }
}

const NO_ADDRESSES: ReadonlyMap<number, string> = new Map()

function hasNewAddress(known: ReadonlyMap<number, string> | undefined, now: ReadonlyMap<number, string>): boolean {
  return [...now].some(([brokerId, address]) => known?.get(brokerId) !== address)
}
