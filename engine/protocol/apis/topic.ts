/** Topics of one broker: create, change, delete, look at. */
import { RequestCode } from '../codes.ts'
import { bool, defineApi, i32, optional, str } from '../fields.ts'

const updateFailures = {
  INVALID_PARAMETER: 'Bad name, a system topic, or an attribute value that is not allowed.',
  SYSTEM_ERROR: 'An attribute that cannot be changed, or the broker could not register the topic.',
}

export const updateAndCreateTopic = defineApi({
  name: 'UPDATE_AND_CREATE_TOPIC',
  code: RequestCode.UPDATE_AND_CREATE_TOPIC,
  request: {
    topic: str(),
    defaultTopic: str(),
    readQueueNums: i32(),
    writeQueueNums: i32(),
    perm: i32(),
    /** Read like `topicFilterType` of the body form: SINGLE_TAG or MULTI_TAG. */
    topicFilterType: str(),
    topicSysFlag: optional(i32()),
    order: bool(),
    /** `+key=value,-key`. */
    attributes: optional(str()),
    force: optional(bool()),
  },
  failures: updateFailures,
  source: ['CreateTopicRequestHeader', 'AdminBrokerProcessor#updateAndCreateTopic'],
})

/** Body: CreateTopicListRequestBody. */
export const updateAndCreateTopicList = defineApi({
  name: 'UPDATE_AND_CREATE_TOPIC_LIST',
  code: RequestCode.UPDATE_AND_CREATE_TOPIC_LIST,
  failures: updateFailures,
  source: ['CreateTopicListRequestHeader', 'AdminBrokerProcessor#updateAndCreateTopicList'],
})

export const deleteTopicInBroker = defineApi({
  name: 'DELETE_TOPIC_IN_BROKER',
  code: RequestCode.DELETE_TOPIC_IN_BROKER,
  request: { topic: str() },
  failures: { INVALID_PARAMETER: 'A blank name or a system topic.', SYSTEM_ERROR: 'The topic could not be removed.' },
  source: ['DeleteTopicRequestHeader', 'AdminBrokerProcessor#deleteTopic'],
})

/** Answer: TopicConfigAndMappingSerializeWrapper. */
export const getAllTopicConfig = defineApi({
  name: 'GET_ALL_TOPIC_CONFIG',
  code: RequestCode.GET_ALL_TOPIC_CONFIG,
  failures: { SYSTEM_ERROR: 'The table could not be written out.' },
  source: ['AdminBrokerProcessor#getAllTopicConfig'],
})

/** Answer: TopicConfigAndQueueMapping. */
export const getTopicConfig = defineApi({
  name: 'GET_TOPIC_CONFIG',
  code: RequestCode.GET_TOPIC_CONFIG,
  request: { topic: str() },
  failures: { TOPIC_NOT_EXIST: 'Unknown topic.' },
  source: ['GetTopicConfigRequestHeader', 'AdminBrokerProcessor#getTopicConfig'],
})

/** Answer: TopicList. */
export const getSystemTopicListFromBroker = defineApi({
  name: 'GET_SYSTEM_TOPIC_LIST_FROM_BROKER',
  code: RequestCode.GET_SYSTEM_TOPIC_LIST_FROM_BROKER,
  source: ['AdminBrokerProcessor#getSystemTopicListFromBroker'],
})

/** Answer: TopicStatsTable. */
export const getTopicStatsInfo = defineApi({
  name: 'GET_TOPIC_STATS_INFO',
  code: RequestCode.GET_TOPIC_STATS_INFO,
  request: { topic: str() },
  failures: { TOPIC_NOT_EXIST: 'Unknown topic.', SYSTEM_ERROR: 'The store failed.' },
  source: ['GetTopicStatsInfoRequestHeader', 'AdminBrokerProcessor#getTopicStatsInfo'],
})

/** Answer: GroupList of online groups and those with progress. */
export const queryTopicConsumeByWho = defineApi({
  name: 'QUERY_TOPIC_CONSUME_BY_WHO',
  code: RequestCode.QUERY_TOPIC_CONSUME_BY_WHO,
  request: { topic: str() },
  source: ['QueryTopicConsumeByWhoRequestHeader', 'AdminBrokerProcessor#queryTopicConsumeByWho'],
})

/** Topics without route and subscribers lose their queues. */
export const cleanUnusedTopic = defineApi({
  name: 'CLEAN_UNUSED_TOPIC',
  code: RequestCode.CLEAN_UNUSED_TOPIC,
  source: ['AdminBrokerProcessor#cleanUnusedTopic'],
})

export const cleanExpiredConsumeQueue = defineApi({
  name: 'CLEAN_EXPIRED_CONSUMEQUEUE',
  code: RequestCode.CLEAN_EXPIRED_CONSUMEQUEUE,
  source: ['AdminBrokerProcessor#cleanExpiredConsumeQueue'],
})

/** Runs the retention rules at once. */
export const deleteExpiredCommitLog = defineApi({
  name: 'DELETE_EXPIRED_COMMITLOG',
  code: RequestCode.DELETE_EXPIRED_COMMITLOG,
  source: ['AdminBrokerProcessor#deleteExpiredCommitLog'],
})
