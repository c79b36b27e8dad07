/** Consumer groups of one broker: settings, connections, statistics. */
import { RequestCode } from '../codes.ts'
import { bool, defineApi, optional, str } from '../fields.ts'

/** Body: SubscriptionGroupConfig. */
export const updateAndCreateSubscriptionGroup = defineApi({
  name: 'UPDATE_AND_CREATE_SUBSCRIPTIONGROUP',
  code: RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP,
  failures: { SYSTEM_ERROR: 'Bad name or attributes.' },
  source: ['AdminBrokerProcessor#updateAndCreateSubscriptionGroup'],
})

/** Body: SubscriptionGroupList. */
export const updateAndCreateSubscriptionGroupList = defineApi({
  name: 'UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST',
  code: RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST,
  failures: { SYSTEM_ERROR: 'Bad name or attributes.' },
  source: ['AdminBrokerProcessor#updateAndCreateSubscriptionGroupList'],
})

/** Answer: SubscriptionGroupWrapper. */
export const getAllSubscriptionGroupConfig = defineApi({
  name: 'GET_ALL_SUBSCRIPTIONGROUP_CONFIG',
  code: RequestCode.GET_ALL_SUBSCRIPTIONGROUP_CONFIG,
  failures: { SYSTEM_ERROR: 'The table could not be written out.' },
  source: ['AdminBrokerProcessor#getAllSubscriptionGroup'],
})

/** Answer: SubscriptionGroupConfig. */
export const getSubscriptionGroupConfig = defineApi({
  name: 'GET_SUBSCRIPTIONGROUP_CONFIG',
  code: RequestCode.GET_SUBSCRIPTIONGROUP_CONFIG,
  request: { group: str() },
  failures: { SUBSCRIPTION_GROUP_NOT_EXIST: 'Unknown group.' },
  source: ['GetSubscriptionGroupConfigRequestHeader', 'AdminBrokerProcessor#getSubscriptionGroup'],
})

export const deleteSubscriptionGroup = defineApi({
  name: 'DELETE_SUBSCRIPTIONGROUP',
  code: RequestCode.DELETE_SUBSCRIPTIONGROUP,
  request: {
    groupName: str(),
    /** Also forget its progress. */
    cleanOffset: optional(bool()),
  },
  source: ['DeleteSubscriptionGroupRequestHeader', 'AdminBrokerProcessor#deleteSubscriptionGroup'],
})

/** Without `readable` a question. Answer: GroupForbidden. */
export const updateAndGetGroupForbidden = defineApi({
  name: 'UPDATE_AND_GET_GROUP_FORBIDDEN',
  code: RequestCode.UPDATE_AND_GET_GROUP_FORBIDDEN,
  request: { group: str(), topic: str(), readable: optional(bool()) },
  source: ['UpdateGroupForbiddenRequestHeader', 'AdminBrokerProcessor#updateAndGetGroupForbidden'],
})

/** Answer: ConsumeStats. */
export const getConsumeStats = defineApi({
  name: 'GET_CONSUME_STATS',
  code: RequestCode.GET_CONSUME_STATS,
  request: {
    consumerGroup: str(),
    /** Absent or empty: all topics of the group. */
    topic: optional(str()),
    /** Separated by `;`. */
    topicList: optional(str()),
  },
  source: ['GetConsumeStatsRequestHeader', 'AdminBrokerProcessor#getConsumeStats'],
})

/** Answer: ConsumeStatsList. */
export const getBrokerConsumeStats = defineApi({
  name: 'GET_BROKER_CONSUME_STATS',
  code: RequestCode.GET_BROKER_CONSUME_STATS,
  request: { isOrder: bool() },
  source: ['GetConsumeStatsInBrokerHeader', 'AdminBrokerProcessor#fetchAllConsumeStatsInBroker'],
})

/** Answer: ConsumerConnection. */
export const getConsumerConnectionList = defineApi({
  name: 'GET_CONSUMER_CONNECTION_LIST',
  code: RequestCode.GET_CONSUMER_CONNECTION_LIST,
  request: { consumerGroup: str() },
  failures: { CONSUMER_NOT_ONLINE: 'Nobody of the group is connected.' },
  source: ['GetConsumerConnectionListRequestHeader', 'AdminBrokerProcessor#getConsumerConnectionList'],
})

/** Answer: ProducerConnection. */
export const getProducerConnectionList = defineApi({
  name: 'GET_PRODUCER_CONNECTION_LIST',
  code: RequestCode.GET_PRODUCER_CONNECTION_LIST,
  request: { producerGroup: str() },
  failures: { SYSTEM_ERROR: 'Nobody of the group is connected.' },
  source: ['GetProducerConnectionListRequestHeader', 'AdminBrokerProcessor#getProducerConnectionList'],
})

/** Answer: ProducerTableInfo. */
export const getAllProducerInfo = defineApi({
  name: 'GET_ALL_PRODUCER_INFO',
  code: RequestCode.GET_ALL_PRODUCER_INFO,
  failures: { SYSTEM_ERROR: 'There is no producer table.' },
  source: ['GetAllProducerInfoRequestHeader', 'AdminBrokerProcessor#getAllProducerInfo'],
})

/** Answer: TopicList of topics with progress, and the broker's address. */
export const queryTopicsByConsumer = defineApi({
  name: 'QUERY_TOPICS_BY_CONSUMER',
  code: RequestCode.QUERY_TOPICS_BY_CONSUMER,
  request: { group: str() },
  source: ['QueryTopicsByConsumerRequestHeader', 'AdminBrokerProcessor#queryTopicsByConsumer'],
})

/** Answer: QuerySubscriptionResponseBody. */
export const querySubscriptionByConsumer = defineApi({
  name: 'QUERY_SUBSCRIPTION_BY_CONSUMER',
  code: RequestCode.QUERY_SUBSCRIPTION_BY_CONSUMER,
  request: { group: str(), topic: str() },
  source: ['QuerySubscriptionByConsumerRequestHeader', 'AdminBrokerProcessor#querySubscriptionByConsumer'],
})
