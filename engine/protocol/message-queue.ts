/** One queue of one topic on one broker, the unit that consumers divide among themselves. */

export interface MessageQueue {
  readonly topic: string
  readonly brokerName: string
  readonly queueId: number
}

/** A map keyed by queue: JSON writes it with objects as keys, so it travels as pairs. */
export type QueueEntries<T> = readonly (readonly [queue: MessageQueue, value: T])[]

/** A text that two queues share exactly when they are the same; for keys of in-memory maps. */
export function queueKey(queue: MessageQueue): string {
  return `${queue.topic}@${queue.brokerName}@${queue.queueId}`
}

export function sameQueue(a: MessageQueue, b: MessageQueue): boolean {
  return a.queueId === b.queueId && a.brokerName === b.brokerName && a.topic === b.topic
}

/** Order by topic, broker, queue id, the same in every client: rebalancing relies on it. Source: MessageQueue#compareTo. */
export function compareQueues(a: MessageQueue, b: MessageQueue): number {
  return compareText(a.topic, b.topic) || compareText(a.brokerName, b.brokerName) || a.queueId - b.queueId
}

/** Java compares UTF-16 code units, and so does `<`. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
