/** Brokers telling name servers that they live and what they hold. */
import { RequestCode } from '../codes.ts'
import { bool, defineApi, i32, i64, optional, str, wire } from '../fields.ts'

/** Body: RegisterBrokerBody, plain or compressed. Answer: KVTable of ordered topics, if there are any. */
export const registerBroker = defineApi({
  name: 'REGISTER_BROKER',
  code: RequestCode.REGISTER_BROKER,
  request: {
    brokerName: str(),
    /** The address that clients are told. */
    brokerAddr: str(),
    clusterName: str(),
    haServerAddr: str(),
    brokerId: i64(),
    heartbeatTimeoutMillis: optional(i64()),
    enableActingMaster: optional(bool()),
    /** Form of the body. Java 5.3.3 writes false even when it compressed the body. */
    compressed: optional(bool()),
    /** CRC-32 of the body as sent, without its top bit; 0 is not checked. */
    bodyCrc32: optional(i32()),
    zoneName: optional(wire('__ZONE_NAME', str())),
  },
  response: {
    /** Both only for slaves whose master is registered. */
    haServerAddr: optional(str()),
    masterAddr: optional(str()),
  },
  failures: { SYSTEM_ERROR: 'The CRC does not match, or a first registration with a single topic.' },
  source: ['RegisterBrokerRequestHeader', 'RegisterBrokerResponseHeader', 'DefaultRequestProcessor#registerBroker'],
})

export const unregisterBroker = defineApi({
  name: 'UNREGISTER_BROKER',
  code: RequestCode.UNREGISTER_BROKER,
  request: { brokerName: str(), brokerAddr: str(), clusterName: str(), brokerId: i64() },
  failures: { SYSTEM_ERROR: 'Too many unregistrations are waiting.' },
  source: ['UnRegisterBrokerRequestHeader', 'DefaultRequestProcessor#unregisterBroker'],
})

/** Body both ways: DataVersion. Also counts as a sign of life. */
export const queryDataVersion = defineApi({
  name: 'QUERY_DATA_VERSION',
  code: RequestCode.QUERY_DATA_VERSION,
  request: { brokerName: str(), brokerAddr: str(), clusterName: str(), brokerId: i64() },
  response: { changed: bool() },
  source: [
    'QueryDataVersionRequestHeader',
    'QueryDataVersionResponseHeader',
    'DefaultRequestProcessor#queryBrokerTopicConfig',
  ],
})

/** A sign of life and nothing else. */
export const brokerHeartbeat = defineApi({
  name: 'BROKER_HEARTBEAT',
  code: RequestCode.BROKER_HEARTBEAT,
  request: {
    clusterName: str(),
    brokerAddr: str(),
    brokerName: str(),
    brokerId: optional(i64()),
    epoch: optional(i32()),
    maxOffset: optional(i64()),
    confirmOffset: optional(i64()),
    /** Spelled so, unlike at registration. */
    heartbeatTimeoutMills: optional(i64()),
    electionPriority: optional(i32()),
  },
  source: ['BrokerHeartbeatRequestHeader', 'DefaultRequestProcessor#brokerHeartbeat'],
})

/** Answer: GetBrokerMemberGroupResponseBody. */
export const getBrokerMemberGroup = defineApi({
  name: 'GET_BROKER_MEMBER_GROUP',
  code: RequestCode.GET_BROKER_MEMBER_GROUP,
  request: { clusterName: str(), brokerName: str() },
  source: ['GetBrokerMemberGroupRequestHeader', 'DefaultRequestProcessor#getBrokerMemberGroup'],
})

/** Name server to broker, one-way, when configured. */
export const notifyMinBrokerIdChange = defineApi({
  name: 'NOTIFY_MIN_BROKER_ID_CHANGE',
  code: RequestCode.NOTIFY_MIN_BROKER_ID_CHANGE,
  request: {
    minBrokerId: optional(i64()),
    brokerName: optional(str()),
    minBrokerAddr: optional(str()),
    offlineBrokerAddr: optional(str()),
    haBrokerAddr: optional(str()),
  },
  source: ['NotifyMinBrokerIdChangeRequestHeader', 'AdminBrokerProcessor#notifyMinBrokerIdChange'],
})
