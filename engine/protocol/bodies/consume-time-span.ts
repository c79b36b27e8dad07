/** Store times of the oldest, the newest and the next message of each queue for one group. */
import type { MessageQueue } from '../message-queue.ts'
import { messageQueueShape } from './message-queue.ts'
import { defineBody, list, long, record, recordAs } from './shape.ts'

export interface QueueTimeSpan {
  readonly messageQueue: MessageQueue
  readonly minTimeStamp: number
  readonly maxTimeStamp: number
  readonly consumeTimeStamp: number
  readonly delayTime: number
}

/** Differs: Java adds `...Str` members with local times that its own reader ignores. */
export const consumeTimeSpan = defineBody(
  'QueryConsumeTimeSpanBody',
  record({
    consumeTimeSpanSet: list(
      recordAs<QueueTimeSpan>({
        messageQueue: messageQueueShape,
        minTimeStamp: long(),
        maxTimeStamp: long(),
        consumeTimeStamp: long(),
        delayTime: long(),
      }),
    ),
  }),
)
