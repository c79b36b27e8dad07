/** Offsets in the memory of a group's clients: of the asked one, and collected by the broker. */
import type { QueueEntries } from '../message-queue.ts'
import { messageQueueShape } from './message-queue.ts'
import { defineBody, long, mapOf, objectMapOf, recordAs } from './shape.ts'

export interface ConsumerStatus {
  readonly messageQueueTable: QueueEntries<number>
  /** By client id; filled by the broker. */
  readonly consumerTable: ReadonlyMap<string, QueueEntries<number>>
}

const offsetsShape = objectMapOf(messageQueueShape, long())

export const consumerStatus = defineBody<ConsumerStatus>(
  'GetConsumerStatusBody',
  recordAs<ConsumerStatus>({ messageQueueTable: offsetsShape, consumerTable: mapOf(offsetsShape) }),
)
