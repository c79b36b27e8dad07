/** Messages waiting in the timer by topic: answer to GET_TIMER_METRICS and content of `timermetrics`. */
import type { DataVersion } from '../data-version.ts'
import { dataVersionShape } from './data-version.ts'
import { defineBody, long, mapOf, recordAs } from './shape.ts'

export interface TimerMetrics {
  readonly dataVersion: DataVersion
  readonly timingCount: ReadonlyMap<string, { readonly count: number; readonly timeStamp: number }>
}

export const timerMetrics = defineBody<TimerMetrics>(
  'TimerMetricsSerializeWrapper',
  recordAs<TimerMetrics>({
    dataVersion: dataVersionShape,
    timingCount: mapOf(
      recordAs<{ readonly count: number; readonly timeStamp: number }>({ count: long(), timeStamp: long() }),
    ),
  }),
)
