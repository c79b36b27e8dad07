/** One counter of a broker over the last minute, hour and day. */
import { defineBody, double, long, orElse, record, recordAs } from './shape.ts'

export interface BrokerStatsItem {
  readonly sum: number
  readonly tps: number
  /** Average per call. */
  readonly avgpt: number
}

const itemShape = orElse(recordAs<BrokerStatsItem>({ sum: long(), tps: double(), avgpt: double() }), () => ({
  sum: 0,
  tps: 0,
  avgpt: 0,
}))

export const brokerStatsData = defineBody(
  'BrokerStatsData',
  record({ statsMinute: itemShape, statsHour: itemShape, statsDay: itemShape }),
)
