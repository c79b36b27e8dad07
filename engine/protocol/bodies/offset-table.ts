/** Progress of consumer groups and of delay levels, as peers pull it and as brokers store it. */
import type { DataVersion } from '../data-version.ts'
import { dataVersionShape } from './data-version.ts'
import { defineBody, intMapOf, long, mapOf, optional, recordAs } from './shape.ts'

export interface ConsumerOffsetTable {
  readonly dataVersion?: DataVersion | undefined
  /** `topic@group`, then queue id, to the offset of the next message to consume. */
  readonly offsetTable: ReadonlyMap<string, ReadonlyMap<number, number>>
}

/** Answer to GET_ALL_CONSUMER_OFFSET and content of `consumerOffset.json`. */
export const consumerOffsetTable = defineBody<ConsumerOffsetTable>(
  'ConsumerOffsetSerializeWrapper',
  recordAs<ConsumerOffsetTable>({
    dataVersion: optional(dataVersionShape),
    offsetTable: mapOf(intMapOf(long())),
  }),
)

export interface DelayOffsetTable {
  /** Absent in files of old brokers. */
  readonly dataVersion?: DataVersion | undefined
  /** Delay level (from 1) to the queue offset of the next message to deliver. */
  readonly offsetTable: ReadonlyMap<number, number>
}

/** Answer to GET_ALL_DELAY_OFFSET and content of `delayOffset.json`. */
export const delayOffsetTable = defineBody<DelayOffsetTable>(
  'DelayOffsetSerializeWrapper',
  recordAs<DelayOffsetTable>({ dataVersion: optional(dataVersionShape), offsetTable: intMapOf(long()) }),
)
