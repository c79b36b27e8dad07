/** What slaves ask their masters besides the log itself, and what tools ask about replication. */
import { RequestCode } from '../codes.ts'
import { defineApi, i64, optional, str } from '../fields.ts'

const haInfo = {
  masterHaAddress: optional(str()),
  masterFlushOffset: optional(i64()),
  masterAddress: optional(str()),
}

/** Empty to a master: a question. Filled: tells the receiver who its master is. */
export const exchangeBrokerHaInfo = defineApi({
  name: 'EXCHANGE_BROKER_HA_INFO',
  code: RequestCode.EXCHANGE_BROKER_HA_INFO,
  request: haInfo,
  response: haInfo,
  source: ['ExchangeHAInfoRequestHeader', 'ExchangeHAInfoResponseHeader', 'AdminBrokerProcessor#updateBrokerHaInfo'],
})

/** Answer: HARuntimeInfo. */
export const getBrokerHaStatus = defineApi({
  name: 'GET_BROKER_HA_STATUS',
  code: RequestCode.GET_BROKER_HA_STATUS,
  failures: { SYSTEM_ERROR: 'There is no replication to describe.' },
  source: ['AdminBrokerProcessor#getBrokerHaStatus'],
})

/** Acted on by slaves only. */
export const resetMasterFlushOffset = defineApi({
  name: 'RESET_MASTER_FLUSH_OFFSET',
  code: RequestCode.RESET_MASTER_FLUSH_OFFSET,
  request: { masterFlushOffset: i64() },
  source: ['ResetMasterFlushOffsetHeader', 'AdminBrokerProcessor#resetMasterFlushOffset'],
})

/** Answer: 56 bytes, see `bodies/timer-checkpoint.ts`. Asked on the fast port. */
export const getTimerCheckPoint = defineApi({
  name: 'GET_TIMER_CHECK_POINT',
  code: RequestCode.GET_TIMER_CHECK_POINT,
  failures: { SYSTEM_ERROR: 'The broker runs no timer.' },
  source: ['AdminBrokerProcessor#getTimerCheckPoint'],
})

/** Answer: TimerMetricsSerializeWrapper. Asked on the fast port. */
export const getTimerMetrics = defineApi({
  name: 'GET_TIMER_METRICS',
  code: RequestCode.GET_TIMER_METRICS,
  failures: { SYSTEM_ERROR: 'The broker runs no timer.' },
  source: ['AdminBrokerProcessor#getTimerMetrics'],
})

/** Answer: MessageRequestModeSerializeWrapper. */
export const getAllMessageRequestMode = defineApi({
  name: 'GET_ALL_MESSAGE_REQUEST_MODE',
  code: RequestCode.GET_ALL_MESSAGE_REQUEST_MODE,
  failures: { SYSTEM_ERROR: 'The table could not be written out.' },
  source: ['AdminBrokerProcessor#getAllMessageRequestMode'],
})
