/**
 * The requests that producers and consumers send to brokers, each as one typed call to one address. Which broker to ask,
 * and what to do when it refuses, is for the callers.
 */
import type { Bytes } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'
import {
  getConsumerListByGroup,
  heartBeat,
  lockBatchMq,
  unlockBatchMq,
  unregisterClient,
} from '../protocol/apis/heartbeat.ts'
import { queryConsumerOffset, updateConsumerOffset } from '../protocol/apis/offset.ts'
import {
  getEarliestMsgStoretime,
  getMaxOffset,
  getMinOffset,
  pullMessage,
  searchOffsetByTimestamp,
} from '../protocol/apis/pull.ts'
import { consumerSendMsgBack, sendBatchMessage, sendMessageV2 } from '../protocol/apis/send.ts'
import { ResponseCode, responseCodeText } from '../protocol/codes.ts'
import type { HeaderOf } from '../protocol/fields.ts'
import { heartbeatData, type HeartbeatData } from '../protocol/bodies/heartbeat.ts'
import { consumerList } from '../protocol/bodies/consumer-list.ts'
import { lockBatchRequest, lockBatchResponse, unlockBatchRequest } from '../protocol/bodies/lock-batch.ts'
import type { MessageQueue } from '../protocol/message-queue.ts'
import { type Command, makeRequest, responseHeader } from '../remoting/command.ts'
import type { RpcClient } from '../remoting/rpc-client.ts'
import { type SendStatus, sendStatusOf } from './send-result.ts'

/** Locks are asked for and given back quickly or not at all. Source: RebalanceImpl#lock. */
const LOCK_TIMEOUT_MS = 1000

export type SendHeader = HeaderOf<typeof sendMessageV2.request>
export type PullHeader = HeaderOf<typeof pullMessage.request>
export type SendBackHeader = HeaderOf<typeof consumerSendMsgBack.request>

export interface SendAnswer {
  readonly status: SendStatus
  readonly header: HeaderOf<typeof sendMessageV2.response>
}

export interface PullAnswer {
  readonly code: number
  readonly remark: string
  /** Present for the codes 0, 19, 20 and 21. */
  readonly header: HeaderOf<typeof pullMessage.response> | undefined
  readonly body: Bytes | undefined
}

export interface SendMode {
  readonly isBatch: boolean
  readonly timeoutMs: number
}

/** Who locks queues. */
export interface LockOwner {
  readonly group: string
  readonly clientId: string
}

export class BrokerCalls {
  readonly #rpc: RpcClient
  readonly #timeoutMs: number

  /** @param timeoutMs of every call that names none */
  constructor(rpc: RpcClient, timeoutMs: number) {
    this.#rpc = rpc
    this.#timeoutMs = timeoutMs
  }

  /** @throws {EngineError} 'refused' with the broker's code when nothing was stored. */
  async send(address: string, header: SendHeader, body: Bytes, mode: SendMode): Promise<SendAnswer> {
    const api = mode.isBatch ? sendBatchMessage : sendMessageV2
    const response = await this.#rpc.call(address, makeRequest(api, header, body), mode.timeoutMs)
    const status = sendStatusOf(response.code)
    if (status === undefined) throw refusal(api.name, address, response)
    return { status, header: responseHeader(api, response) }
  }

  sendOneway(address: string, header: SendHeader, body: Bytes, mode: SendMode): Promise<void> {
    const api = mode.isBatch ? sendBatchMessage : sendMessageV2
    return this.#rpc.oneway(address, makeRequest(api, header, body), mode.timeoutMs)
  }

  /** Any answer is returned; the caller's table says what each code means. */
  async pull(address: string, header: PullHeader, timeoutMs: number, body?: Bytes): Promise<PullAnswer> {
    const response = await this.#rpc.call(address, makeRequest(pullMessage, header, body), timeoutMs)
    return {
      code: response.code,
      remark: response.remark ?? '',
      header: hasPullHeader(response) ? responseHeader(pullMessage, response) : undefined,
      body: response.body,
    }
  }

  async sendBack(address: string, header: SendBackHeader, timeoutMs: number): Promise<void> {
    await this.#rpc.invoke(consumerSendMsgBack, address, header, undefined, timeoutMs)
  }

  async heartbeat(address: string, data: HeartbeatData): Promise<void> {
    await this.#rpc.invoke(heartBeat, address, {}, heartbeatData.encode(data), this.#timeoutMs)
  }

  async unregister(
    address: string,
    clientId: string,
    groups: { readonly producerGroup?: string; readonly consumerGroup?: string },
    timeoutMs: number,
  ): Promise<void> {
    await this.#rpc.invoke(unregisterClient, address, { clientID: clientId, ...groups }, undefined, timeoutMs)
  }

  /** Everybody online in the group, or undefined when the broker knows nobody. */
  async consumerIds(address: string, group: string): Promise<readonly string[] | undefined> {
    const request = makeRequest(getConsumerListByGroup, { consumerGroup: group })
    const response = await this.#rpc.call(address, request, this.#timeoutMs)
    if (response.code === ResponseCode.SYSTEM_ERROR) return undefined
    if (response.code !== ResponseCode.SUCCESS) throw refusal(getConsumerListByGroup.name, address, response)
    return consumerList.decode(response.body).consumerIdList
  }

  /** The committed offset, or undefined when the group has none and its start policy decides. */
  async queryOffset(address: string, group: string, queue: MessageQueue): Promise<number | undefined> {
    const header = { consumerGroup: group, ...place(queue) }
    const response = await this.#rpc.call(address, makeRequest(queryConsumerOffset, header), this.#timeoutMs)
    if (response.code === ResponseCode.QUERY_NOT_FOUND) return undefined
    if (response.code !== ResponseCode.SUCCESS) throw refusal(queryConsumerOffset.name, address, response)
    return responseHeader(queryConsumerOffset, response).offset
  }

  updateOffsetOneway(address: string, group: string, queue: MessageQueue, offset: number): Promise<void> {
    return this.#rpc.oneway(address, makeRequest(updateConsumerOffset, commitHeader(group, queue, offset)))
  }

  async updateOffset(address: string, group: string, queue: MessageQueue, offset: number): Promise<void> {
    const header = commitHeader(group, queue, offset)
    await this.#rpc.invoke(updateConsumerOffset, address, header, undefined, this.#timeoutMs)
  }

  async maxOffset(address: string, queue: MessageQueue): Promise<number> {
    const { header } = await this.#rpc.invoke(getMaxOffset, address, place(queue), undefined, this.#timeoutMs)
    return header.offset
  }

  async minOffset(address: string, queue: MessageQueue): Promise<number> {
    const { header } = await this.#rpc.invoke(getMinOffset, address, place(queue), undefined, this.#timeoutMs)
    return header.offset
  }

  /** First offset stored at or after `timestampMs`, or with UPPER the last one at or before it. */
  async searchOffset(
    address: string,
    queue: MessageQueue,
    timestampMs: number,
    boundaryType: 'LOWER' | 'UPPER' = 'LOWER',
  ): Promise<number> {
    const asked = { ...place(queue), timestamp: timestampMs, boundaryType }
    const { header } = await this.#rpc.invoke(searchOffsetByTimestamp, address, asked, undefined, this.#timeoutMs)
    return header.offset
  }

  /** Store time of the oldest message in ms, -1 when there is none. */
  async earliestStoreTime(address: string, queue: MessageQueue): Promise<number> {
    const { header } = await this.#rpc.invoke(
      getEarliestMsgStoretime,
      address,
      place(queue),
      undefined,
      this.#timeoutMs,
    )
    return header.timestamp
  }

  /** The queues that this client holds now. */
  async lock(address: string, owner: LockOwner, queues: readonly MessageQueue[]): Promise<readonly MessageQueue[]> {
    const body = lockBatchRequest.encode(lockRequest(owner, queues))
    const { command } = await this.#rpc.invoke(lockBatchMq, address, {}, body, LOCK_TIMEOUT_MS)
    return lockBatchResponse.decode(command.body).lockOKMQSet
  }

  async unlock(address: string, owner: LockOwner, queues: readonly MessageQueue[]): Promise<void> {
    const body = unlockBatchRequest.encode(lockRequest(owner, queues))
    await this.#rpc.invoke(unlockBatchMq, address, {}, body, LOCK_TIMEOUT_MS)
  }
}

/** The error that stands for an answer other than success; as `RpcClient#invoke` makes it. */
export function refusal(name: string, address: string, response: Command): EngineError {
  const { code, remark } = response
  return new EngineError(
    'refused',
    `${name} refused by ${address}: ${responseCodeText(code)} ${remark ?? ''}`.trimEnd(),
    {
      context: { code, remark: remark ?? '', address },
    },
  )
}

/** A pull that the broker answered with anything but messages or "nothing there". */
export function refusedPull(queue: MessageQueue, answer: PullAnswer): EngineError {
  const text = `pull refused by ${queue.brokerName}: ${responseCodeText(answer.code)} ${answer.remark}`.trimEnd()
  return new EngineError('refused', text, { context: { ...queue, code: answer.code, remark: answer.remark } })
}

/** The code of a refusal, or undefined for any other error. */
export function refusalCode(error: unknown): number | undefined {
  if (!(error instanceof EngineError) || error.code !== 'refused') return undefined
  return typeof error.context.code === 'number' ? error.context.code : undefined
}

const PULL_HEADER_CODES: ReadonlySet<number> = new Set([
  ResponseCode.SUCCESS,
  ResponseCode.PULL_NOT_FOUND,
  ResponseCode.PULL_RETRY_IMMEDIATELY,
  ResponseCode.PULL_OFFSET_MOVED,
])

function hasPullHeader(response: Command): boolean {
  return PULL_HEADER_CODES.has(response.code)
}

function place(queue: MessageQueue): { topic: string; queueId: number } {
  return { topic: queue.topic, queueId: queue.queueId }
}

function commitHeader(group: string, queue: MessageQueue, offset: number) {
  return { consumerGroup: group, ...place(queue), commitOffset: offset }
}

function lockRequest(owner: LockOwner, queues: readonly MessageQueue[]) {
  return { consumerGroup: owner.group, clientId: owner.clientId, onlyThisBroker: false, mqSet: queues }
}
