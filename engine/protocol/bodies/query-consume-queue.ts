/** Units of a consume queue, for looking inside. */
import { type SubscriptionData, subscriptionDataShape } from './heartbeat.ts'
import { bool, defineBody, int, int64, list, long, optional, recordAs, text } from './shape.ts'

export interface ConsumeQueueData {
  readonly physicOffset: number
  readonly physicSize: number
  readonly tagsCode: bigint
  readonly extendDataJson?: string | undefined
  readonly bitMap?: string | undefined
  /** Whether the group's filter lets the message through. */
  readonly eval: boolean
  readonly msg?: string | undefined
}

export interface QueryConsumeQueueResponse {
  readonly subscriptionData?: SubscriptionData | undefined
  readonly filterData?: string | undefined
  readonly queueData: readonly ConsumeQueueData[]
  readonly maxQueueIndex: number
  readonly minQueueIndex: number
}

export const queryConsumeQueueResponse = defineBody<QueryConsumeQueueResponse>(
  'QueryConsumeQueueResponseBody',
  recordAs<QueryConsumeQueueResponse>({
    subscriptionData: optional(subscriptionDataShape),
    filterData: optional(text()),
    queueData: list(
      recordAs<ConsumeQueueData>({
        physicOffset: long(),
        physicSize: int(),
        tagsCode: int64(),
        extendDataJson: optional(text()),
        bitMap: optional(text()),
        eval: bool(),
        msg: optional(text()),
      }),
    ),
    maxQueueIndex: long(),
    minQueueIndex: long(),
  }),
)
