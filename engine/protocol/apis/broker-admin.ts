/** Configuration, state and counters of one broker. */
import { RequestCode } from '../codes.ts'
import { defineApi, str } from '../fields.ts'

/** Answer: properties text. */
export const getBrokerConfig = defineApi({
  name: 'GET_BROKER_CONFIG',
  code: RequestCode.GET_BROKER_CONFIG,
  response: {
    /** DataVersion as JSON. */
    version: str(),
  },
  source: ['GetBrokerConfigResponseHeader', 'AdminBrokerProcessor#getBrokerConfig'],
})

/** Body: properties text. */
export const updateBrokerConfig = defineApi({
  name: 'UPDATE_BROKER_CONFIG',
  code: RequestCode.UPDATE_BROKER_CONFIG,
  failures: {
    NO_PERMISSION: 'A key that may not be changed at run time.',
    SYSTEM_ERROR: 'The text is not a list of properties.',
  },
  source: ['AdminBrokerProcessor#updateBrokerConfig'],
})

/** Answer: KVTable; tools parse some of its numbers without asking. */
export const getBrokerRuntimeInfo = defineApi({
  name: 'GET_BROKER_RUNTIME_INFO',
  code: RequestCode.GET_BROKER_RUNTIME_INFO,
  source: ['AdminBrokerProcessor#getBrokerRuntimeInfo', 'AdminBrokerProcessor#prepareRuntimeInfo'],
})

/** Answer: BrokerStatsData. */
export const viewBrokerStatsData = defineApi({
  name: 'VIEW_BROKER_STATS_DATA',
  code: RequestCode.VIEW_BROKER_STATS_DATA,
  request: { statsName: str(), statsKey: str() },
  failures: { SYSTEM_ERROR: 'No such counter.' },
  source: ['ViewBrokerStatsDataRequestHeader', 'AdminBrokerProcessor#ViewBrokerStatsData'],
})
