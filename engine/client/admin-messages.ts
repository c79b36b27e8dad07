/**
 * Finding single messages: by offset id, by unique id, by key, by queue offset. Asks the broker that the id names or all
 * brokers of the topic. Source: MQAdminImpl#queryMessage, #viewMessage.
 */
import { EngineError } from '../base/errors.ts'
import type { Random } from '../base/ports.ts'
import { queryMessage, viewMessageById } from '../protocol/apis/pull.ts'
import { ResponseCode } from '../protocol/codes.ts'
import { PullFlag } from '../protocol/message.ts'
import { parseOffsetMessageId } from '../protocol/message-id.ts'
import { decodeRecord } from '../protocol/record.ts'
import { TOOLS_GROUP } from '../protocol/topics.ts'
import { formatAddress } from '../remoting/address.ts'
import { makeRequest } from '../remoting/command.ts'
import type { RpcClient } from '../remoting/rpc-client.ts'
import { type BrokerCalls, refusal, refusedPull } from './broker-calls.ts'
import {
  type DecodePorts,
  decodeReceived,
  keysOf,
  type ReceivedMessage,
  receivedFromRecord,
} from './received-message.ts'
import type { NameServerAdmin } from './admin-name-server.ts'
import { queryAddress } from './topic-queues.ts'

export interface KeyQuery {
  readonly topic: string
  readonly key: string
  /** From each broker. */
  readonly countMax?: number
  readonly beginMs?: number
  readonly endMs?: number
  /** The name whose route tells the brokers, when it is not the topic's own. */
  readonly routeTopic?: string | undefined
}

const KEY_COUNT_MAX = 64
const UNIQUE_COUNT_MAX = 32

/** One broker may search for so long. Source: MQAdminImpl#queryMessage. */
const QUERY_TIMEOUT_FACTOR = 3

export interface MessageQueryParts {
  readonly rpc: RpcClient
  readonly calls: BrokerCalls
  readonly nameServers: NameServerAdmin
  readonly random: Random
  readonly decode: DecodePorts
}

export class MessageQueries {
  readonly #parts: MessageQueryParts
  readonly #timeoutMs: number

  constructor(parts: MessageQueryParts, timeoutMs: number) {
    this.#parts = parts
    this.#timeoutMs = timeoutMs
  }

  /**
   * By either kind of id: the broker in an offset id is asked first, then all brokers of the topic for a unique id.
   * @throws {EngineError} 'refused' with code 208 when no broker has it.
   */
  async byId(topic: string, msgId: string): Promise<ReceivedMessage> {
    const place = parseOffsetMessageId(msgId)
    if (place !== undefined) {
      try {
        return await this.byLogOffset(formatAddress(place), topic, place.logOffset)
      } catch (error) {
        // A unique id looks like an offset id too; then its address does not answer, or not with this topic.
        if (!(error instanceof EngineError)) throw error
      }
    }
    const [first] = await this.byUniqueKey({ topic, key: msgId })
    if (first !== undefined) return first
    throw noMessage(`query message by id ${msgId} finished, but no message.`)
  }

  /** The record that begins at a log offset of one broker. @throws {EngineError} 'refused' when none begins there. */
  async byLogOffset(address: string, topic: string | undefined, logOffset: number): Promise<ReceivedMessage> {
    const { rpc, decode } = this.#parts
    const { command } = await rpc.invoke(
      viewMessageById,
      address,
      { topic, offset: logOffset },
      undefined,
      this.#timeoutMs,
    )
    if (command.body === undefined) throw noMessage(`no message at log offset ${logOffset} of ${address}`)
    return receivedFromRecord(decodeRecord(command.body), '', decode)
  }

  /** All copies with this unique id, oldest first. */
  async byUniqueKey(query: KeyQuery): Promise<readonly ReceivedMessage[]> {
    const found = await this.#query({ countMax: UNIQUE_COUNT_MAX, ...query }, true)
    return found
      .filter((message) => message.msgId === query.key)
      .sort((a, b) => a.storeTimestampMs - b.storeTimestampMs)
  }

  /**
   * Messages that carry the key, in the order the brokers answered.
   * @throws {EngineError} 'refused' with code 208 when there is none.
   */
  async byKey(query: KeyQuery): Promise<readonly ReceivedMessage[]> {
    const found = (await this.#query({ countMax: KEY_COUNT_MAX, ...query }, false)).filter((message) =>
      keysOf(message).includes(query.key),
    )
    if (found.length > 0) return found
    throw noMessage('query message by key finished, but no message.')
  }

  /** The message at a queue offset, undefined when the offset is outside the queue. */
  async byQueueOffset(
    topic: string,
    brokerName: string,
    queueId: number,
    queueOffset: number,
  ): Promise<ReceivedMessage | undefined> {
    const route = await this.#parts.nameServers.topicRoute(topic)
    const broker = route.brokerDatas.find((candidate) => candidate.brokerName === brokerName)
    const address = broker === undefined ? undefined : queryAddress(broker.brokerAddrs, this.#parts.random)
    if (address === undefined) {
      throw new EngineError('not-found', `The broker[${brokerName}] not exist`, { context: { topic, brokerName } })
    }
    const answer = await this.#parts.calls.pull(
      address,
      {
        consumerGroup: TOOLS_GROUP,
        topic,
        queueId,
        queueOffset,
        maxMsgNums: 1,
        sysFlag: PullFlag.SUBSCRIPTION,
        commitOffset: 0,
        suspendTimeoutMillis: 0,
        subscription: '*',
        subVersion: 0,
        expressionType: 'TAG',
      },
      this.#timeoutMs,
    )
    if (answer.header === undefined) throw refusedPull({ topic, brokerName, queueId }, answer)
    if (answer.code !== ResponseCode.SUCCESS || answer.body === undefined) return undefined
    return decodeReceived(answer.body, brokerName, this.#parts.decode).find(
      (found) => found.queueOffset === queueOffset,
    )
  }

  /** Every broker of the route is asked; one that fails hides its messages only when another one has some. */
  async #query(query: KeyQuery, isUniqueKey: boolean): Promise<ReceivedMessage[]> {
    const route = await this.#parts.nameServers.topicRoute(query.routeTopic ?? query.topic)
    const failures: unknown[] = []
    const answers = await Promise.all(
      route.brokerDatas.map(async (broker) => {
        const address = queryAddress(broker.brokerAddrs, this.#parts.random)
        if (address === undefined) return []
        try {
          return await this.#queryBroker(address, broker.brokerName, query, isUniqueKey)
        } catch (error) {
          failures.push(error)
          return []
        }
      }),
    )
    const found = answers.flat()
    if (found.length === 0 && failures.length > 0) throw failures[0]
    return found
  }

  async #queryBroker(
    address: string,
    brokerName: string,
    query: KeyQuery,
    isUniqueKey: boolean,
  ): Promise<ReceivedMessage[]> {
    const request = makeRequest(queryMessage, {
      topic: query.topic,
      key: query.key,
      maxNum: query.countMax ?? KEY_COUNT_MAX,
      beginTimestamp: query.beginMs ?? 0,
      endTimestamp: query.endMs ?? Number.MAX_SAFE_INTEGER,
      uniqueKeyQuery: isUniqueKey,
    })
    const response = await this.#parts.rpc.call(address, request, this.#timeoutMs * QUERY_TIMEOUT_FACTOR)
    if (response.code === ResponseCode.QUERY_NOT_FOUND) return []
    if (response.code !== ResponseCode.SUCCESS) throw refusal(queryMessage.name, address, response)
    return response.body === undefined ? [] : decodeReceived(response.body, brokerName, this.#parts.decode)
  }
}

function noMessage(text: string): EngineError {
  return new EngineError('refused', text, { context: { code: ResponseCode.NO_MESSAGE, remark: text } })
}
