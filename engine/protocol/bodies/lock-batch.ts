/** Queue locks of orderly consumers. */
import type { MessageQueue } from '../message-queue.ts'
import { messageQueueShape } from './message-queue.ts'
import { bool, defineBody, list, record, recordAs, text } from './shape.ts'

export interface LockBatchRequest {
  readonly consumerGroup: string
  readonly clientId: string
  /** Set on relays between the members of a broker name: decide alone. */
  readonly onlyThisBroker: boolean
  readonly mqSet: readonly MessageQueue[]
}

const requestShape = recordAs<LockBatchRequest>({
  consumerGroup: text(),
  clientId: text(),
  onlyThisBroker: bool(),
  mqSet: list(messageQueueShape),
})

export const lockBatchRequest = defineBody<LockBatchRequest>('LockBatchRequestBody', requestShape)

export const unlockBatchRequest = defineBody<LockBatchRequest>('UnlockBatchRequestBody', requestShape)

/** The queues that the client holds now. */
export const lockBatchResponse = defineBody('LockBatchResponseBody', record({ lockOKMQSet: list(messageQueueShape) }))
