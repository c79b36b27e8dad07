/**
 * Tells every NameServer who this broker is and which topics it has: all of it at start and periodically, single topics
 * when they change, goodbye at the end. A slave learns here where its master is. Answers to Java's BrokerOuterAPI and
 * BrokerController#registerBrokerAll.
 */
import { errorText } from '../base/errors.ts'
import { bodyCrc } from '../base/crc32.ts'
import type { Checksum, Clock, Log, TimerHandle, Timers } from '../base/ports.ts'
import { registerBroker, unregisterBroker } from '../protocol/apis/registration.ts'
import { kvTable } from '../protocol/bodies/kv-table.ts'
import { registerBrokerBody } from '../protocol/bodies/register-broker.ts'
import { READ_WRITE } from '../protocol/message.ts'
import type { TopicConfig } from '../protocol/topic-config.ts'
import type { RpcClient } from '../remoting/rpc-client.ts'
import type { Topics } from './topics.ts'

/** After a failed registration, a lost connection, or while a slave has no master: sooner than the next period. */
const RETRY_MS_MIN = 100
const RETRY_MS_MAX = 1000
const UNREGISTER_TIMEOUT_MS = 3000

export interface RegistrationSettings {
  readonly namesrvAddr: string
  readonly brokerClusterName: string
  readonly brokerName: string
  readonly brokerId: number
  readonly brokerPermission: number
  readonly registerNameServerPeriod: number
  readonly registerBrokerTimeoutMills: number
}

/** Where a slave's master is, as NameServers say. */
export interface MasterAddresses {
  readonly masterAddress: string
  readonly haAddress: string
}

export interface RegistrationParts {
  readonly client: RpcClient
  readonly topics: Topics
  readonly settings: () => RegistrationSettings
  /** Advertised `ip:port` of the broker and of its HA port; asked at each registration, because updates change them. */
  readonly address: () => string
  readonly haAddress: () => string
  readonly checksum: Checksum
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
  /** Told after each answer that names a master. */
  readonly onMaster: (master: MasterAddresses) => void
}

export class Registration {
  readonly #parts: RegistrationParts
  readonly #registered = new Set<string>()
  readonly #heartbeatAtMs = new Map<string, number>()
  readonly #changed = new Map<string, TopicConfig>()
  #timer: TimerHandle | undefined
  #retry: TimerHandle | undefined
  /** Doubles while it fails: the nodes of a cluster that start together find each other within the first tries. */
  #retryMs = RETRY_MS_MIN
  #isTurnScheduled = false
  #isStarted = false
  #stopListening: () => void = () => undefined
  #master: MasterAddresses | undefined

  constructor(parts: RegistrationParts) {
    this.#parts = parts
  }

  /** NameServers that have this broker's whole table. */
  get registeredAt(): ReadonlySet<string> {
    return this.#registered
  }

  /** When each NameServer last confirmed a registration, which is also the heartbeat. */
  get heartbeatAtMs(): ReadonlyMap<string, number> {
    return this.#heartbeatAtMs
  }

  /** The master as the last answer named it; a slave only. */
  get master(): MasterAddresses | undefined {
    return this.#master
  }

  /** Registers everywhere and resolves when every NameServer has answered or failed. */
  async start(): Promise<void> {
    this.#isStarted = true
    const { client, topics, timers, settings } = this.#parts
    this.#stopListening = client.onConnectionClosed((address) => {
      if (this.#registered.delete(address)) this.#retrySoon()
    })
    topics.onChange((change) => {
      if (change.kind === 'put') this.#topicsChanged(change.topics)
    })
    this.#timer = timers.every(settings().registerNameServerPeriod, () => {
      void this.registerAll()
    })
    await this.registerAll()
  }

  /** Says goodbye everywhere, waiting a short time for the answers. */
  async stop(): Promise<void> {
    if (!this.#isStarted) return
    this.#isStarted = false
    this.#timer?.cancel()
    this.#retry?.cancel()
    this.#stopListening()
    const { client, address, log } = this.#parts
    const { brokerName, brokerClusterName: clusterName, brokerId } = this.#parts.settings()
    const header = { brokerName, brokerAddr: address(), clusterName, brokerId }
    await Promise.all(
      [...this.#registered].map(async (nameServer) => {
        try {
          await client.invoke(unregisterBroker, nameServer, header, undefined, UNREGISTER_TIMEOUT_MS)
        } catch (error) {
          log.warn('not unregistered', { nameServer, error: errorText(error) })
        }
      }),
    )
    this.#registered.clear()
  }

  /** Sends the whole table to every NameServer at once. Never throws: failures are logged and tried again. */
  async registerAll(): Promise<void> {
    this.#changed.clear()
    const results = await Promise.all(this.#nameServers().map((nameServer) => this.#register(nameServer, undefined)))
    const lacksMaster = this.#parts.settings().brokerId !== 0 && this.#master === undefined
    if (results.includes(false) || lacksMaster) this.#retrySoon()
    else this.#retryMs = RETRY_MS_MIN
  }

  /** Sends topics that changed in this turn now and waits for the answers: an administrator's topic is routable then. */
  async flushChanges(): Promise<void> {
    if (this.#changed.size === 0) return
    const changed = new Map(this.#changed)
    this.#changed.clear()
    const results = await Promise.all(
      this.#nameServers().map((nameServer) =>
        this.#register(nameServer, this.#registered.has(nameServer) ? changed : undefined),
      ),
    )
    if (this.#isStarted && results.includes(false)) this.#retrySoon()
  }

  #topicsChanged(topics: readonly TopicConfig[]): void {
    if (!this.#isStarted) return
    for (const config of topics) this.#changed.set(config.topicName, config)
    if (this.#isTurnScheduled) return
    this.#isTurnScheduled = true
    this.#parts.timers.atTurnEnd(() => {
      this.#isTurnScheduled = false
      void this.flushChanges()
    })
  }

  #retrySoon(): void {
    if (!this.#isStarted) return
    this.#retry ??= this.#parts.timers.after(this.#retryMs, () => {
      this.#retry = undefined
      this.#retryMs = Math.min(RETRY_MS_MAX, this.#retryMs * 2)
      void this.#registerMissing()
    })
  }

  /** Registers where it is not registered, everywhere while a slave looks for its master. */
  async #registerMissing(): Promise<void> {
    const lacksMaster = this.#parts.settings().brokerId !== 0 && this.#master === undefined
    if (lacksMaster) return this.registerAll()
    const missing = this.#nameServers().filter((nameServer) => !this.#registered.has(nameServer))
    const results = await Promise.all(missing.map((nameServer) => this.#register(nameServer, undefined)))
    if (results.includes(false)) this.#retrySoon()
    else this.#retryMs = RETRY_MS_MIN
  }

  /** @param changed only these topics; undefined for the whole table */
  async #register(nameServer: string, changed: ReadonlyMap<string, TopicConfig> | undefined): Promise<boolean> {
    const { client, address, haAddress, checksum, log, topics } = this.#parts
    const settings = this.#parts.settings()
    const body = registerBrokerBody.encode({
      filterServerList: [],
      topicConfigSerializeWrapper: {
        dataVersion: topics.dataVersion,
        topicConfigTable: this.#permitted(changed ?? topics.toTable().topicConfigTable),
        mappingDataVersion: topics.dataVersion,
        topicQueueMappingInfoMap: new Map(),
        topicQueueMappingDetailMap: new Map(),
      },
    })
    try {
      const { header, command } = await client.invoke(
        registerBroker,
        nameServer,
        {
          brokerName: settings.brokerName,
          brokerAddr: address(),
          clusterName: settings.brokerClusterName,
          haServerAddr: haAddress(),
          brokerId: settings.brokerId,
          enableActingMaster: false,
          compressed: false,
          bodyCrc32: bodyCrc(checksum(body, 0, body.length)),
        },
        body,
        settings.registerBrokerTimeoutMills,
      )
      this.#heartbeatAtMs.set(nameServer, this.#parts.clock.nowMs())
      if (!this.#registered.has(nameServer) && this.#isStarted) {
        this.#registered.add(nameServer)
        log.info('registered', { nameServer, topics: topics.size })
      }
      if (settings.brokerId !== 0) this.#takeMaster(header.masterAddr, header.haServerAddr)
      if (command.body !== undefined) topics.applyOrder(new Set(kvTable.decode(command.body).table.keys()))
      return true
    } catch (error) {
      this.#registered.delete(nameServer)
      log.warn('registration failed', { nameServer, error: errorText(error) })
      return false
    }
  }

  #takeMaster(masterAddress: string | undefined, haAddress: string | undefined): void {
    if (masterAddress === undefined || masterAddress === '' || haAddress === undefined || haAddress === '') return
    this.#master = { masterAddress, haAddress }
    this.#parts.onMaster(this.#master)
  }

  /** What a broker may do as a whole limits each of its topics. Source: BrokerController#registerBrokerAll. */
  #permitted(table: ReadonlyMap<string, TopicConfig>): ReadonlyMap<string, TopicConfig> {
    const { brokerPermission } = this.#parts.settings()
    if ((brokerPermission & READ_WRITE) === READ_WRITE) return table
    return new Map([...table].map(([name, config]) => [name, { ...config, perm: config.perm & brokerPermission }]))
  }

  #nameServers(): string[] {
    return this.#parts
      .settings()
      .namesrvAddr.split(';')
      .map((part) => part.trim())
      .filter((part) => part !== '')
  }
}
