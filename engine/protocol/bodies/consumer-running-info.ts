/** The inside of one consumer, made by the client and shown by tools; the broker passes the bytes on. */
import type { QueueEntries } from '../message-queue.ts'
import { type SubscriptionData, subscriptionDataShape } from './heartbeat.ts'
import { messageQueueShape } from './message-queue.ts'
import { bool, defineBody, double, int, list, long, mapOf, objectMapOf, optional, recordAs, text } from './shape.ts'

/** Properties that tools read without asking whether they are there. Source: ConsumerRunningInfo. */
export const RunningInfoProperty = {
  NAMESERVER_ADDR: 'PROP_NAMESERVER_ADDR',
  CONSUME_TYPE: 'PROP_CONSUME_TYPE',
  CLIENT_VERSION: 'PROP_CLIENT_VERSION',
  THREADPOOL_CORE_SIZE: 'PROP_THREADPOOL_CORE_SIZE',
  CONSUME_ORDERLY: 'PROP_CONSUMEORDERLY',
  CONSUMER_START_TIMESTAMP: 'PROP_CONSUMER_START_TIMESTAMP',
} as const

export interface ProcessQueueInfo {
  readonly commitOffset: number
  readonly cachedMsgMinOffset: number
  readonly cachedMsgMaxOffset: number
  readonly cachedMsgCount: number
  readonly cachedMsgSizeInMiB: number
  readonly transactionMsgMinOffset: number
  readonly transactionMsgMaxOffset: number
  readonly transactionMsgCount: number
  readonly locked: boolean
  readonly tryUnlockTimes: number
  readonly lastLockTimestamp: number
  readonly droped: boolean
  readonly lastPullTimestamp: number
  readonly lastConsumeTimestamp: number
}

export interface PopProcessQueueInfo {
  readonly waitAckCount: number
  readonly droped: boolean
  readonly lastPopTimestamp: number
}

/** RT in ms, TPS a second, over the last minute; failures over the last hour. */
export interface ConsumeStatus {
  readonly pullRT: number
  readonly pullTPS: number
  readonly consumeRT: number
  readonly consumeOKTPS: number
  readonly consumeFailedTPS: number
  readonly consumeFailedMsgs: number
}

export interface ConsumerRunningInfo {
  readonly properties: ReadonlyMap<string, string>
  readonly subscriptionSet: readonly SubscriptionData[]
  readonly mqTable: QueueEntries<ProcessQueueInfo>
  readonly mqPopTable: QueueEntries<PopProcessQueueInfo>
  /** By topic. */
  readonly statusTable: ReadonlyMap<string, ConsumeStatus>
  readonly userConsumerInfo: ReadonlyMap<string, string>
  /** Stack traces, when asked for. */
  readonly jstack?: string | undefined
}

export const consumerRunningInfo = defineBody<ConsumerRunningInfo>(
  'ConsumerRunningInfo',
  recordAs<ConsumerRunningInfo>({
    properties: mapOf(text()),
    subscriptionSet: list(subscriptionDataShape),
    mqTable: objectMapOf(
      messageQueueShape,
      recordAs<ProcessQueueInfo>({
        commitOffset: long(),
        cachedMsgMinOffset: long(),
        cachedMsgMaxOffset: long(),
        cachedMsgCount: int(),
        cachedMsgSizeInMiB: int(),
        transactionMsgMinOffset: long(),
        transactionMsgMaxOffset: long(),
        transactionMsgCount: int(),
        locked: bool(),
        tryUnlockTimes: long(),
        lastLockTimestamp: long(),
        droped: bool(),
        lastPullTimestamp: long(),
        lastConsumeTimestamp: long(),
      }),
    ),
    mqPopTable: objectMapOf(
      messageQueueShape,
      recordAs<PopProcessQueueInfo>({ waitAckCount: int(), droped: bool(), lastPopTimestamp: long() }),
    ),
    statusTable: mapOf(
      recordAs<ConsumeStatus>({
        pullRT: double(),
        pullTPS: double(),
        consumeRT: double(),
        consumeOKTPS: double(),
        consumeFailedTPS: double(),
        consumeFailedMsgs: long(),
      }),
    ),
    userConsumerInfo: mapOf(text()),
    jstack: optional(text()),
  }),
)
