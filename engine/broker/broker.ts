/**
 * A broker: builds its parts from a configuration and ports, starts them in order, stops them in reverse. No logic of its
 * own. Source: BrokerController, BrokerStartup.
 */
import { EngineError, errorText } from '../base/errors.ts'
import type { Service } from '../base/lifecycle.ts'
import type { Address, TimerHandle } from '../base/ports.ts'
import type { BrokerConfig } from '../config/broker-config.ts'
import { notifyConsumerIdsChanged } from '../protocol/apis/heartbeat.ts'
import { SystemTopic } from '../protocol/topics.ts'
import { formatAddress } from '../remoting/address.ts'
import { makeRequest } from '../remoting/command.ts'
import type { RpcServer } from '../remoting/rpc-server.ts'
import { MessageStore } from '../store/message-store.ts'
import type { StoreOptions } from '../store/types.ts'
import {
  advertisedAddress,
  assemble,
  type Assembly,
  type BrokerEnvironment,
  isMasterRole,
  memoryWindowBytesOf,
  storeHostOf,
} from './assembly.ts'
import { fastPortGate, roleGate } from './gates.ts'
import type { BrokerParts } from './parts.ts'
import type { ReplicationStatus } from './replication.ts'

const CLIENT_SCAN_MS = 10_000
const OFFSET_PERSIST_FIRST_MS = 10_000
const MASTER_WATCH_MS = 1000
/** How long the start waits for NameServers before it goes on without them. */
const REGISTER_WAIT_MS = 3000
/** How long answers that are owed may take while the ports close. */
const STOP_GRACE_MS = 1000

/** Everything that exists only while the broker runs. */
type Running = Assembly & { readonly timers: TimerHandle[]; stopFollowing: () => void }

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

  /** Both sides of replication, for the control channel. */
  get replicationStatus(): ReplicationStatus {
    return this.#started().replication.status()
  }

  /** Port of replication. */
  get haPort(): number {
    return this.#started().replication.haMaster.port
  }

  /** The line that says the broker is up. Source: BrokerStartup#start. */
  get bootLine(): string {
    const { brokerName, namesrvAddr } = this.config.values
    const nameServers = namesrvAddr === '' ? '' : ` and name server is ${namesrvAddr}`
    return `The broker[${brokerName}, ${advertisedAddress(this.config.values)}] boot success. serializeType=JSON${nameServers}`
  }

  /**
   * Takes and recovers the store, loads the tables, opens the ports, registers.
   * @throws {EngineError} 'bad-config', 'store-locked', 'store-io', 'store-corrupt', or 'connect-failed' for a taken port.
   */
  async start(): Promise<void> {
    const store = await MessageStore.open(this.#storeOptions(), this.#environment.ports)
    try {
      const running: Running = {
        ...assemble(this.config, this.#environment, store),
        timers: [],
        stopFollowing: () => undefined,
      }
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
    running.stopFollowing()
    running.slaveSync?.stop()
    parts.stats.stop()
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
      storeHost: storeHostOf(values),
      role: isMasterRole(values) ? 'MASTER' : 'SLAVE',
      utcOffsetMinutes: (atMs) => utcOffsetMs(atMs) / 60_000,
      memoryWindowBytes: memoryWindowBytesOf(values, this.#environment),
    }
  }

  /** Hands updates to the parts that keep values of their own; all others read the configuration at use. */
  #followUpdates({ parts, server }: Running): () => void {
    return this.config.onUpdated((values) => {
      parts.store.reconfigure({ ...values, memoryWindowBytes: memoryWindowBytesOf(values, this.#environment) })
      server.setIdle(values.serverChannelMaxIdleTimeSeconds * 1000)
    })
  }

  async #open(running: Running): Promise<void> {
    const { parts, server, replication } = running
    const { values } = this.config
    parts.topics.load()
    parts.groups.load()
    parts.offsets.load()
    parts.delay.load()
    this.#connectProgress(running)
    running.stopFollowing = this.#followUpdates(running)
    this.#startTimers(running)
    parts.acks.start()
    parts.stats.start()
    if (parts.isMaster) parts.delay.start()
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
    // After the ports above: a slave that reaches this broker's log can also ask whether its own is still a part of it.
    await replication.haMaster.start()
    running.slaveSync?.start()
    await this.#registerAtStart(running)
    void replication.haSlave?.start()
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

  /** What happens when the log is written, flushed, replicated or dispatched, and when clients come and go. */
  #connectProgress({ parts, server, replication }: Running): void {
    const { store, longPoll, acks, delay, clients, stats, isMaster } = parts
    store.onArrived((topic, queueId, queueOffset, tagHash, _storeTimestampMs, _logOffset, recordBytes) => {
      longPoll.arrived(topic, queueId, queueOffset, tagHash)
      if (isMaster) stats.arrived(topic, queueId, recordBytes)
      if (topic === SystemTopic.SCHEDULE) delay.arrived(queueId)
    })
    const wake = (): void => {
      longPoll.runWoken()
    }
    const acknowledge = (): void => {
      acks.release()
      server.flushGroup.flushAll()
    }
    const { commitLog } = store
    commitLog.onWritten('dispatch', wake)
    commitLog.onFlushed('dispatch', wake)
    commitLog.onWritten('acknowledge', acknowledge)
    commitLog.onFlushed('acknowledge', acknowledge)
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
}
