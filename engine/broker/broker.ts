/**
 * A broker: builds its parts from a configuration and ports, starts them in order, stops them in reverse. No logic of its
 * own. Source: BrokerController, BrokerStartup.
 */
import { bytesFromUtf8 } from '../base/bytes.ts'
import { EngineError, errorText } from '../base/errors.ts'
import type { Service } from '../base/lifecycle.ts'
import type { Address, Ports, TimerHandle } from '../base/ports.ts'
import type { BrokerConfig } from '../config/broker-config.ts'
import type { BrokerValues } from '../config/broker-keys.ts'
import { notifyConsumerIdsChanged } from '../protocol/apis/heartbeat.ts'
import { RequestCode } from '../protocol/codes.ts'
import { parseDelayLevels } from '../protocol/delay-level.ts'
import { type HostAddress, parseIp } from '../protocol/host-address.ts'
import { UniqueIds, type UtcOffset } from '../protocol/message-id.ts'
import { encodeProperties } from '../protocol/properties.ts'
import { SystemTopic } from '../protocol/topics.ts'
import { formatAddress } from '../remoting/address.ts'
import { makeRequest } from '../remoting/command.ts'
import { Dispatcher } from '../remoting/dispatcher.ts'
import { RpcClient } from '../remoting/rpc-client.ts'
import { RpcServer } from '../remoting/rpc-server.ts'
import { MessageStore } from '../store/message-store.ts'
import type { StoreOptions } from '../store/types.ts'
import { Clients } from './clients.ts'
import { ConfigFile } from './config-file.ts'
import { DelayDelivery } from './delay.ts'
import { fastPortGate, roleGate } from './gates.ts'
import { Groups } from './groups.ts'
import { registerClientHandlers } from './handlers/client.ts'
import { registerOffsetHandlers } from './handlers/offset.ts'
import { registerPullHandlers } from './handlers/pull.ts'
import { registerQueryHandlers } from './handlers/query.ts'
import { registerRefusals } from './handlers/refused.ts'
import { registerSendBackHandlers } from './handlers/send-back.ts'
import { addedProperties, registerSendHandlers } from './handlers/send.ts'
import { BornHosts } from './hosts.ts'
import { LongPoll } from './long-poll.ts'
import { MessagePut } from './message-put.ts'
import { ConsumerOffsets } from './offsets.ts'
import type { BrokerParts, Traffic } from './parts.ts'
import { QueueLocks } from './queue-locks.ts'
import { Registration } from './registration.ts'
import { makeReplication, type Replication } from './replication.ts'
import { SendAcks } from './send-acks.ts'
import { SendFastPath } from './send-fast-path.ts'
import { SendReplyTemplates } from './send-reply.ts'
import { Topics } from './topics.ts'

const CLIENT_SCAN_MS = 10_000
const OFFSET_PERSIST_FIRST_MS = 10_000
const MASTER_WATCH_MS = 1000
/** How long the start waits for NameServers before it goes on without them. */
const REGISTER_WAIT_MS = 3000
/** How long answers that are owed may take while the ports close. */
const STOP_GRACE_MS = 1000

/** What the configuration cannot know. */
export interface BrokerEnvironment {
  readonly ports: Ports
  readonly acquireLock: StoreOptions['acquireLock']
  /** Physical memory: what counts as "in memory" for pulls is a share of it. */
  readonly totalMemoryBytes: number
  readonly utcOffsetMs: UtcOffset
}

/** Everything that exists only while the broker runs. */
interface Running {
  readonly parts: BrokerParts
  readonly dispatcher: Dispatcher
  readonly server: RpcServer
  readonly client: RpcClient
  readonly replication: Replication
  readonly timers: TimerHandle[]
}

export class Broker implements Service {
  readonly config: BrokerConfig
  readonly #environment: BrokerEnvironment
  #running: Running | undefined
  #addresses: readonly Address[] = []

  constructor(config: BrokerConfig, environment: BrokerEnvironment) {
    this.config = config
    this.#environment = environment
  }

  /** The parts of a started broker, for the entry point's status and for tests. */
  get parts(): BrokerParts {
    return this.#started().parts
  }

  /** Where it listens: the main port, then the fast port. */
  get addresses(): readonly Address[] {
    return this.#addresses
  }

  /** Port of replication. */
  get haPort(): number {
    return this.#started().replication.haMaster.port
  }

  /** The line that says the broker is up. Source: BrokerStartup#start. */
  get bootLine(): string {
    const { brokerName, namesrvAddr } = this.config.values
    const nameServers = namesrvAddr === '' ? '' : ` and name server is ${namesrvAddr}`
    return `The broker[${brokerName}, ${this.#address()}] boot success. serializeType=JSON${nameServers}`
  }

  /**
   * Takes and recovers the store, loads the tables, opens the ports, registers.
   * @throws {EngineError} 'bad-config', 'store-locked', 'store-io', 'store-corrupt', or 'connect-failed' for a taken port.
   */
  async start(): Promise<void> {
    const store = await MessageStore.open(this.#storeOptions(), this.#environment.ports)
    try {
      const running = this.#build(store)
      this.#running = running
      await this.#open(running)
    } catch (error) {
      await this.stop()
      if (this.#running === undefined) await store.shutdown()
      throw error
    }
    this.#environment.ports.log.info(this.bootLine)
  }

  /** Says goodbye, ends waiting requests, closes ports, stores tables and the log. Idempotent. */
  async stop(): Promise<void> {
    const running = this.#running
    if (running === undefined) return
    this.#running = undefined
    const { parts, server, client, replication } = running
    for (const timer of running.timers) timer.cancel()
    await parts.registration.stop()
    parts.longPoll.wakeAll()
    parts.longPoll.stop()
    await server.stop(STOP_GRACE_MS)
    parts.delay.stop()
    void replication.haSlave?.stop()
    await replication.haMaster.stop()
    parts.acks.stop()
    this.#persistOffsets(parts)
    await parts.store.shutdown()
    client.stop()
  }

  #storeOptions(): StoreOptions {
    const { values } = this.config
    const { ports, acquireLock, utcOffsetMs } = this.#environment
    return {
      // Each store key has RocketMQ's name and unit; the store takes those it knows.
      ...values,
      rootPath: values.storePathRootDir,
      acquireLock,
      processId: ports.identity.processId,
      storeHost: this.#storeHost(),
      role: this.#isMaster() ? 'MASTER' : 'SLAVE',
      utcOffsetMinutes: (atMs) => utcOffsetMs(atMs) / 60_000,
      memoryWindowBytes: this.#memoryWindowBytes(),
    }
  }

  #build(store: MessageStore): Running {
    const { ports, utcOffsetMs } = this.#environment
    const { clock, timers, log, random, identity } = ports
    const { config } = this
    const settings = (): BrokerValues => config.values
    const values = settings()
    const isMaster = this.#isMaster()
    const file = (name: string): ConfigFile =>
      new ConfigFile(`${values.storePathRootDir}/config/${name}`, ports.fs, log.child('config'))

    const dispatcher = new Dispatcher(log.child('remoting'))
    const server = new RpcServer({
      ports: { ...ports, log: log.child('remoting') },
      dispatcher,
      idleMs: values.serverChannelMaxIdleTimeSeconds * 1000,
    })
    const client = new RpcClient({ ports: { ...ports, log: log.child('client') } })
    const topics = new Topics(values, file('topics.json'), clock, log.child('topics'))
    const groups = new Groups(
      () => ({ autoCreateSubscriptionGroup: settings().autoCreateSubscriptionGroup, isSlave: !isMaster }),
      file('subscriptionGroup.json'),
      clock,
      log.child('groups'),
    )
    const step = values.consumerOffsetUpdateVersionStep
    const offsets = new ConsumerOffsets(file('consumerOffset.json'), clock, log.child('offsets'), step)
    const levels = parseDelayLevels(values.messageDelayLevel)
    const delay = new DelayDelivery({
      store,
      levels,
      file: file('delayOffset.json'),
      clock,
      timers,
      log: log.child('delay'),
      persistPeriodMs: values.flushDelayOffsetInterval,
      versionStep: values.delayOffsetUpdateVersionStep,
    })
    const registration = new Registration({
      client,
      topics,
      settings,
      address: this.#address(),
      haAddress: `${values.brokerIP2}:${values.haListenPort}`,
      checksum: ports.checksum,
      clock,
      timers,
      log: log.child('registration'),
      onMaster: ({ haAddress }) => {
        if (values.haMasterAddress.length < 6) replication.haSlave?.setMasterAddress(haAddress)
      },
    })
    const replication = makeReplication({
      store,
      settings: values,
      isMaster,
      client,
      masterAddress: () => registration.master?.masterAddress,
      ports: { ...ports, log },
    })
    const storeHost = this.#storeHost()
    const acks = new SendAcks({
      rule: {
        needsFlush: values.flushDiskType === 'SYNC_FLUSH',
        slavesNeeded: isMaster ? values.ackReplicas - 1 : 0,
        tellsMissingSlave: values.ackReplicasByRole,
        flushTimeoutMs: values.syncFlushTimeout,
        slaveTimeoutMs: values.slaveTimeout,
      },
      replies: new SendReplyTemplates({ regionId: values.regionId, traceOn: values.traceOn, storeHost }),
      log: store.commitLog,
      replicas: replication.haMaster,
      timers,
      logger: log.child('acks'),
      flushReplies: () => {
        server.flushGroup.flushAll()
      },
    })
    const bornHosts = new BornHosts()
    const fastPath = new SendFastPath({
      store,
      topics,
      acks,
      bornHosts,
      settings,
      nowMs: () => clock.nowMs(),
      addedProperties: bytesFromUtf8(encodeProperties(new Map(addedProperties(values)))),
    })
    const parts: BrokerParts = {
      clock,
      timers,
      random,
      log,
      settings,
      config,
      isMaster,
      address: this.#address(),
      storeHost,
      memoryWindowBytes: this.#memoryWindowBytes(),
      store,
      topics,
      groups,
      offsets,
      clients: new Clients(clock, log.child('clients')),
      locks: new QueueLocks(clock),
      longPoll: new LongPoll(clock, timers, (topic, queueId) => store.maxOffset(topic, queueId)),
      delay,
      put: new MessagePut(store, levels),
      acks,
      bornHosts,
      fastPath,
      uniqueIds: new UniqueIds({ clock, random, identity, utcOffsetMs }),
      registration,
      traffic: NO_TRAFFIC,
      haMaster: replication.haMaster,
      haSlave: replication.haSlave,
    }
    return { parts, dispatcher, server, client, replication, timers: [] }
  }

  async #open(running: Running): Promise<void> {
    const { parts, server, replication } = running
    const { values } = this.config
    parts.topics.load()
    parts.groups.load()
    parts.offsets.load()
    parts.delay.load()
    this.#registerHandlers(running)
    this.#connectProgress(running)
    this.#startTimers(running)
    parts.acks.start()
    if (parts.isMaster) parts.delay.start()
    await replication.haMaster.start()
    void replication.haSlave?.start()
    const gate = roleGate(parts.isMaster, parts.settings)
    const host = values.bindAddress
    this.#addresses = [
      await this.#listen(server, { host, port: values.listenPort }, 'listenPort', gate, parts.isMaster),
      await this.#listen(
        server,
        { host, port: values.fastListenPort },
        'listenPort - 2',
        fastPortGate(gate),
        parts.isMaster,
      ),
    ]
    await this.#registerAtStart(running)
  }

  async #listen(
    server: RpcServer,
    address: Address,
    key: string,
    gate: ReturnType<typeof roleGate>,
    hasRawHooks: boolean,
  ): Promise<Address> {
    try {
      return await server.listen(address, { gate, hasRawHooks })
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      const context = { ...error.context, host: address.host, port: address.port, key }
      throw new EngineError(error.code, `cannot listen on ${formatAddress(address)} (${key}): ${error.message}`, {
        cause: error,
        context,
      })
    }
  }

  #registerHandlers({ parts, dispatcher, server }: Running): void {
    registerSendHandlers(dispatcher, parts)
    registerSendBackHandlers(dispatcher, parts)
    registerPullHandlers(dispatcher, parts)
    registerOffsetHandlers(dispatcher, parts)
    registerQueryHandlers(dispatcher, parts)
    registerClientHandlers(dispatcher, parts)
    registerRefusals(dispatcher, parts.log)
    if (parts.isMaster) server.setRawHook(RequestCode.SEND_MESSAGE_V2, parts.fastPath.hook)
  }

  /** What happens when the log is written, flushed, replicated or dispatched, and when clients come and go. */
  #connectProgress({ parts, server, replication }: Running): void {
    const { store, longPoll, acks, delay, clients } = parts
    store.onArrived((topic, queueId, queueOffset, tagHash) => {
      longPoll.arrived(topic, queueId, queueOffset, tagHash)
      if (topic === SystemTopic.SCHEDULE) delay.arrived(queueId)
    })
    for (const on of [store.commitLog.onWritten, store.commitLog.onFlushed]) {
      on.call(store.commitLog, 'dispatch', () => {
        longPoll.runWoken()
      })
      on.call(store.commitLog, 'acknowledge', () => {
        acks.release()
        server.flushGroup.flushAll()
      })
    }
    replication.haMaster.onProgress(() => {
      acks.release()
    })
    server.onConnectionClosed((connection) => {
      clients.connectionClosed(connection)
    })
    clients.onMembershipChanged(({ group, members }) => {
      if (!parts.settings().notifyConsumerIdsChangedEnable) return
      for (const { connection } of members.values()) {
        connection.oneway(makeRequest(notifyConsumerIdsChanged, { consumerGroup: group }))
      }
    })
  }

  #startTimers({ parts, timers: handles }: Running): void {
    const { timers, clients, locks, longPoll, haSlave } = parts
    const { flushConsumerOffsetInterval } = this.config.values
    handles.push(
      timers.every(CLIENT_SCAN_MS, () => {
        clients.expire()
        locks.sweep()
      }),
      timers.after(Math.max(0, OFFSET_PERSIST_FIRST_MS - flushConsumerOffsetInterval), () => {
        handles.push(
          timers.every(flushConsumerOffsetInterval, () => {
            this.#persistOffsets(parts)
          }),
        )
      }),
    )
    if (haSlave === undefined) return
    let wasMasterAlive = false
    handles.push(
      timers.every(MASTER_WATCH_MS, () => {
        const isMasterAlive = haSlave.status().state === 'transfer'
        // Consumers that were parked here while the master was away go back to it.
        if (isMasterAlive && !wasMasterAlive) longPoll.wakeAll()
        wasMasterAlive = isMasterAlive
      }),
    )
  }

  async #registerAtStart({ parts }: Running): Promise<void> {
    const { timers, registration } = parts
    await new Promise<void>((resolve) => {
      const limit = timers.after(REGISTER_WAIT_MS, resolve)
      void registration.start().finally(() => {
        limit.cancel()
        resolve()
      })
    })
  }

  #persistOffsets(parts: BrokerParts): void {
    try {
      parts.offsets.persist()
    } catch (error) {
      parts.log.error('consumer offsets not stored', { error: errorText(error) })
    }
  }

  #started(): Running {
    if (this.#running === undefined) throw new EngineError('closed', 'the broker is not running')
    return this.#running
  }

  #isMaster(): boolean {
    return this.config.values.brokerRole !== 'SLAVE'
  }

  #address(): string {
    const { brokerIP1, listenPort } = this.config.values
    return formatAddress({ host: brokerIP1, port: listenPort })
  }

  #memoryWindowBytes(): number {
    return this.#environment.totalMemoryBytes * (this.config.values.accessMessageInMemoryMaxRatio / 100)
  }

  /** Goes into every record, so it must be an address. Source: BrokerController#getStoreHost. */
  #storeHost(): HostAddress {
    const { brokerIP1, listenPort } = this.config.values
    const ip = parseIp(brokerIP1)
    if (ip === undefined) {
      throw new EngineError(
        'bad-config',
        `brokerIP1=${brokerIP1} is not an IP address: give the address that clients use`,
        {
          context: { key: 'brokerIP1', value: brokerIP1 },
        },
      )
    }
    return { ip, port: listenPort }
  }
}

const NO_TRAFFIC: Traffic = {
  fetched: () => undefined,
  sentBack: () => undefined,
  deadLettered: () => undefined,
}
