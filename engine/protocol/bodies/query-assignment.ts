/** Rebalancing by the broker. */
import type { MessageQueue } from '../message-queue.ts'
import { type MessageModel, messageModelShape } from './heartbeat.ts'
import { messageQueueShape } from './message-queue.ts'
import { type MessageRequestMode, requestModeShape } from './message-request-mode.ts'
import { defineBody, list, mapOf, optional, record, recordAs, text } from './shape.ts'

export interface QueryAssignmentRequest {
  readonly topic: string
  readonly consumerGroup: string
  readonly clientId: string
  /** `AVG` or `AVG_BY_CIRCLE`. */
  readonly strategyName: string
  readonly messageModel: MessageModel
}

export const queryAssignmentRequest = defineBody<QueryAssignmentRequest>(
  'QueryAssignmentRequestBody',
  recordAs<QueryAssignmentRequest>({
    topic: text(),
    consumerGroup: text(),
    clientId: text(),
    strategyName: text(''),
    messageModel: messageModelShape,
  }),
)

export interface MessageQueueAssignment {
  readonly messageQueue: MessageQueue
  readonly mode: MessageRequestMode
  readonly attachments?: ReadonlyMap<string, string> | undefined
}

/** Without the member the broker could not compute. */
export const queryAssignmentResponse = defineBody(
  'QueryAssignmentResponseBody',
  record({
    messageQueueAssignments: optional(
      list(
        recordAs<MessageQueueAssignment>({
          messageQueue: messageQueueShape,
          mode: requestModeShape,
          attachments: optional(mapOf(text())),
        }),
      ),
    ),
  }),
)
