/**
 * A name server and brokers of this engine in a simulation, with a client that asks them: what tests of whole brokers
 * need. Time is virtual, disks and links are in memory.
 */
import { bytesFromUtf8, type Bytes } from '../../../engine/base/bytes.ts'
import { EngineError } from '../../../engine/base/errors.ts'
import { Broker } from '../../../engine/broker/broker.ts'
import { loadBrokerConfig } from '../../../engine/config/startup.ts'
import { makeNamesrvConfig } from '../../../engine/namesrv/namesrv-config.ts'
import { Namesrv } from '../../../engine/namesrv/namesrv.ts'
import { heartBeat } from '../../../engine/protocol/apis/heartbeat.ts'
import { pullMessage } from '../../../engine/protocol/apis/pull.ts'
import { sendMessageV2 } from '../../../engine/protocol/apis/send.ts'
import { type ConsumerData, heartbeatData } from '../../../engine/protocol/bodies/heartbeat.ts'
import type { Api, FieldTable, HeaderOf } from '../../../engine/protocol/fields.ts'
import { PullFlag } from '../../../engine/protocol/message.ts'
import { encodeProperties } from '../../../engine/protocol/properties.ts'
import { type DecodedRecord, decodeRecords } from '../../../engine/protocol/record.ts'
import { type Command, makeRequest } from '../../../engine/remoting/command.ts'
import { RpcClient } from '../../../engine/remoting/rpc-client.ts'
import { Simulation } from '../../sim/kernel/simulation.ts'

export type Settings = Readonly<Record<string, string | number | boolean>>

const NAMESRV_PORT = 9876
const LISTEN_PORT = 10_911

export const UNIQUE_ID = '7F0000010000000000000000000000AB'

export class BrokerCluster {
  readonly simulation: Simulation
  readonly client: RpcClient
  readonly #locks = new Set<string>()

  private constructor(seed: number) {
    this.simulation = new Simulation({ seed })
    this.client = new RpcClient({ ports: this.simulation.ports('client') })
  }

  static async make(seed = 1): Promise<BrokerCluster> {
    const cluster = new BrokerCluster(seed)
    const { simulation } = cluster
    const config = makeNamesrvConfig({ bindAddress: '0.0.0.0', listenPort: NAMESRV_PORT, kvConfigPath: '/ns/kv.json' })
    await simulation.settle(Namesrv.create(config, simulation.ports('ns')).start(), 10_000)
    return cluster
  }

  get namesrvAddr(): string {
    return `${this.simulation.node('ns').host}:${NAMESRV_PORT}`
  }

  /** Starts a broker on the machine `name` (same disk as before, if it ran already). */
  async start(name: string, settings: Settings = {}, configFile?: string): Promise<Broker> {
    const broker = this.make(name, settings, configFile)
    await this.simulation.settle(broker.start(), 60_000)
    return broker
  }

  make(name: string, settings: Settings = {}, configFile?: string): Broker {
    const node = this.simulation.node(name)
    const { ports } = node
    const keys: Settings = {
      brokerName: 'broker-a',
      brokerIP1: node.host,
      brokerIP2: node.host,
      namesrvAddr: this.namesrvAddr,
      storePathRootDir: '/store',
      mappedFileSizeCommitLog: 256 * 1024,
      mappedFileSizeConsumeQueue: 20_000,
      maxMessageSize: 16 * 1024,
      maxHashSlotNum: 100,
      maxIndexNum: 400,
      ...settings,
    }
    const start = loadBrokerConfig({
      text: Object.entries(keys)
        .map(([key, value]) => `${key}=${value}\n`)
        .join(''),
      environment: { userHome: '/home', hostName: name, localIpv4: node.host, processors: 2 },
    })
    if (start.status !== 'ready') throw new Error(start.problems.map(({ message }) => message.en).join('; '))
    return new Broker(start.config, {
      ports,
      acquireLock: async (rootPath) => {
        const key = `${name}:${ports.identity.processId}:${rootPath}`
        if (this.#locks.has(key)) throw new EngineError('store-locked', 'Lock failed, MQ already started')
        this.#locks.add(key)
        return { release: () => void this.#locks.delete(key) }
      },
      totalMemoryBytes: 1024 * 1024 * 1024,
      utcOffsetMs: () => 0,
      configFile,
    })
  }

  /** kill -9: the page cache of the machine stays. */
  kill(name: string): void {
    this.simulation.crash(name, { keepsMachine: true })
  }

  /** A new process on the machine of one that ended. */
  revive(name: string): void {
    this.simulation.restart(name)
  }

  address(name: string): string {
    return `${this.simulation.node(name).host}:${LISTEN_PORT}`
  }

  /** Sends a request and runs the world until the answer is there. */
  async ask<Q extends FieldTable, S extends FieldTable>(
    name: string,
    api: Api<Q, S>,
    header: HeaderOf<Q>,
    body?: Bytes,
  ): Promise<Command> {
    return this.simulation.settle(this.later(name, api, header, body), 60_000)
  }

  /** Sends a request and lets the caller run the world. */
  later<Q extends FieldTable, S extends FieldTable>(
    name: string,
    api: Api<Q, S>,
    header: HeaderOf<Q>,
    body?: Bytes,
  ): Promise<Command> {
    return this.client.call(this.address(name), makeRequest(api, header, body), 50_000)
  }

  send(
    name: string,
    text: string,
    changes: Partial<SendHeader> = {},
    more: Record<string, string> = {},
  ): Promise<Command> {
    return this.ask(name, sendMessageV2, sendHeader(changes, more), bytesFromUtf8(text))
  }

  pull(name: string, changes: Partial<PullHeader> = {}): Promise<Command> {
    return this.ask(name, pullMessage, pullHeader(changes))
  }

  async beat(name: string, ...consumers: readonly ConsumerData[]): Promise<Command> {
    const body = heartbeatData.encode({
      clientID: '10.0.0.9@1',
      producerDataSet: [],
      consumerDataSet: consumers,
      heartbeatFingerprint: 0,
      withoutSub: false,
    })
    return this.ask(name, heartBeat, {}, body)
  }
}

type SendHeader = HeaderOf<typeof sendMessageV2.request>
type PullHeader = HeaderOf<typeof pullMessage.request>

export function sendHeader(changes: Partial<SendHeader> = {}, more: Record<string, string> = {}): SendHeader {
  return {
    producerGroup: 'PID',
    topic: 'T',
    defaultTopic: 'TBW102',
    defaultTopicQueueNums: 4,
    queueId: 0,
    sysFlag: 0,
    bornTimestamp: 1_767_225_600_000,
    flag: 0,
    properties: encodeProperties(new Map(Object.entries({ UNIQ_KEY: UNIQUE_ID, ...more }))),
    ...changes,
  }
}

export function pullHeader(changes: Partial<PullHeader> = {}): PullHeader {
  return {
    consumerGroup: 'CID',
    topic: 'T',
    queueId: 0,
    queueOffset: 0,
    maxMsgNums: 32,
    sysFlag: PullFlag.SUBSCRIPTION,
    commitOffset: 0,
    suspendTimeoutMillis: 15_000,
    subscription: '*',
    subVersion: 0,
    ...changes,
  }
}

export function consumer(changes: Partial<ConsumerData> = {}): ConsumerData {
  return {
    groupName: 'CID',
    consumeType: 'CONSUME_PASSIVELY',
    messageModel: 'CLUSTERING',
    consumeFromWhere: 'CONSUME_FROM_LAST_OFFSET',
    subscriptionDataSet: [
      {
        topic: 'T',
        subString: '*',
        tagsSet: [],
        codeSet: [],
        subVersion: 1,
        expressionType: 'TAG',
        classFilterMode: false,
      },
    ],
    unitMode: false,
    ...changes,
  }
}

export function textsOf(response: Command): string[] {
  return recordsOf(response).map(({ body }) => body.utf8Slice())
}

export function recordsOf(response: Command): DecodedRecord[] {
  return response.body === undefined ? [] : decodeRecords(response.body).records
}
