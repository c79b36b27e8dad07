/**
 * What an application writes to consume messages: a listener that deals with them in any order, or one that gets each
 * queue's messages one after the other. The outcomes are spelled as RocketMQ spells them.
 */
import type { MessageQueue } from '../protocol/message-queue.ts'
import type { ReceivedMessage } from './received-message.ts'

export type ConcurrentOutcome = 'CONSUME_SUCCESS' | 'RECONSUME_LATER'

export interface ConcurrentContext {
  readonly queue: MessageQueue
  /** Delay level of the redelivery: 0 lets the broker choose by the number of failures, -1 means dead letter at once. */
  delayLevelWhenNextConsume: number
  /** Index of the last message of the batch that succeeded; those behind it are redelivered. */
  ackIndex: number
  /** The queue went to another consumer: whatever the listener returns, the messages come again there. */
  readonly isLost: () => boolean
}

/** A throw counts as RECONSUME_LATER. */
export type ConcurrentListener = (
  messages: readonly ReceivedMessage[],
  context: ConcurrentContext,
) => ConcurrentOutcome | Promise<ConcurrentOutcome>

export type OrderlyOutcome = 'SUCCESS' | 'SUSPEND_CURRENT_QUEUE_A_MOMENT'

export interface OrderlyContext {
  readonly queue: MessageQueue
  /** How long the queue rests after SUSPEND_CURRENT_QUEUE_A_MOMENT; held between 10 ms and 30 s. */
  suspendMs: number
  /** The queue went to another consumer: whatever the listener returns, the messages come again there. */
  readonly isLost: () => boolean
}

/** A throw counts as SUSPEND_CURRENT_QUEUE_A_MOMENT. */
export type OrderlyListener = (
  messages: readonly ReceivedMessage[],
  context: OrderlyContext,
) => OrderlyOutcome | Promise<OrderlyOutcome>

export type Listener =
  | { readonly kind: 'concurrent'; readonly consume: ConcurrentListener }
  | { readonly kind: 'orderly'; readonly consume: OrderlyListener }

/** Answer to CONSUME_MESSAGE_DIRECTLY. Source: CMResult. */
export type DirectResult = 'CR_SUCCESS' | 'CR_LATER' | 'CR_THROW_EXCEPTION'
