/** Asking and changing what a name server knows about topics, clusters and brokers. */
import { RequestCode } from '../codes.ts'
import { bool, defineApi, i32, optional, str, wire } from '../fields.ts'

/** Answer: TopicRouteData. */
export const getRouteInfoByTopic = defineApi({
  name: 'GET_ROUTEINFO_BY_TOPIC',
  code: RequestCode.GET_ROUTEINFO_BY_TOPIC,
  request: {
    topic: str(),
    /** The client's parser takes standard JSON only. */
    acceptStandardJsonOnly: optional(bool()),
    zoneMode: optional(wire('__ZONE_MODE', bool())),
    zoneName: optional(wire('__ZONE_NAME', str())),
  },
  failures: {
    TOPIC_NOT_EXIST: 'No live broker has the topic. Never an empty success: producers would keep it.',
    SYSTEM_ERROR: 'The name server has just started and waits for its brokers.',
  },
  source: ['GetRouteInfoRequestHeader', 'ClientRequestProcessor#getRouteInfoByTopic'],
})

/** Answer: ClusterInfo. */
export const getBrokerClusterInfo = defineApi({
  name: 'GET_BROKER_CLUSTER_INFO',
  code: RequestCode.GET_BROKER_CLUSTER_INFO,
  source: ['DefaultRequestProcessor#getBrokerClusterInfo'],
})

const listDisabled = { SYSTEM_ERROR: 'Topic lists are switched off by configuration.' }

/** Answer: TopicList. */
export const getAllTopicListFromNameserver = defineApi({
  name: 'GET_ALL_TOPIC_LIST_FROM_NAMESERVER',
  code: RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER,
  failures: listDisabled,
  source: ['DefaultRequestProcessor#getAllTopicListFromNameserver'],
})

/** Answer: TopicList. */
export const getTopicsByCluster = defineApi({
  name: 'GET_TOPICS_BY_CLUSTER',
  code: RequestCode.GET_TOPICS_BY_CLUSTER,
  request: { cluster: str() },
  failures: listDisabled,
  source: ['GetTopicsByClusterRequestHeader', 'DefaultRequestProcessor#getTopicsByCluster'],
})

/** Answer: TopicList of cluster and broker names, with the address of one broker to ask for the rest. */
export const getSystemTopicListFromNs = defineApi({
  name: 'GET_SYSTEM_TOPIC_LIST_FROM_NS',
  code: RequestCode.GET_SYSTEM_TOPIC_LIST_FROM_NS,
  source: ['DefaultRequestProcessor#getSystemTopicListFromNs'],
})

/** Answer: TopicList of topics with the unit flag. */
export const getUnitTopicList = defineApi({
  name: 'GET_UNIT_TOPIC_LIST',
  code: RequestCode.GET_UNIT_TOPIC_LIST,
  failures: listDisabled,
  source: ['DefaultRequestProcessor#getUnitTopicList'],
})

/** Answer: TopicList of topics with the unit-subscription flag. */
export const getHasUnitSubTopicList = defineApi({
  name: 'GET_HAS_UNIT_SUB_TOPIC_LIST',
  code: RequestCode.GET_HAS_UNIT_SUB_TOPIC_LIST,
  failures: listDisabled,
  source: ['DefaultRequestProcessor#getHasUnitSubTopicList'],
})

/** Answer: TopicList of topics with the unit-subscription flag and without the unit flag. */
export const getHasUnitSubUnunitTopicList = defineApi({
  name: 'GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST',
  code: RequestCode.GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST,
  failures: listDisabled,
  source: ['DefaultRequestProcessor#getHasUnitSubUnUnitTopicList'],
})

/** Takes the write bit from all queues of a broker until its next registration with a changed version. */
export const wipeWritePermOfBroker = defineApi({
  name: 'WIPE_WRITE_PERM_OF_BROKER',
  code: RequestCode.WIPE_WRITE_PERM_OF_BROKER,
  request: { brokerName: str() },
  response: { wipeTopicCount: i32() },
  source: [
    'WipeWritePermOfBrokerRequestHeader',
    'WipeWritePermOfBrokerResponseHeader',
    'DefaultRequestProcessor#wipeWritePermOfBroker',
  ],
})

export const addWritePermOfBroker = defineApi({
  name: 'ADD_WRITE_PERM_OF_BROKER',
  code: RequestCode.ADD_WRITE_PERM_OF_BROKER,
  request: { brokerName: str() },
  response: { addTopicCount: i32() },
  source: [
    'AddWritePermOfBrokerRequestHeader',
    'AddWritePermOfBrokerResponseHeader',
    'DefaultRequestProcessor#addWritePermOfBroker',
  ],
})

export const deleteTopicInNamesrv = defineApi({
  name: 'DELETE_TOPIC_IN_NAMESRV',
  code: RequestCode.DELETE_TOPIC_IN_NAMESRV,
  request: {
    topic: str(),
    /** Only the brokers of this cluster. */
    clusterName: optional(str()),
  },
  source: ['DeleteTopicFromNamesrvRequestHeader', 'DefaultRequestProcessor#deleteTopicInNamesrv'],
})

/** Body: TopicRouteData, of which the queues of known brokers are taken. */
export const registerTopicInNamesrv = defineApi({
  name: 'REGISTER_TOPIC_IN_NAMESRV',
  code: RequestCode.REGISTER_TOPIC_IN_NAMESRV,
  request: { topic: str() },
  source: ['RegisterTopicRequestHeader', 'DefaultRequestProcessor#registerTopicToNamesrv'],
})
