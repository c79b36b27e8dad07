/**
 * What the producers and consumers of one process share: one client id, connections, routes, heartbeats, the rounds that
 * refresh routes, rebalance and store offsets, and the answers to what brokers ask clients. Starts with its first member
 * and stops with its last. Answers to Java's MQClientInstance.
 */
import { EngineError, errorText } from '../base/errors.ts'
import type { Clock, Compression, FileSystem, Identity, Log, Network, Random, Timers } from '../base/ports.ts'
import { type UtcOffset, UniqueIds } from '../protocol/message-id.ts'
import { Dispatcher } from '../remoting/dispatcher.ts'
import { RpcClient } from '../remoting/rpc-client.ts'
import { BrokerCalls } from './broker-calls.ts'
import { registerClientHandlers } from './client-handlers.ts'
import { buildClientId, uniqueInstanceName } from './client-id.ts'
import type { ConsumerMember, ProducerMember } from './members.ts'
import { MessageSender, type SenderSettings } from './message-sender.ts'
import { NameServers } from './name-servers.ts'
import { RouteCache } from './route-cache.ts'
import { MASTER_ID } from './topic-queues.ts'
import { Waits } from './waits.ts'

/** What a client needs from outside. */
export interface ClientPorts {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly log: Log
  readonly compression: Compression
  readonly network: Network
  readonly identity: Identity
  /** Only broadcasting consumers write, below their `offsetsDirectory`. */
  readonly fs: FileSystem
}

export interface ClientOptions {
  /** `host:port` list separated by `;`. */
  readonly namesrvAddr: string
  readonly clientIp?: string
  /** Made unique when absent; broadcasting consumers that keep offsets across restarts are named by it. */
  readonly instanceName?: string
  readonly unitName?: string
  /** For routes, offsets, heartbeats. Source: ClientConfig#mqClientApiTimeout. */
  readonly requestTimeoutMs?: number
  readonly routeRefreshMs?: number
  readonly heartbeatMs?: number
  readonly persistOffsetsMs?: number
  readonly rebalanceMs?: number
  /** How far local time is ahead of UTC: unique ids count from the start of a local month. UTC when absent. */
  readonly utcOffsetMs?: UtcOffset
}

const REQUEST_TIMEOUT_MS = 3000
const ROUTE_FIRST_MS = 10
const ROUTE_REFRESH_MS = 30_000
const HEARTBEAT_FIRST_MS = 1000
const HEARTBEAT_MS = 30_000
const PERSIST_FIRST_MS = 10_000
const PERSIST_MS = 5000
const REBALANCE_MS = 20_000
const REBALANCE_SOON_MS = 1000
const UNREGISTER_TIMEOUT_MS = 1000

export class ClientInstance {
  readonly clientId: string
  readonly clientIp: string
  readonly instanceName: string | undefined
  readonly ports: ClientPorts
  readonly rpc: RpcClient
  readonly nameServers: NameServers
  readonly routes: RouteCache
  readonly calls: BrokerCalls
  readonly uniqueIds: UniqueIds
  readonly requestTimeoutMs: number
  readonly #options: ClientOptions
  readonly #log: Log
  readonly #producers = new Map<string, ProducerMember>()
  readonly #consumers = new Map<string, ConsumerMember>()
  #waits: Waits | undefined
  #rebalanceWanted = false
  #isRebalancing = false
  #isHeartbeatDue = false
  #isEnded = false

  /** @throws {EngineError} 'bad-config' when the name server list is empty or bad. */
  constructor(options: ClientOptions, ports: ClientPorts) {
    this.#options = options
    this.ports = ports
    this.#log = ports.log
    this.clientIp = options.clientIp ?? ports.identity.localIpv4
    this.instanceName = options.instanceName
    this.clientId = buildClientId({
      clientIp: this.clientIp,
      instanceName: options.instanceName ?? uniqueInstanceName(ports.identity, ports.clock),
      unitName: options.unitName,
    })
    this.requestTimeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS
    const dispatcher = new Dispatcher(ports.log)
    registerClientHandlers(dispatcher, this)
    this.rpc = new RpcClient({ ports, dispatcher })
    this.nameServers = new NameServers(options.namesrvAddr, { rpc: this.rpc, random: ports.random, log: ports.log })
    this.routes = new RouteCache(
      { nameServers: this.nameServers, clock: ports.clock, log: ports.log },
      this.requestTimeoutMs,
      () => this.#heartbeatSoon(),
    )
    this.calls = new BrokerCalls(this.rpc, this.requestTimeoutMs)
    this.uniqueIds = new UniqueIds({
      clock: ports.clock,
      random: ports.random,
      identity: { ...ports.identity, localIpv4: this.clientIp },
      utcOffsetMs: options.utcOffsetMs ?? (() => 0),
    })
  }

  get isRunning(): boolean {
    return this.#waits !== undefined
  }

  consumer(group: string): ConsumerMember | undefined {
    return this.#consumers.get(group)
  }

  makeSender(settings: SenderSettings): MessageSender {
    return new MessageSender(settings, { ...this.ports, routes: this.routes, calls: this.calls })
  }

  /** @throws {EngineError} 'usage' when the group has a producer here already. */
  addProducer(producer: ProducerMember): void {
    this.#add(this.#producers, producer, 'producer')
  }

  /** @throws {EngineError} 'usage' when the group has a consumer here already. */
  addConsumer(consumer: ConsumerMember): void {
    this.#add(this.#consumers, consumer, 'consumer')
  }

  async removeProducer(producer: ProducerMember): Promise<void> {
    if (this.#producers.get(producer.group) !== producer) return
    this.#producers.delete(producer.group)
    await this.#unregister({ producerGroup: producer.group })
    this.#stopWhenEmpty()
  }

  async removeConsumer(consumer: ConsumerMember): Promise<void> {
    if (this.#consumers.get(consumer.group) !== consumer) return
    this.#consumers.delete(consumer.group)
    await this.#unregister({ consumerGroup: consumer.group })
    this.#stopWhenEmpty()
  }

  /** Ends the instance whatever members it still has; they are not asked. Idempotent. */
  stop(): void {
    this.#isEnded = true
    this.#waits?.stop()
    this.#waits = undefined
    this.rpc.stop()
  }

  /** Rebalances all consumers as soon as the round under way is done. */
  rebalanceSoon(): void {
    this.#rebalanceWanted = true
    if (!this.#isRebalancing && this.#waits !== undefined) void this.#rebalance(this.#waits)
  }

  /** Tells every broker of the known routes who is here. Producers alone need no slaves. Failures are logged. */
  async sendHeartbeats(): Promise<void> {
    if (this.#producers.size === 0 && this.#consumers.size === 0) return
    const data = {
      clientID: this.clientId,
      producerDataSet: [...this.#producers.keys()].map((groupName) => ({ groupName })),
      consumerDataSet: [...this.#consumers.values()].map((consumer) => consumer.heartbeatData()),
      heartbeatFingerprint: 0,
      withoutSub: false,
    }
    const targets = [...this.routes.brokers].flatMap(([brokerName, addresses]) =>
      [...addresses].flatMap(([brokerId, address]) =>
        brokerId === MASTER_ID || this.#consumers.size > 0 ? [{ brokerName, address }] : [],
      ),
    )
    await Promise.all(
      targets.map(async ({ brokerName, address }) => {
        try {
          await this.calls.heartbeat(address, data)
        } catch (error) {
          if (this.#waits !== undefined) {
            this.#log.warn('heartbeat failed', { brokerName, address, error: errorText(error) })
          }
        }
      }),
    )
  }

  /** A broker that turns up is told at once who is here, not with the next round: one task for many brokers. */
  #heartbeatSoon(): void {
    if (this.#isHeartbeatDue || this.#waits === undefined) return
    this.#isHeartbeatDue = true
    this.#waits.after(0, () => {
      this.#isHeartbeatDue = false
      void this.sendHeartbeats()
    })
  }

  /** Fetches the routes of everything the members use. */
  refreshRoutes(): Promise<void> {
    return this.routes.refreshAll(this.#topicsInUse())
  }

  #add<M extends { readonly group: string }>(members: Map<string, M>, member: M, kind: string): void {
    if (this.#isEnded) throw new EngineError('usage', 'the client instance has been stopped')
    if (members.has(member.group)) {
      throw new EngineError('usage', `the ${kind} group ${member.group} has been created before, specify another one`)
    }
    members.set(member.group, member)
    this.#start()
  }

  #start(): void {
    if (this.#waits !== undefined) return
    this.rpc.start()
    const waits = new Waits(this.ports.timers)
    this.#waits = waits
    const options = this.#options
    waits.every(ROUTE_FIRST_MS, options.routeRefreshMs ?? ROUTE_REFRESH_MS, () => void this.refreshRoutes())
    waits.every(HEARTBEAT_FIRST_MS, options.heartbeatMs ?? HEARTBEAT_MS, () => void this.sendHeartbeats())
    waits.every(PERSIST_FIRST_MS, options.persistOffsetsMs ?? PERSIST_MS, () => void this.#persistOffsets())
    const rebalanceMs = options.rebalanceMs ?? REBALANCE_MS
    waits.every(rebalanceMs, rebalanceMs, () => this.rebalanceSoon())
  }

  #stopWhenEmpty(): void {
    if (this.#producers.size === 0 && this.#consumers.size === 0) this.stop()
  }

  #topicsInUse(): Set<string> {
    const topics = new Set<string>()
    for (const member of [...this.#producers.values(), ...this.#consumers.values()]) {
      for (const topic of member.topics()) topics.add(topic)
    }
    return topics
  }

  async #persistOffsets(): Promise<void> {
    await Promise.all([...this.#consumers.values()].map((consumer) => consumer.persistOffsets()))
  }

  /** Rounds follow each other; one that leaves something to do is followed by another after a second. */
  async #rebalance(waits: Waits): Promise<void> {
    this.#isRebalancing = true
    let isBalanced = true
    while (this.#rebalanceWanted && !waits.isStopped) {
      this.#rebalanceWanted = false
      isBalanced = true
      for (const consumer of [...this.#consumers.values()]) {
        try {
          isBalanced = (await consumer.rebalance()) && isBalanced
        } catch (error) {
          this.#log.error('rebalance failed', { group: consumer.group, error: errorText(error) })
        }
      }
    }
    this.#isRebalancing = false
    if (!isBalanced) waits.after(REBALANCE_SOON_MS, () => this.rebalanceSoon())
  }

  async #unregister(groups: { readonly producerGroup?: string; readonly consumerGroup?: string }): Promise<void> {
    const addresses = [...this.routes.brokers.values()].flatMap((broker) => [...broker.values()])
    await Promise.all(
      addresses.map(async (address) => {
        // A broker that was never called does not know us, and one that is gone need not be waited for.
        if (this.rpc.connected(address) === undefined) return
        try {
          await this.calls.unregister(address, this.clientId, groups, UNREGISTER_TIMEOUT_MS)
        } catch (error) {
          this.#log.debug('client could not be unregistered', { address, error: errorText(error) })
        }
      }),
    )
  }
}
