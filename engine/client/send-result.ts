/**
 * How a send ended, and which failures are worth another broker. Pure tables.
 */
import { ResponseCode } from '../protocol/codes.ts'
import type { MessageQueue } from '../protocol/message-queue.ts'

/** Stored in each case; only SEND_OK promises everything the broker's role promises. */
export type SendStatus = 'SEND_OK' | 'FLUSH_DISK_TIMEOUT' | 'FLUSH_SLAVE_TIMEOUT' | 'SLAVE_NOT_AVAILABLE'

export const SEND_STATUSES: readonly SendStatus[] = [
  'SEND_OK',
  'FLUSH_DISK_TIMEOUT',
  'FLUSH_SLAVE_TIMEOUT',
  'SLAVE_NOT_AVAILABLE',
]

export interface SendResult {
  readonly status: SendStatus
  /** The producer's unique id; those of a batch are joined by commas. */
  readonly msgId: string
  /** Where the broker stored it; those of a batch are joined by commas. */
  readonly offsetMsgId: string
  readonly queue: MessageQueue
  /** Of the first message of a batch. */
  readonly queueOffset: number
  readonly transactionId?: string | undefined
  readonly recallHandle?: string | undefined
  readonly regionId?: string | undefined
}

/** The status of an answer that carries the send header, or undefined when the broker refused. */
export function sendStatusOf(code: number): SendStatus | undefined {
  switch (code) {
    case ResponseCode.SUCCESS:
      return 'SEND_OK'
    case ResponseCode.FLUSH_DISK_TIMEOUT:
      return 'FLUSH_DISK_TIMEOUT'
    case ResponseCode.FLUSH_SLAVE_TIMEOUT:
      return 'FLUSH_SLAVE_TIMEOUT'
    case ResponseCode.SLAVE_NOT_AVAILABLE:
      return 'SLAVE_NOT_AVAILABLE'
    default:
      return undefined
  }
}

/** Refusals that another broker may not share. Source: DefaultMQProducer#retryResponseCodes. */
const RETRY_CODES: ReadonlySet<number> = new Set([
  ResponseCode.SYSTEM_ERROR,
  ResponseCode.SYSTEM_BUSY,
  ResponseCode.SERVICE_NOT_AVAILABLE,
  ResponseCode.NO_PERMISSION,
  ResponseCode.TOPIC_NOT_EXIST,
  ResponseCode.NO_BUYER_ID,
  ResponseCode.NOT_IN_CURRENT_UNIT,
  ResponseCode.GO_AWAY,
])

export function isSendRetryCode(code: number): boolean {
  return RETRY_CODES.has(code)
}

/** `MessageQueue [topic=..., brokerName=..., queueId=...]`. */
export function queueText(queue: MessageQueue): string {
  return `MessageQueue [topic=${queue.topic}, brokerName=${queue.brokerName}, queueId=${queue.queueId}]`
}

/** One line as RocketMQ's quickstart prints it. */
export function sendResultText(result: SendResult): string {
  return (
    `SendResult [sendStatus=${result.status}, msgId=${result.msgId}, offsetMsgId=${result.offsetMsgId}, ` +
    `messageQueue=${queueText(result.queue)}, queueOffset=${result.queueOffset}]`
  )
}
