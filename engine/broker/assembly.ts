/**
 * Builds the parts of a broker around an open store, and registers the handlers of every area. What is started when, and
 * what ends what, is broker.ts's business.
 */
import { bytesFromUtf8 } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'
import type { Ports } from '../base/ports.ts'
import type { BrokerConfig } from '../config/broker-config.ts'
import type { BrokerValues } from '../config/broker-keys.ts'
import { RequestCode } from '../protocol/codes.ts'
import { parseDelayLevels } from '../protocol/delay-level.ts'
import { type HostAddress, parseIp } from '../protocol/host-address.ts'
import { UniqueIds, type UtcOffset } from '../protocol/message-id.ts'
import { encodeProperties } from '../protocol/properties.ts'
import { formatAddress } from '../remoting/address.ts'
import { Dispatcher } from '../remoting/dispatcher.ts'
import { RpcClient } from '../remoting/rpc-client.ts'
import { RpcServer } from '../remoting/rpc-server.ts'
import type { MessageStore } from '../store/message-store.ts'
import type { StoreOptions } from '../store/types.ts'
import { Clients } from './clients.ts'
import { ConfigFile } from './config-file.ts'
import { DelayDelivery } from './delay.ts'
import { Groups } from './groups.ts'
import { type AdminParts, registerAdminHandlers } from './handlers/admin.ts'
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
import type { BrokerParts } from './parts.ts'
import { QueueLocks } from './queue-locks.ts'
import { Registration } from './registration.ts'
import { liveAckRule, makeReplication, type Replication } from './replication.ts'
import { SendAcks } from './send-acks.ts'
import { SendFastPath } from './send-fast-path.ts'
import { SendReplyTemplates } from './send-reply.ts'
import { SlaveSync } from './slave-sync.ts'
import { BrokerStats } from './stats.ts'
import { Topics } from './topics.ts'

/** What the configuration cannot know. */
export interface BrokerEnvironment {
  readonly ports: Ports
  readonly acquireLock: StoreOptions['acquireLock']
  /** Physical memory: what counts as "in memory" for pulls is a share of it. */
  readonly totalMemoryBytes: number
  readonly utcOffsetMs: UtcOffset
  /** The file that run-time updates of the configuration are written to. */
  readonly configFile?: string | undefined
}

/** A broker that is built and not yet started. */
export interface Assembly {
  readonly parts: BrokerParts
  readonly server: RpcServer
  readonly client: RpcClient
  readonly replication: Replication
  /** On slaves only. */
  readonly slaveSync: SlaveSync | undefined
}

export function isMasterRole(values: BrokerValues): boolean {
  return values.brokerRole !== 'SLAVE'
}

/** What clients are told. */
export function advertisedAddress({ brokerIP1, listenPort }: BrokerValues): string {
  return formatAddress({ host: brokerIP1, port: listenPort })
}

/**
 * Stands in every record and message id, so it must be an address.
 * @throws {EngineError} 'bad-config' for a name. Source: BrokerController#getStoreHost.
 */
export function storeHostOf({ brokerIP1, listenPort }: BrokerValues): HostAddress {
  const ip = parseIp(brokerIP1)
  if (ip === undefined) {
    throw new EngineError(
      'bad-config',
      `brokerIP1=${brokerIP1} is not an IP address: give the address that clients use`,
      {
        context: { key: 'brokerIP1', value: brokerIP1 },
        zh: `brokerIP1=${brokerIP1} 不是 IP 地址:请填写客户端使用的地址`,
      },
    )
  }
  return { ip, port: listenPort }
}

export function memoryWindowBytesOf(values: BrokerValues, environment: BrokerEnvironment): number {
  return environment.totalMemoryBytes * (values.accessMessageInMemoryMaxRatio / 100)
}

export function assemble(config: BrokerConfig, environment: BrokerEnvironment, store: MessageStore): Assembly {
  const { ports, utcOffsetMs } = environment
  const { clock, timers, log, random, identity } = ports
  const settings = (): BrokerValues => config.values
  const values = settings()
  const isMaster = isMasterRole(values)
  const address = advertisedAddress(values)

  const dispatcher = new Dispatcher(log.child('remoting'))
  const server = new RpcServer({
    ports: { ...ports, log: log.child('remoting') },
    dispatcher,
    idleMs: values.serverChannelMaxIdleTimeSeconds * 1000,
  })
  const client = new RpcClient({ ports: { ...ports, log: log.child('client') } })
  const tables = makeTables(config, environment, store)
  const { topics, groups, offsets, delay } = tables
  const registration = new Registration({
    client,
    topics,
    settings,
    address: () => advertisedAddress(settings()),
    haAddress: () => formatAddress({ host: settings().brokerIP2, port: values.haListenPort }),
    checksum: ports.checksum,
    clock,
    timers,
    log: log.child('registration'),
    onMaster: ({ haAddress }) => {
      replication.masterFound(haAddress)
      slaveSync?.masterFound()
    },
  })
  const masterAddress = (): string | undefined => registration.master?.masterAddress
  const replication = makeReplication({ store, settings, isMaster, client, masterAddress, ports })
  const slaveSync = isMaster
    ? undefined
    : new SlaveSync({ ...tables, client, masterAddress, address, clock, timers, log: log.child('slave-sync') })
  const stats = new BrokerStats({
    clock,
    timers,
    log: log.child('stats'),
    clusterName: values.brokerClusterName,
    storeStats: store.stats,
    isSystemTopic: (topic) => topics.isSystem(topic),
    utcOffsetMs,
  })
  const acks = makeAcks(config, store, replication, server, ports)
  const bornHosts = new BornHosts()
  const fastPath = new SendFastPath({
    store,
    topics,
    acks,
    bornHosts,
    settings,
    nowMs: () => clock.nowMs(),
    addedProperties: () => bytesFromUtf8(encodeProperties(new Map(addedProperties(settings())))),
  })
  const parts: BrokerParts = {
    clock,
    timers,
    random,
    log,
    fs: ports.fs,
    settings,
    config,
    isMaster,
    address,
    storeHost: storeHostOf(values),
    memoryWindowBytes: () => memoryWindowBytesOf(settings(), environment),
    store,
    topics,
    groups,
    offsets,
    clients: new Clients(clock, log.child('clients')),
    locks: new QueueLocks(clock),
    longPoll: new LongPoll(clock, timers, (topic, queueId) => store.maxOffset(topic, queueId)),
    delay,
    put: new MessagePut(store, parseDelayLevels(values.messageDelayLevel)),
    acks,
    bornHosts,
    fastPath,
    uniqueIds: new UniqueIds({ clock, random, identity, utcOffsetMs }),
    registration,
    stats,
    traffic: stats,
    haMaster: replication.haMaster,
    haSlave: replication.haSlave,
  }
  registerHandlers(dispatcher, { ...parts, configFile: environment.configFile })
  if (isMaster) server.setRawHook(RequestCode.SEND_MESSAGE_V2, fastPath.hook)
  return { parts, server, client, replication, slaveSync }
}

type Tables = Pick<BrokerParts, 'topics' | 'groups' | 'offsets' | 'delay'>

/** The persisted tables below `config/`. */
function makeTables(config: BrokerConfig, environment: BrokerEnvironment, store: MessageStore): Tables {
  const { clock, timers, log, fs } = environment.ports
  const { values } = config
  const file = (name: string): ConfigFile =>
    new ConfigFile(`${values.storePathRootDir}/config/${name}`, fs, log.child('config'))
  const groupSettings = () => ({
    autoCreateSubscriptionGroup: config.values.autoCreateSubscriptionGroup,
    isSlave: !isMasterRole(values),
  })
  return {
    topics: new Topics(() => config.values, file('topics.json'), clock, log.child('topics')),
    groups: new Groups(groupSettings, file('subscriptionGroup.json'), clock, log.child('groups')),
    offsets: new ConsumerOffsets(
      file('consumerOffset.json'),
      clock,
      log.child('offsets'),
      () => config.values.consumerOffsetUpdateVersionStep,
    ),
    delay: new DelayDelivery({
      store,
      levels: parseDelayLevels(values.messageDelayLevel),
      file: file('delayOffset.json'),
      clock,
      timers,
      log: log.child('delay'),
      persistPeriodMs: values.flushDelayOffsetInterval,
      versionStep: () => config.values.delayOffsetUpdateVersionStep,
    }),
  }
}

function makeAcks(
  config: BrokerConfig,
  store: MessageStore,
  replication: Replication,
  server: RpcServer,
  ports: Ports,
): SendAcks {
  const settings = (): BrokerValues => config.values
  // Records keep the address of the start, so message ids do: an updated `brokerIP1` is only advertised.
  const { storeHost } = store
  let madeFor = settings()
  let replies = makeReplies(madeFor, storeHost)
  return new SendAcks({
    rule: liveAckRule(config),
    replies: () => {
      if (madeFor !== settings()) {
        madeFor = settings()
        replies = makeReplies(madeFor, storeHost)
      }
      return replies
    },
    log: store.commitLog,
    replicas: replication.haMaster,
    timers: ports.timers,
    logger: ports.log.child('acks'),
    flushReplies: () => {
      server.flushGroup.flushAll()
    },
  })
}

/** Region and trace switch stand in every answer and may be changed at run time. */
function makeReplies({ regionId, traceOn }: BrokerValues, storeHost: HostAddress): SendReplyTemplates {
  return new SendReplyTemplates({ regionId, traceOn, storeHost })
}

/** One function an area; what no area takes is refused by name. */
function registerHandlers(dispatcher: Dispatcher, parts: AdminParts): void {
  registerSendHandlers(dispatcher, parts)
  registerSendBackHandlers(dispatcher, parts)
  registerPullHandlers(dispatcher, parts)
  registerOffsetHandlers(dispatcher, parts)
  registerQueryHandlers(dispatcher, parts)
  registerClientHandlers(dispatcher, parts)
  registerAdminHandlers(dispatcher, parts)
  registerRefusals(dispatcher, parts.log)
}
