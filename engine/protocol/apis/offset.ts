/** Progress of consumer groups: reading, committing, resetting, cloning, comparing. */
import { RequestCode } from '../codes.ts'
import { bool, defineApi, i32, i64, i64Saturating, optional, str } from '../fields.ts'

export const queryConsumerOffset = defineApi({
  name: 'QUERY_CONSUMER_OFFSET',
  code: RequestCode.QUERY_CONSUMER_OFFSET,
  request: {
    consumerGroup: str(),
    topic: str(),
    queueId: i32(),
    /** Absent behaves as true. */
    setZeroIfNotFound: optional(bool()),
  },
  response: { offset: i64() },
  failures: {
    QUERY_NOT_FOUND:
      'Nothing committed yet, and no default of 0 because the caller refused one or old messages were trimmed. ' +
      'The consumer then applies its own start policy.',
  },
  source: [
    'QueryConsumerOffsetRequestHeader',
    'QueryConsumerOffsetResponseHeader',
    'ConsumerManageProcessor#queryConsumerOffset',
  ],
})

/** One-way from consumers, with an answer from tools. */
export const updateConsumerOffset = defineApi({
  name: 'UPDATE_CONSUMER_OFFSET',
  code: RequestCode.UPDATE_CONSUMER_OFFSET,
  request: { consumerGroup: str(), topic: str(), queueId: i32(), commitOffset: i64() },
  failures: {
    SUBSCRIPTION_GROUP_NOT_EXIST: 'Unknown group.',
    TOPIC_NOT_EXIST: 'Unknown topic.',
    INVALID_PARAMETER: 'Queue id or offset is missing.',
  },
  source: ['UpdateConsumerOffsetRequestHeader', 'ConsumerManageProcessor#updateConsumerOffset'],
})

/** Answer: ConsumerOffsetSerializeWrapper. */
export const getAllConsumerOffset = defineApi({
  name: 'GET_ALL_CONSUMER_OFFSET',
  code: RequestCode.GET_ALL_CONSUMER_OFFSET,
  failures: { SYSTEM_ERROR: 'The table could not be written out.' },
  source: ['AdminBrokerProcessor#getAllConsumerOffset'],
})

/** Answer: DelayOffsetSerializeWrapper. */
export const getAllDelayOffset = defineApi({
  name: 'GET_ALL_DELAY_OFFSET',
  code: RequestCode.GET_ALL_DELAY_OFFSET,
  failures: { SYSTEM_ERROR: 'The table could not be written out.' },
  source: ['AdminBrokerProcessor#getAllDelayOffset'],
})

const resetRequest = {
  topic: str(),
  group: str(),
  /** -1 or absent: all queues. */
  queueId: optional(i32()),
  /** Absent or -1: by timestamp. */
  offset: optional(i64()),
  /** ms; negative: the end of the queue. */
  timestamp: i64Saturating(),
  isForce: bool(),
}

/** From a tool. Answer: ResetOffsetBody. */
export const invokeBrokerToResetOffset = defineApi({
  name: 'INVOKE_BROKER_TO_RESET_OFFSET',
  code: RequestCode.INVOKE_BROKER_TO_RESET_OFFSET,
  request: resetRequest,
  failures: {
    SYSTEM_ERROR: 'A slave, or an offset outside the queue.',
    TOPIC_NOT_EXIST: 'Unknown topic.',
    SUBSCRIPTION_GROUP_NOT_EXIST: 'Unknown group.',
    CONSUMER_NOT_ONLINE: 'Resetting through the clients, and none is there.',
  },
  source: ['ResetOffsetRequestHeader', 'AdminBrokerProcessor#resetOffset'],
})

/** Broker to client, one-way. Body: ResetOffsetBody, or ResetOffsetBodyForC. */
export const resetConsumerClientOffset = defineApi({
  name: 'RESET_CONSUMER_CLIENT_OFFSET',
  code: RequestCode.RESET_CONSUMER_CLIENT_OFFSET,
  request: resetRequest,
  source: ['ResetOffsetRequestHeader', 'Broker2Client#resetOffset', 'ClientRemotingProcessor#resetOffset'],
})

const statusRequest = { topic: str(), group: str(), clientAddr: optional(str()) }

/** From a tool. Answer: GetConsumerStatusBody with `consumerTable`. */
export const invokeBrokerToGetConsumerStatus = defineApi({
  name: 'INVOKE_BROKER_TO_GET_CONSUMER_STATUS',
  code: RequestCode.INVOKE_BROKER_TO_GET_CONSUMER_STATUS,
  request: statusRequest,
  failures: { SYSTEM_ERROR: 'Nobody online, or a client that is too old.' },
  source: ['GetConsumerStatusRequestHeader', 'AdminBrokerProcessor#getConsumerStatus'],
})

/** Broker to client. Answer: GetConsumerStatusBody with `messageQueueTable`. */
export const getConsumerStatusFromClient = defineApi({
  name: 'GET_CONSUMER_STATUS_FROM_CLIENT',
  code: RequestCode.GET_CONSUMER_STATUS_FROM_CLIENT,
  request: statusRequest,
  source: ['GetConsumerStatusRequestHeader', 'ClientRemotingProcessor#getConsumeStatus'],
})

export const cloneGroupOffset = defineApi({
  name: 'CLONE_GROUP_OFFSET',
  code: RequestCode.CLONE_GROUP_OFFSET,
  request: {
    srcGroup: str(),
    destGroup: str(),
    /** Absent: all topics of the source group. */
    topic: optional(str()),
    /** Also topics that the source group does not subscribe to now. */
    offline: optional(bool()),
  },
  source: ['CloneGroupOffsetRequestHeader', 'AdminBrokerProcessor#cloneGroupOffset'],
})

/** Answer: QueryCorrectionOffsetBody. */
export const queryCorrectionOffset = defineApi({
  name: 'QUERY_CORRECTION_OFFSET',
  code: RequestCode.QUERY_CORRECTION_OFFSET,
  request: {
    topic: str(),
    compareGroup: str(),
    /** Separated by commas. */
    filterGroups: optional(str()),
  },
  source: ['QueryCorrectionOffsetHeader', 'AdminBrokerProcessor#queryCorrectionOffset'],
})

/** Answer: QueryConsumeTimeSpanBody. */
export const queryConsumeTimeSpan = defineApi({
  name: 'QUERY_CONSUME_TIME_SPAN',
  code: RequestCode.QUERY_CONSUME_TIME_SPAN,
  request: { topic: str(), group: str() },
  failures: { TOPIC_NOT_EXIST: 'Unknown topic.' },
  source: ['QueryConsumeTimeSpanRequestHeader', 'AdminBrokerProcessor#queryConsumeTimeSpan'],
})
