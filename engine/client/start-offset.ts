/**
 * Where a queue's consumption starts: at the group's committed offset, else where the group wants new consumers to
 * begin. Source: RebalancePushImpl#computePullFromWhereWithException.
 */
import { unreachable } from '../base/assert.ts'
import type { MessageQueue } from '../protocol/message-queue.ts'
import { isRetryTopic } from '../protocol/topics.ts'

/** The three policies that are not deprecated. */
export type ConsumeFromWhere = 'CONSUME_FROM_LAST_OFFSET' | 'CONSUME_FROM_FIRST_OFFSET' | 'CONSUME_FROM_TIMESTAMP'

export interface OffsetQuestions {
  /** The group's committed offset, undefined when there is none. */
  committed(queue: MessageQueue): Promise<number | undefined>
  maxOffset(queue: MessageQueue): Promise<number>
  offsetAt(queue: MessageQueue, timestampMs: number): Promise<number>
}

/** @throws what the questions throw: then the queue cannot be taken up now. */
export async function findStartOffset(
  queue: MessageQueue,
  policy: { readonly from: ConsumeFromWhere; readonly timestampMs: number },
  ask: OffsetQuestions,
): Promise<number> {
  const committed = await ask.committed(queue)
  if (committed !== undefined) return committed
  switch (policy.from) {
    case 'CONSUME_FROM_LAST_OFFSET':
      return isRetryTopic(queue.topic) ? 0 : ask.maxOffset(queue)
    case 'CONSUME_FROM_FIRST_OFFSET':
      // When the first messages are gone already, the broker answers the first pull with where to go on.
      return 0
    case 'CONSUME_FROM_TIMESTAMP':
      return isRetryTopic(queue.topic) ? ask.maxOffset(queue) : ask.offsetAt(queue, policy.timestampMs)
    default:
      return unreachable(policy.from)
  }
}
