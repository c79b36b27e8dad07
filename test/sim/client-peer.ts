/**
 * A protocol peer for tests of the client: a name server and brokers that keep messages in arrays, speak through the real
 * `RpcServer`, and misbehave when told to. It promises nothing about storage; it exists to be obeyed or to be wrong in a
 * controlled way.
 */
import { bytesFromUtf8, concatBytes } from '../../engine/base/bytes.ts'
import type { Ports } from '../../engine/base/ports.ts'
import * as heartbeat from '../../engine/protocol/apis/heartbeat.ts'
import * as offset from '../../engine/protocol/apis/offset.ts'
import * as pull from '../../engine/protocol/apis/pull.ts'
import { getRouteInfoByTopic } from '../../engine/protocol/apis/route.ts'
import * as send from '../../engine/protocol/apis/send.ts'
import { consumerList } from '../../engine/protocol/bodies/consumer-list.ts'
import { heartbeatData } from '../../engine/protocol/bodies/heartbeat.ts'
import { lockBatchRequest, lockBatchResponse } from '../../engine/protocol/bodies/lock-batch.ts'
import { topicRoute } from '../../engine/protocol/bodies/topic-route.ts'
import { ResponseCode } from '../../engine/protocol/codes.ts'
import { hostOf } from '../../engine/protocol/host-address.ts'
import { PropertyName, PullFlag } from '../../engine/protocol/message.ts'
import { offsetMessageId } from '../../engine/protocol/message-id.ts'
import { queueKey } from '../../engine/protocol/message-queue.ts'
import { encodeProperties, parseProperties } from '../../engine/protocol/properties.ts'
import { decodeRecord, recordOf } from '../../engine/protocol/record.ts'
import { retryTopic } from '../../engine/protocol/topics.ts'
import { type Command, makeApiResponse, makeRequest, makeResponse } from '../../engine/remoting/command.ts'
import type { RemotingConnection } from '../../engine/remoting/connection.ts'
import { Dispatcher } from '../../engine/remoting/dispatcher.ts'
import { RpcServer } from '../../engine/remoting/rpc-server.ts'

export const NAMESRV_PORT = 9876
export const BROKER_PORT = 10911

/** What the name servers tell; changed by the test as brokers come and go. */
export interface Directory {
  readonly queues: number
  /** Broker name to id to address. */
  readonly brokers: Map<string, Map<number, string>>
  /** Topics without a route. */
  readonly unknownTopics: Set<string>
}

export function makeDirectory(queues = 4): Directory {
  return { queues, brokers: new Map(), unknownTopics: new Set() }
}

export async function startNameServer(ports: Ports, directory: Directory): Promise<RpcServer> {
  const dispatcher = new Dispatcher(ports.log)
  dispatcher.registerApi(getRouteInfoByTopic, ({ topic }, request) => {
    if (directory.brokers.size === 0 || directory.unknownTopics.has(topic)) {
      return makeResponse(request, ResponseCode.TOPIC_NOT_EXIST, { remark: `No topic route info: ${topic}` })
    }
    const names = [...directory.brokers.keys()]
    const queueNums = topic.startsWith('%RETRY%') ? 1 : directory.queues
    return makeResponse(request, ResponseCode.SUCCESS, {
      body: topicRoute.encode({
        queueDatas: names.map((brokerName) => ({
          brokerName,
          readQueueNums: queueNums,
          writeQueueNums: queueNums,
          perm: 6,
          topicSysFlag: 0,
        })),
        brokerDatas: names.map((brokerName) => ({
          cluster: 'sim',
          brokerName,
          brokerAddrs: directory.brokers.get(brokerName) ?? new Map<number, string>(),
          enableActingMaster: false,
        })),
        filterServerTable: new Map(),
      }),
    })
  })
  const server = new RpcServer({ ports, dispatcher })
  await server.listen({ host: '0.0.0.0', port: NAMESRV_PORT })
  return server
}

/** What a broker group stores: shared by its master and its slaves. */
export class PeerStore {
  readonly messages = new Map<string, Uint8Array[]>()
  readonly committed = new Map<string, number>()
  logOffset = 0
  readonly arrivals = new Set<() => void>()

  queue(topic: string, queueId: number): Uint8Array[] {
    const key = `${topic}@${queueId}`
    let queue = this.messages.get(key)
    if (queue === undefined) this.messages.set(key, (queue = []))
    return queue
  }

  get messageCount(): number {
    return [...this.messages.values()].reduce((sum, queue) => sum + queue.length, 0)
  }
}

export class PeerBroker {
  readonly brokerName: string
  readonly brokerId: number
  readonly store: PeerStore
  /** Answers sends with this code instead of storing; undefined stores. */
  refuseSends: { readonly code: number; readonly isStored?: boolean } | undefined
  /** Lock key to the client that holds it. */
  readonly locks = new Map<string, string>()
  grantsLocks = true
  notifiesMembers = true
  refusesSendBacks = false
  ignoresPullCommits = false
  /** Offset commits as they came, one-way ones included. */
  readonly commits: { readonly key: string; readonly offset: number }[] = []
  sendCount = 0
  pullCount = 0
  readonly #ports: Ports
  readonly #members = new Map<string, Map<string, RemotingConnection>>()

  constructor(ports: Ports, brokerName: string, brokerId: number, store: PeerStore) {
    this.#ports = ports
    this.brokerName = brokerName
    this.brokerId = brokerId
    this.store = store
  }

  get address(): string {
    return `${this.#ports.identity.localIpv4}:${BROKER_PORT}`
  }

  async start(): Promise<void> {
    const dispatcher = new Dispatcher(this.#ports.log)
    this.#registerSends(dispatcher)
    this.#registerPulls(dispatcher)
    this.#registerMembers(dispatcher)
    const server = new RpcServer({ ports: this.#ports, dispatcher })
    server.onConnectionClosed((connection) => this.#forget(connection))
    await server.listen({ host: '0.0.0.0', port: BROKER_PORT })
  }

  /** Asks a member of the group something, as a broker does on behalf of tools. */
  askMember(group: string, request: Command): Promise<Command> {
    const [connection] = this.#members.get(group)?.values() ?? []
    if (connection === undefined) throw new Error(`nobody of ${group} is here`)
    return connection.call(request, 5000)
  }

  tellMember(group: string, request: Command): void {
    for (const connection of this.#members.get(group)?.values() ?? []) connection.oneway(request)
  }

  membersOf(group: string): string[] {
    return [...(this.#members.get(group)?.keys() ?? [])]
  }

  #append(topic: string, queueId: number, body: Uint8Array, properties: Map<string, string>, reconsumeTimes = 0) {
    const { store } = this
    const queue = store.queue(topic, queueId)
    const host = hostOf({ host: this.#ports.identity.localIpv4, port: BROKER_PORT })
    const logOffset = store.logOffset
    const nowMs = this.#ports.clock.nowMs()
    const record = recordOf({
      bodyCrc: 0,
      queueId,
      flag: 0,
      queueOffset: queue.length,
      logOffset,
      sysFlag: 0,
      bornTimestampMs: nowMs,
      bornHost: host,
      storeTimestampMs: nowMs,
      storeHost: host,
      reconsumeTimes,
      preparedTransactionOffset: 0,
      body,
      topic: bytesFromUtf8(topic),
      properties: bytesFromUtf8(encodeProperties(properties)),
    })
    queue.push(record)
    store.logOffset += record.length
    for (const wake of [...store.arrivals]) wake()
    return { msgId: offsetMessageId(host, logOffset), queueId, queueOffset: queue.length - 1 }
  }

  #registerSends(dispatcher: Dispatcher): void {
    dispatcher.registerApi(send.sendMessageV2, (header, request) => {
      this.sendCount++
      const refusal = this.refuseSends
      if (refusal !== undefined && refusal.isStored !== true) {
        return makeResponse(request, refusal.code, { remark: 'told to refuse' })
      }
      const body = request.body ?? new Uint8Array(0)
      const properties = parseProperties(header.properties ?? '')
      const stored = this.#append(header.topic, header.queueId, body, properties, header.reconsumeTimes)
      return makeApiResponse(send.sendMessageV2, request, refusal?.code ?? ResponseCode.SUCCESS, stored)
    })
    dispatcher.registerApi(send.consumerSendMsgBack, (header, request) => {
      if (this.refusesSendBacks) return makeResponse(request, ResponseCode.SYSTEM_ERROR, { remark: 'told to refuse' })
      const stored = [...this.store.messages.values()].flat().map((bytes) => decodeRecord(concatBytes([bytes])))
      const record = stored.find((candidate) => candidate.logOffset === header.offset)
      if (record === undefined) return makeResponse(request, ResponseCode.SYSTEM_ERROR, { remark: 'no such message' })
      const properties = new Map(record.properties)
      if (!properties.has(PropertyName.RETRY_TOPIC)) properties.set(PropertyName.RETRY_TOPIC, record.topic)
      this.#append(retryTopic(header.group), 0, record.body, properties, record.reconsumeTimes + 1)
      return makeResponse(request, ResponseCode.SUCCESS)
    })
  }

  #registerPulls(dispatcher: Dispatcher): void {
    dispatcher.registerApi(pull.pullMessage, async (header, request) => {
      this.pullCount++
      if ((header.sysFlag & PullFlag.COMMIT_OFFSET) !== 0 && !this.ignoresPullCommits) {
        this.#commit(header.consumerGroup, header.topic, header.queueId, header.commitOffset)
      }
      const queue = this.store.queue(header.topic, header.queueId)
      if (header.queueOffset === queue.length && (header.sysFlag & PullFlag.SUSPEND) !== 0) {
        await this.#arrival(() => queue.length > header.queueOffset, header.suspendTimeoutMillis)
      }
      const found = queue.slice(header.queueOffset, header.queueOffset + header.maxMsgNums)
      const offsets = {
        suggestWhichBrokerId: 0,
        nextBeginOffset: header.queueOffset + found.length,
        minOffset: 0,
        maxOffset: queue.length,
      }
      if (header.queueOffset > queue.length) {
        const moved = { ...offsets, nextBeginOffset: queue.length }
        return makeApiResponse(pull.pullMessage, request, ResponseCode.PULL_OFFSET_MOVED, moved)
      }
      if (found.length === 0) return makeApiResponse(pull.pullMessage, request, ResponseCode.PULL_NOT_FOUND, offsets)
      return makeApiResponse(pull.pullMessage, request, ResponseCode.SUCCESS, offsets, { body: concatBytes(found) })
    })
    dispatcher.registerApi(pull.getMaxOffset, (header, request) =>
      makeApiResponse(pull.getMaxOffset, request, ResponseCode.SUCCESS, {
        offset: this.store.queue(header.topic, header.queueId).length,
      }),
    )
    dispatcher.registerApi(offset.queryConsumerOffset, (header, request) => {
      const known = this.store.committed.get(`${header.topic}@${header.consumerGroup}@${header.queueId}`)
      if (known === undefined) return makeResponse(request, ResponseCode.QUERY_NOT_FOUND, { remark: 'not found' })
      return makeApiResponse(offset.queryConsumerOffset, request, ResponseCode.SUCCESS, { offset: known })
    })
    dispatcher.registerApi(offset.updateConsumerOffset, (header, request) => {
      this.#commit(header.consumerGroup, header.topic, header.queueId, header.commitOffset)
      return makeResponse(request, ResponseCode.SUCCESS)
    })
  }

  #registerMembers(dispatcher: Dispatcher): void {
    dispatcher.registerApi(heartbeat.heartBeat, (_, request, connection) => {
      const data = heartbeatData.decode(request.body)
      for (const { groupName } of data.consumerDataSet) {
        let members = this.#members.get(groupName)
        if (members === undefined) this.#members.set(groupName, (members = new Map<string, RemotingConnection>()))
        const isNew = members.get(data.clientID) !== connection
        members.set(data.clientID, connection)
        if (isNew) this.#notify(groupName)
      }
      return makeApiResponse(heartbeat.heartBeat, request, ResponseCode.SUCCESS, {})
    })
    dispatcher.registerApi(heartbeat.unregisterClient, (header, request) => {
      if (header.consumerGroup !== undefined && this.#members.get(header.consumerGroup)?.delete(header.clientID)) {
        this.#notify(header.consumerGroup)
      }
      return makeResponse(request, ResponseCode.SUCCESS)
    })
    dispatcher.registerApi(heartbeat.getConsumerListByGroup, (header, request) => {
      const consumerIdList = this.membersOf(header.consumerGroup)
      if (consumerIdList.length === 0) return makeResponse(request, ResponseCode.SYSTEM_ERROR, { remark: 'nobody' })
      return makeResponse(request, ResponseCode.SUCCESS, { body: consumerList.encode({ consumerIdList }) })
    })
    dispatcher.registerApi(heartbeat.lockBatchMq, (_, request) => {
      const { clientId, mqSet } = lockBatchRequest.decode(request.body)
      const lockOKMQSet = mqSet.filter((queue) => {
        const holder = this.locks.get(queueKey(queue)) ?? clientId
        if (!this.grantsLocks || holder !== clientId) return false
        this.locks.set(queueKey(queue), clientId)
        return true
      })
      return makeResponse(request, ResponseCode.SUCCESS, { body: lockBatchResponse.encode({ lockOKMQSet }) })
    })
    dispatcher.registerApi(heartbeat.unlockBatchMq, (_, request) => {
      const { clientId, mqSet } = lockBatchRequest.decode(request.body)
      for (const queue of mqSet) {
        if (this.locks.get(queueKey(queue)) === clientId) this.locks.delete(queueKey(queue))
      }
      return makeResponse(request, ResponseCode.SUCCESS)
    })
  }

  #commit(group: string, topic: string, queueId: number, value: number): void {
    const key = `${topic}@${group}@${queueId}`
    this.commits.push({ key, offset: value })
    this.store.committed.set(key, value)
  }

  #forget(connection: RemotingConnection): void {
    for (const [group, members] of this.#members) {
      for (const [clientId, known] of members) {
        if (known !== connection) continue
        members.delete(clientId)
        this.#notify(group)
      }
    }
  }

  #notify(consumerGroup: string): void {
    if (!this.notifiesMembers) return
    for (const connection of this.#members.get(consumerGroup)?.values() ?? []) {
      connection.oneway(makeRequest(heartbeat.notifyConsumerIdsChanged, { consumerGroup }))
    }
  }

  #arrival(hasArrived: () => boolean, timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        this.store.arrivals.delete(look)
        timer.cancel()
        resolve()
      }
      const look = () => {
        if (hasArrived()) end()
      }
      const timer = this.#ports.timers.after(timeoutMs, end)
      this.store.arrivals.add(look)
    })
  }
}
