/** What handlers tell about the messages that pass them; statistics listen. Knows neither. */

/** What happens on the way of messages, for statistics; implementations only count. */
export interface Traffic {
  /** A consumer group was given messages of one queue. `nextOffset`: the queue offset behind them. */
  fetched(group: string, topic: string, queueId: number, messages: number, bytes: number, nextOffset: number): void
  /** Messages stored by a client's send. Plain sends are told by the dispatch instead (`MessageStore.onArrived`). */
  sentBack(group: string, topic: string): void
  deadLettered(topic: string): void
}
