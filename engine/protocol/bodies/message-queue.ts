/** JSON form of MessageQueue, as a value and as a map key. */
import type { MessageQueue } from '../message-queue.ts'
import { int, recordAs, type Shape, text } from './shape.ts'

export const messageQueueShape: Shape<MessageQueue> = recordAs<MessageQueue>({
  brokerName: text(),
  queueId: int(),
  topic: text(),
})
