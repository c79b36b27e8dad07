/** Offsets of every queue of a topic on one broker. */
import type { QueueEntries } from '../message-queue.ts'
import { messageQueueShape } from './message-queue.ts'
import { defineBody, double, long, objectMapOf, recordAs } from './shape.ts'

export interface TopicOffset {
  readonly minOffset: number
  readonly maxOffset: number
  /** Store time of the newest message, 0 when there is none. */
  readonly lastUpdateTimestamp: number
}

export interface TopicStatsTable {
  readonly offsetTable: QueueEntries<TopicOffset>
  readonly topicPutTps: number
}

export const topicStatsTable = defineBody<TopicStatsTable>(
  'TopicStatsTable',
  recordAs<TopicStatsTable>({
    offsetTable: objectMapOf(
      messageQueueShape,
      recordAs<TopicOffset>({ minOffset: long(), maxOffset: long(), lastUpdateTimestamp: long() }),
    ),
    topicPutTps: double(),
  }),
)
