/**
 * What a consumer got in all, and how much of it a second time. A duplicate is a message of a queue at or below an offset
 * that this process has pulled before: offsets went back because a broker lost them, somebody reset them, or the queue
 * changed hands before its offset was stored. Duplicates that another process saw first cannot be known here.
 */
import type { MessageQueue } from '../protocol/message-queue.ts'
import { queueKey } from '../protocol/message-queue.ts'
import type { ReceivedMessage } from './received-message.ts'

export interface DeliveryTotals {
  /** Messages given to the listener, duplicates and redeliveries included. */
  readonly received: number
  readonly duplicates: number
  /** Came again on purpose, after the listener had failed. */
  readonly redelivered: number
}

export class DeliveryCounts {
  /** By queue: one past the highest offset pulled. Bounded by the queues of the topics subscribed to. */
  readonly #ends = new Map<string, number>()
  #received = 0
  #duplicates = 0
  #redelivered = 0

  note(queue: MessageQueue, messages: readonly ReceivedMessage[]): void {
    const key = queueKey(queue)
    let end = this.#ends.get(key) ?? 0
    for (const message of messages) {
      this.#received++
      if (message.queueOffset < end) this.#duplicates++
      else end = message.queueOffset + 1
      if (message.reconsumeTimes > 0) this.#redelivered++
    }
    this.#ends.set(key, end)
  }

  get totals(): DeliveryTotals {
    return { received: this.#received, duplicates: this.#duplicates, redelivered: this.#redelivered }
  }
}
