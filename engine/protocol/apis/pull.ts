/** Reading queues: pulls, the ends of a queue, single records and queries. */
import { RequestCode } from '../codes.ts'
import { bool, defineApi, i32, i64, i64Saturating, oneOf, optional, str, wire } from '../fields.ts'

const pullRequest = {
  consumerGroup: str(),
  topic: str(),
  queueId: i32(),
  /** The first offset wanted. */
  queueOffset: i64(),
  maxMsgNums: i32(),
  /** Bits of `PullFlag`. */
  sysFlag: i32(),
  /** Progress to store, when the flag says so. */
  commitOffset: i64(),
  suspendTimeoutMillis: i64(),
  /** With the SUBSCRIPTION flag. */
  subscription: optional(str()),
  subVersion: i64(),
  /** `TAG` when absent, or `SQL92`. */
  expressionType: optional(str()),
  maxMsgBytes: optional(i32()),
  requestSource: optional(i32()),
  /** Spelled so. */
  proxyFrowardClientId: optional(str()),
}

/** The four offsets go with 0, 19, 20 and 21 alike; a bare code makes Java's client throw. */
const pullResponse = {
  suggestWhichBrokerId: i64(),
  nextBeginOffset: i64(),
  minOffset: i64(),
  maxOffset: i64(),
  offsetDelta: optional(i64()),
  topicSysFlag: optional(i32()),
  groupSysFlag: optional(i32()),
  /** With NO_PERMISSION: 1 broker, 2 group, 3 topic, 4 broadcasting, 5 subscription. */
  forbiddenType: optional(i32()),
}

const pullFailures = {
  PULL_NOT_FOUND: 'Nothing new yet.',
  PULL_RETRY_IMMEDIATELY: 'Looked at messages, none matched: go on from nextBeginOffset.',
  PULL_OFFSET_MOVED: 'The offset does not exist: jump to nextBeginOffset.',
  SYSTEM_BUSY: 'A slave that is not to be read, or flow control.',
  NO_PERMISSION: 'See forbiddenType.',
  TOPIC_NOT_EXIST: 'Unknown topic.',
  SUBSCRIPTION_GROUP_NOT_EXIST: 'Unknown group that may not be created.',
  SUBSCRIPTION_PARSE_FAILED: 'The expression in the request cannot be parsed.',
  SUBSCRIPTION_NOT_EXIST: 'No heartbeat of the group has arrived, or none with this topic.',
  SUBSCRIPTION_NOT_LATEST: 'The last heartbeat is older than the request.',
  FILTER_DATA_NOT_EXIST: 'The compiled SQL filter is missing.',
  FILTER_DATA_NOT_LATEST: 'The compiled SQL filter is older than the request.',
  INVALID_PARAMETER: 'Queue id out of range.',
}

/** Body of the answer: records back to back. May be parked while nothing matches. */
export const pullMessage = defineApi({
  name: 'PULL_MESSAGE',
  code: RequestCode.PULL_MESSAGE,
  request: pullRequest,
  response: pullResponse,
  failures: pullFailures,
  source: ['PullMessageRequestHeader', 'PullMessageResponseHeader', 'PullMessageProcessor#processRequest'],
})

/** The same from pull consumers, served by threads of its own in Java. */
export const litePullMessage = defineApi({
  name: 'LITE_PULL_MESSAGE',
  code: RequestCode.LITE_PULL_MESSAGE,
  request: pullRequest,
  response: pullResponse,
  failures: pullFailures,
  source: ['PullMessageRequestHeader', 'PullMessageResponseHeader', 'PullMessageProcessor#processRequest'],
})

/** The offset that the next message will get; 0 for an unknown queue. */
export const getMaxOffset = defineApi({
  name: 'GET_MAX_OFFSET',
  code: RequestCode.GET_MAX_OFFSET,
  request: {
    topic: str(),
    queueId: i32(),
    /** Absent: true. */
    committed: optional(bool()),
  },
  response: { offset: i64() },
  source: ['GetMaxOffsetRequestHeader', 'GetMaxOffsetResponseHeader', 'AdminBrokerProcessor#getMaxOffset'],
})

/** The oldest offset that can still be read; 0 for an unknown or empty queue. */
export const getMinOffset = defineApi({
  name: 'GET_MIN_OFFSET',
  code: RequestCode.GET_MIN_OFFSET,
  request: { topic: str(), queueId: i32() },
  response: { offset: i64() },
  source: ['GetMinOffsetRequestHeader', 'GetMinOffsetResponseHeader', 'AdminBrokerProcessor#getMinOffset'],
})

/** LOWER, the default: the first offset stored at or after the time. UPPER: the last one at or before. */
export const searchOffsetByTimestamp = defineApi({
  name: 'SEARCH_OFFSET_BY_TIMESTAMP',
  code: RequestCode.SEARCH_OFFSET_BY_TIMESTAMP,
  request: {
    topic: str(),
    queueId: i32(),
    timestamp: i64Saturating(),
    boundaryType: optional(oneOf('LOWER', 'UPPER')),
  },
  response: { offset: i64() },
  source: ['SearchOffsetRequestHeader', 'SearchOffsetResponseHeader', 'AdminBrokerProcessor#searchOffsetByTimestamp'],
})

/** Store time of the oldest message, -1 when there is none. */
export const getEarliestMsgStoretime = defineApi({
  name: 'GET_EARLIEST_MSG_STORETIME',
  code: RequestCode.GET_EARLIEST_MSG_STORETIME,
  request: { topic: str(), queueId: i32() },
  response: { timestamp: i64() },
  source: [
    'GetEarliestMsgStoretimeRequestHeader',
    'GetEarliestMsgStoretimeResponseHeader',
    'AdminBrokerProcessor#getEarliestMsgStoretime',
  ],
})

/** Body of the answer: one record. */
export const viewMessageById = defineApi({
  name: 'VIEW_MESSAGE_BY_ID',
  code: RequestCode.VIEW_MESSAGE_BY_ID,
  request: {
    topic: optional(str()),
    /** Log offset; tools also send what they read out of a unique id, which may be anything. */
    offset: i64Saturating(),
  },
  failures: { SYSTEM_ERROR: 'No message begins at that offset.' },
  source: ['ViewMessageRequestHeader', 'QueryMessageProcessor#viewMessageById'],
})

/** Messages by key or unique id through the index. Body of the answer: records back to back. */
export const queryMessage = defineApi({
  name: 'QUERY_MESSAGE',
  code: RequestCode.QUERY_MESSAGE,
  request: {
    topic: str(),
    key: str(),
    maxNum: i32(),
    beginTimestamp: i64Saturating(),
    endTimestamp: i64Saturating(),
    uniqueKeyQuery: optional(wire('_UNIQUE_KEY_QUERY', bool())),
  },
  response: { indexLastUpdateTimestamp: i64(), indexLastUpdatePhyoffset: i64() },
  failures: { QUERY_NOT_FOUND: 'Nothing with this key in the time range.' },
  source: ['QueryMessageRequestHeader', 'QueryMessageResponseHeader', 'QueryMessageProcessor#queryMessage'],
})

/** Units of a consume queue from `index` on. Answer: QueryConsumeQueueResponseBody. */
export const queryConsumeQueue = defineApi({
  name: 'QUERY_CONSUME_QUEUE',
  code: RequestCode.QUERY_CONSUME_QUEUE,
  request: {
    topic: str(),
    queueId: i32(),
    index: i64(),
    count: i32(),
    /** Show whether this group's filter lets each message through. */
    consumerGroup: optional(str()),
  },
  failures: { SYSTEM_ERROR: 'No such queue.' },
  source: ['QueryConsumeQueueRequestHeader', 'AdminBrokerProcessor#queryConsumeQueue'],
})
