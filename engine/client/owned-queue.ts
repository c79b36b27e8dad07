/** A queue that rebalancing gave to this consumer, with what it holds of it, and who deals with its messages. */
import type { MessageQueue } from '../protocol/message-queue.ts'
import type { DirectResult } from './listener.ts'
import type { ProcessQueue } from './process-queue.ts'
import type { ReceivedMessage } from './received-message.ts'
import type { BrokerTarget } from './topic-queues.ts'

export interface OwnedQueue {
  readonly queue: MessageQueue
  readonly process: ProcessQueue
  /** Where the next pull starts. */
  nextOffset: number
  /** The broker of the group that the last answer asked to pull from. */
  brokerId: number
  /** Who the last pull was sent to; undefined before the first. */
  readFrom: BrokerTarget | undefined
  /** End of the queue as the last answer said; undefined before the first. */
  maxOffset: number | undefined
}

/** How a consumer stands in one queue, for people who look. */
export interface QueueHolding {
  readonly queue: MessageQueue
  /** The first message that is not dealt with. */
  readonly nextOffset: number
  /** Pulled and not dealt with. */
  readonly inHand: number
  readonly readFrom: BrokerTarget | undefined
  readonly maxOffset: number | undefined
}

export function holdingOf(owned: OwnedQueue): QueueHolding {
  const { queue, process, nextOffset, readFrom, maxOffset } = owned
  return { queue, nextOffset: process.minOffset ?? nextOffset, inHand: process.messageCount, readFrom, maxOffset }
}

/**
 * What may be committed once messages of the queue are dealt with. With nothing in hand that is where the next pull
 * starts: what the broker filtered out behind the last message counts as done. Differs: Java commits that with a later
 * answer to a pull only.
 */
export function commitOffsetOf(owned: OwnedQueue, doneOffset: number): number {
  return owned.process.messageCount === 0 ? Math.max(doneOffset, owned.nextOffset) : doneOffset
}

/** What takes over messages once they are pulled. */
export interface ConsumeService {
  readonly isOrderly: boolean
  /** `fresh` messages have been put into the queue's process queue. */
  submit(owned: OwnedQueue, fresh: readonly ReceivedMessage[]): void
  /** Whether a listener is running for the queue. */
  isBusy(owned: OwnedQueue): boolean
  /** Runs the listener for one message outside of any queue, for CONSUME_MESSAGE_DIRECTLY. */
  consumeDirectly(message: ReceivedMessage, queue: MessageQueue): Promise<DirectOutcome>
  /** Takes nothing new; resolves when no listener runs any more, or after `timeoutMs`. */
  drain(timeoutMs: number): Promise<void>
}

export interface DirectOutcome {
  readonly result: DirectResult
  readonly remark?: string | undefined
  readonly spentMs: number
}
