/**
 * Which broker a send should rather not go to: one that just failed on the network. A hint with an end, never a ban:
 * when every queue lies on avoided brokers, one of them is taken. No latency is measured.
 * Differs: Java's default only skips the broker of the previous attempt of the same message.
 */
import type { Clock } from '../base/ports.ts'
import type { MessageQueue } from '../protocol/message-queue.ts'

/** How long a broker is passed over after a network failure. */
export const BROKER_AVOID_MS = 10_000

export class BrokerAvoidance {
  readonly #clock: Clock
  /** Broker name to the monotonic time until which it is avoided. Bounded by the broker names of the routes. */
  readonly #untilMs = new Map<string, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  avoid(brokerName: string): void {
    this.#untilMs.set(brokerName, this.#clock.monotonicMs() + BROKER_AVOID_MS)
  }

  forgive(brokerName: string): void {
    this.#untilMs.delete(brokerName)
  }

  isAvoided(brokerName: string): boolean {
    const until = this.#untilMs.get(brokerName)
    if (until === undefined) return false
    if (until > this.#clock.monotonicMs()) return true
    this.#untilMs.delete(brokerName)
    return false
  }
}

/**
 * The next queue in turn, starting at `position`: first one on a broker that is neither the one that just failed nor
 * avoided, else one that is not the one that just failed, else any.
 * @param queues not empty
 * Source: MQFaultStrategy#selectOneMessageQueue, TopicPublishInfo#selectOneMessageQueue.
 */
export function nextQueue(
  queues: readonly MessageQueue[],
  position: number,
  options: { readonly failedBroker?: string | undefined; readonly avoidance: BrokerAvoidance },
): MessageQueue {
  let second: MessageQueue | undefined
  for (let i = 0; i < queues.length; i++) {
    const queue = queues[(position + i) % queues.length] as MessageQueue
    if (queue.brokerName === options.failedBroker) continue
    if (!options.avoidance.isAvoided(queue.brokerName)) return queue
    second ??= queue
  }
  return second ?? (queues[position % queues.length] as MessageQueue)
}
