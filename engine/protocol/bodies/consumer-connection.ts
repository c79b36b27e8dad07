/** Who consumes for a group, and what it subscribes to. */
import { type Connection, connectionShape } from './connection.ts'
import {
  type ConsumeFromWhere,
  consumeFromWhereShape,
  type ConsumeType,
  consumeTypeShape,
  type MessageModel,
  messageModelShape,
  type SubscriptionData,
  subscriptionDataShape,
} from './heartbeat.ts'
import { defineBody, list, mapOf, optional, recordAs } from './shape.ts'

export interface ConsumerConnection {
  readonly connectionSet: readonly Connection[]
  /** By topic. */
  readonly subscriptionTable: ReadonlyMap<string, SubscriptionData>
  readonly consumeType?: ConsumeType | undefined
  readonly messageModel?: MessageModel | undefined
  readonly consumeFromWhere?: ConsumeFromWhere | undefined
}

export const consumerConnection = defineBody<ConsumerConnection>(
  'ConsumerConnection',
  recordAs<ConsumerConnection>({
    connectionSet: list(connectionShape),
    subscriptionTable: mapOf(subscriptionDataShape),
    consumeType: optional(consumeTypeShape),
    messageModel: optional(messageModelShape),
    consumeFromWhere: optional(consumeFromWhereShape),
  }),
)
