/** Clients and brokers keeping each other informed: membership, locks, assignment, calls into clients. */
import { RequestCode } from '../codes.ts'
import { bool, defineApi, i32, optional, str, wire } from '../fields.ts'

/** Body: HeartbeatData. The frame's `version` of the answer tells the client what the broker can do. */
export const heartBeat = defineApi({
  name: 'HEART_BEAT',
  code: RequestCode.HEART_BEAT,
  response: {
    isSupportHeartBeatV2: optional(wire('IS_SUPPORT_HEART_BEAT_V2', bool())),
    /** The fingerprint differs from the last one: send subscriptions again. */
    isSubChange: optional(wire('IS_SUB_CHANGE', bool())),
  },
  source: ['HeartbeatRequestHeader', 'ClientManageProcessor#heartBeat', 'ClientManageProcessor#heartBeatV2'],
})

export const unregisterClient = defineApi({
  name: 'UNREGISTER_CLIENT',
  code: RequestCode.UNREGISTER_CLIENT,
  request: { clientID: str(), producerGroup: optional(str()), consumerGroup: optional(str()) },
  source: ['UnregisterClientRequestHeader', 'ClientManageProcessor#unregisterClient'],
})

/** Body: CheckClientRequestBody. */
export const checkClientConfig = defineApi({
  name: 'CHECK_CLIENT_CONFIG',
  code: RequestCode.CHECK_CLIENT_CONFIG,
  failures: {
    SYSTEM_ERROR: 'The broker does not filter by SQL.',
    SUBSCRIPTION_PARSE_FAILED: 'The expression does not compile.',
  },
  source: ['ClientManageProcessor#checkClientConfig'],
})

/** Answer: GetConsumerListByGroupResponseBody. */
export const getConsumerListByGroup = defineApi({
  name: 'GET_CONSUMER_LIST_BY_GROUP',
  code: RequestCode.GET_CONSUMER_LIST_BY_GROUP,
  request: { consumerGroup: str() },
  failures: { SYSTEM_ERROR: 'Nobody online; an empty list is not an answer.' },
  source: ['GetConsumerListByGroupRequestHeader', 'ConsumerManageProcessor#getConsumerListByGroup'],
})

/** Body: LockBatchRequestBody. Answer: LockBatchResponseBody. */
export const lockBatchMq = defineApi({
  name: 'LOCK_BATCH_MQ',
  code: RequestCode.LOCK_BATCH_MQ,
  source: ['LockBatchMqRequestHeader', 'AdminBrokerProcessor#lockBatchMQ'],
})

/** Body: UnlockBatchRequestBody. */
export const unlockBatchMq = defineApi({
  name: 'UNLOCK_BATCH_MQ',
  code: RequestCode.UNLOCK_BATCH_MQ,
  source: ['UnlockBatchMqRequestHeader', 'AdminBrokerProcessor#unlockBatchMQ'],
})

/** Body: QueryAssignmentRequestBody. Answer: QueryAssignmentResponseBody. */
export const queryAssignment = defineApi({
  name: 'QUERY_ASSIGNMENT',
  code: RequestCode.QUERY_ASSIGNMENT,
  source: ['QueryAssignmentProcessor#queryAssignment'],
})

/** Body: SetMessageRequestModeRequestBody. */
export const setMessageRequestMode = defineApi({
  name: 'SET_MESSAGE_REQUEST_MODE',
  code: RequestCode.SET_MESSAGE_REQUEST_MODE,
  failures: {
    NO_PERMISSION: 'A retry topic.',
    TOPIC_NOT_EXIST: 'Unknown topic.',
    SUBSCRIPTION_GROUP_NOT_EXIST: 'Unknown group.',
  },
  source: ['QueryAssignmentProcessor#setMessageRequestMode'],
})

/** Broker to client, one-way: rebalance now. */
export const notifyConsumerIdsChanged = defineApi({
  name: 'NOTIFY_CONSUMER_IDS_CHANGED',
  code: RequestCode.NOTIFY_CONSUMER_IDS_CHANGED,
  request: { consumerGroup: str() },
  source: ['NotifyConsumerIdsChangedRequestHeader', 'Broker2Client#notifyConsumerIdsChanged'],
})

/** From a tool to the broker, which passes it to the client. Answer: ConsumerRunningInfo. */
export const getConsumerRunningInfo = defineApi({
  name: 'GET_CONSUMER_RUNNING_INFO',
  code: RequestCode.GET_CONSUMER_RUNNING_INFO,
  request: { consumerGroup: str(), clientId: str(), jstackEnable: optional(bool()) },
  failures: { SYSTEM_ERROR: 'The client is not online or too old.', CONSUME_MSG_TIMEOUT: 'It did not answer.' },
  source: [
    'GetConsumerRunningInfoRequestHeader',
    'AdminBrokerProcessor#getConsumerRunningInfo',
    'ClientRemotingProcessor#getConsumerRunningInfo',
  ],
})

/** As above. The broker adds the record as body and the last three fields. Answer: ConsumeMessageDirectlyResult. */
export const consumeMessageDirectly = defineApi({
  name: 'CONSUME_MESSAGE_DIRECTLY',
  code: RequestCode.CONSUME_MESSAGE_DIRECTLY,
  request: {
    consumerGroup: str(),
    clientId: optional(str()),
    msgId: optional(str()),
    topic: optional(str()),
    brokerName: optional(str()),
    topicSysFlag: optional(i32()),
    groupSysFlag: optional(i32()),
  },
  failures: { SYSTEM_ERROR: 'The client is not online or too old.', CONSUME_MSG_TIMEOUT: 'It did not answer.' },
  source: [
    'ConsumeMessageDirectlyResultRequestHeader',
    'AdminBrokerProcessor#consumeMessageDirectly',
    'ClientRemotingProcessor#consumeMessageDirectly',
  ],
})
