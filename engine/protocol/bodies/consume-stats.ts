/** How far a group has got, queue by queue; for one group and for all groups of a broker. */
import type { QueueEntries } from '../message-queue.ts'
import { messageQueueShape } from './message-queue.ts'
import { defineBody, double, list, long, mapOf, objectMapOf, optional, recordAs, type Shape, text } from './shape.ts'

export interface OffsetWrapper {
  /** End of the queue. */
  readonly brokerOffset: number
  /** Committed by the group. */
  readonly consumerOffset: number
  /** Pulled by the group, committed or not. */
  readonly pullOffset: number
  /** Store time of the message before the committed offset, 0 when unknown. */
  readonly lastTimestamp: number
}

export interface ConsumeStats {
  readonly offsetTable: QueueEntries<OffsetWrapper>
  readonly consumeTps: number
}

const consumeStatsShape: Shape<ConsumeStats> = recordAs<ConsumeStats>({
  offsetTable: objectMapOf(
    messageQueueShape,
    recordAs<OffsetWrapper>({
      brokerOffset: long(),
      consumerOffset: long(),
      pullOffset: long(),
      lastTimestamp: long(),
    }),
  ),
  consumeTps: double(),
})

export const consumeStats = defineBody<ConsumeStats>('ConsumeStats', consumeStatsShape)

export interface ConsumeStatsList {
  /** One map a group, holding one entry: the group's name and its statistics by topic. */
  readonly consumeStatsList: readonly ReadonlyMap<string, readonly ConsumeStats[]>[]
  readonly brokerAddr?: string | undefined
  readonly totalDiff: number
  readonly totalInflightDiff: number
}

export const consumeStatsList = defineBody<ConsumeStatsList>(
  'ConsumeStatsList',
  recordAs<ConsumeStatsList>({
    consumeStatsList: list(mapOf(list(consumeStatsShape))),
    brokerAddr: optional(text()),
    totalDiff: long(),
    totalInflightDiff: long(),
  }),
)
