/** What clients tell brokers about themselves, and the subscription data that many bodies share. */
import { bool, defineBody, int, list, long, optional, recordAs, record, type Shape, text, word } from './shape.ts'

export type ConsumeType = 'CONSUME_ACTIVELY' | 'CONSUME_PASSIVELY' | 'CONSUME_POP'
export type MessageModel = 'BROADCASTING' | 'CLUSTERING'
export type ConsumeFromWhere =
  | 'CONSUME_FROM_LAST_OFFSET'
  | 'CONSUME_FROM_LAST_OFFSET_AND_FROM_MIN_WHEN_BOOT_FIRST'
  | 'CONSUME_FROM_MIN_OFFSET'
  | 'CONSUME_FROM_MAX_OFFSET'
  | 'CONSUME_FROM_FIRST_OFFSET'
  | 'CONSUME_FROM_TIMESTAMP'

export const consumeTypeShape: Shape<ConsumeType> = word('CONSUME_ACTIVELY', 'CONSUME_PASSIVELY', 'CONSUME_POP')
export const messageModelShape: Shape<MessageModel> = word('BROADCASTING', 'CLUSTERING')
export const consumeFromWhereShape: Shape<ConsumeFromWhere> = word(
  'CONSUME_FROM_LAST_OFFSET',
  'CONSUME_FROM_LAST_OFFSET_AND_FROM_MIN_WHEN_BOOT_FIRST',
  'CONSUME_FROM_MIN_OFFSET',
  'CONSUME_FROM_MAX_OFFSET',
  'CONSUME_FROM_FIRST_OFFSET',
  'CONSUME_FROM_TIMESTAMP',
)

export interface SubscriptionData {
  readonly topic: string
  /** The expression as the user wrote it. */
  readonly subString: string
  readonly tagsSet: readonly string[]
  /** Hashes of the tags, negative ones too. */
  readonly codeSet: readonly number[]
  /** ms since 1970 of the last change; the broker wants it at least as new as the pull's. */
  readonly subVersion: number
  /** `TAG` or `SQL92`. */
  readonly expressionType: string
  readonly classFilterMode: boolean
}

export const subscriptionDataShape: Shape<SubscriptionData> = recordAs<SubscriptionData>({
  topic: text(),
  subString: text('*'),
  tagsSet: list(text()),
  codeSet: list(int()),
  subVersion: long(),
  expressionType: text('TAG'),
  classFilterMode: bool(),
})

export interface ConsumerData {
  readonly groupName: string
  readonly consumeType: ConsumeType
  readonly messageModel: MessageModel
  readonly consumeFromWhere: ConsumeFromWhere
  readonly subscriptionDataSet: readonly SubscriptionData[]
  readonly unitMode: boolean
}

export interface ProducerData {
  readonly groupName: string
}

export interface HeartbeatData {
  readonly clientID: string
  readonly producerDataSet: readonly ProducerData[]
  readonly consumerDataSet: readonly ConsumerData[]
  /** 0: subscriptions are complete. Otherwise see `withoutSub`. */
  readonly heartbeatFingerprint: number
  /** The subscriptions are those of the last full heartbeat with this fingerprint. */
  readonly withoutSub: boolean
}

export const heartbeatData = defineBody<HeartbeatData>(
  'HeartbeatData',
  recordAs<HeartbeatData>({
    clientID: text(),
    producerDataSet: list(recordAs<ProducerData>({ groupName: text() })),
    consumerDataSet: list(
      recordAs<ConsumerData>({
        groupName: text(),
        consumeType: consumeTypeShape,
        messageModel: messageModelShape,
        consumeFromWhere: consumeFromWhereShape,
        subscriptionDataSet: list(subscriptionDataShape),
        unitMode: bool(),
      }),
    ),
    heartbeatFingerprint: int(),
    withoutSub: bool(),
  }),
)

/** Body of CHECK_CLIENT_CONFIG. */
export const checkClientBody = defineBody(
  'CheckClientRequestBody',
  record({
    clientId: text(''),
    group: text(''),
    subscriptionData: optional(subscriptionDataShape),
    namespace: optional(text()),
  }),
)
