/** Producing: single messages and batches, and giving a consumed message back for retry. */
import { RequestCode } from '../codes.ts'
import { bool, defineApi, i32, i64, optional, str, wire } from '../fields.ts'

/** Part of every accepted send: codes 0, 10, 11 and 12 carry all of it, or Java's client fails. */
const sendResponse = {
  /** Offset id; for a batch the ids of all messages joined with commas. */
  msgId: str(),
  queueId: i32(),
  /** Of the first message of a batch. */
  queueOffset: i64(),
  /** The message's UNIQ_KEY. */
  transactionId: optional(str()),
  batchUniqId: optional(str()),
  recallHandle: optional(str()),
  regionId: optional(wire('MSG_REGION', str())),
  traceOn: optional(wire('TRACE_ON', bool())),
}

const sendFailures = {
  FLUSH_DISK_TIMEOUT: 'Stored, but the disk did not confirm in time. Carries the whole header.',
  FLUSH_SLAVE_TIMEOUT: 'Stored, but not enough slaves confirmed in time. Carries the whole header.',
  SLAVE_NOT_AVAILABLE: 'Stored, but there is no slave to confirm. Carries the whole header.',
  SYSTEM_ERROR: 'The store could not take the message, or the broker does not accept sends yet.',
  SYSTEM_BUSY: 'A slave, or a store that cannot keep up: try another broker.',
  MESSAGE_ILLEGAL: 'Body or properties too large, or a batch that may not be one.',
  SERVICE_NOT_AVAILABLE: 'The store is shutting down, full or read-only.',
  NO_PERMISSION: 'The broker or topic does not take messages from clients.',
  TOPIC_NOT_EXIST: 'Unknown topic that may not be created automatically.',
  SUBSCRIPTION_GROUP_NOT_EXIST: 'A retry topic of an unknown group.',
  INVALID_PARAMETER: 'Bad topic name or queue id.',
}

/** The long form, sent with `org.apache.rocketmq.client.sendSmartMsg=false` and by old clients. Body: the message. */
export const sendMessage = defineApi({
  name: 'SEND_MESSAGE',
  code: RequestCode.SEND_MESSAGE,
  request: {
    producerGroup: str(),
    topic: str(),
    /** Template for automatic creation. */
    defaultTopic: str(),
    defaultTopicQueueNums: i32(),
    /** Negative: the broker picks one. */
    queueId: i32(),
    sysFlag: i32(),
    bornTimestamp: i64(),
    flag: i32(),
    properties: optional(str()),
    reconsumeTimes: optional(i32()),
    unitMode: optional(bool()),
    maxReconsumeTimes: optional(i32()),
    /** The body is a batch; the request code alone does not say so. */
    batch: optional(bool()),
    brokerName: optional(wire('bname', str())),
  },
  response: sendResponse,
  failures: sendFailures,
  source: ['SendMessageRequestHeader', 'SendMessageResponseHeader', 'SendMessageProcessor#processRequest'],
})

/** Fields of `sendMessage` under one-letter names. */
const shortRequest = {
  producerGroup: wire('a', str()),
  topic: wire('b', str()),
  defaultTopic: wire('c', str()),
  defaultTopicQueueNums: wire('d', i32()),
  queueId: wire('e', i32()),
  sysFlag: wire('f', i32()),
  bornTimestamp: wire('g', i64()),
  flag: wire('h', i32()),
  properties: optional(wire('i', str())),
  reconsumeTimes: optional(wire('j', i32())),
  unitMode: optional(wire('k', bool())),
  maxReconsumeTimes: optional(wire('l', i32())),
  batch: optional(wire('m', bool())),
  brokerName: optional(wire('n', str())),
}

/** What clients send by default. Body: the message. */
export const sendMessageV2 = defineApi({
  name: 'SEND_MESSAGE_V2',
  code: RequestCode.SEND_MESSAGE_V2,
  request: shortRequest,
  response: sendResponse,
  failures: sendFailures,
  source: ['SendMessageRequestHeaderV2', 'SendMessageProcessor#processRequest'],
})

/** Body: a client batch, see `batch.ts`; `batch` is true. */
export const sendBatchMessage = defineApi({
  name: 'SEND_BATCH_MESSAGE',
  code: RequestCode.SEND_BATCH_MESSAGE,
  request: shortRequest,
  response: sendResponse,
  failures: sendFailures,
  source: ['SendMessageRequestHeaderV2', 'SendMessageProcessor#sendBatchMessage'],
})

/** A consumer could not process a stored message: deliver it again later, or park it in the dead-letter topic. */
export const consumerSendMsgBack = defineApi({
  name: 'CONSUMER_SEND_MSG_BACK',
  code: RequestCode.CONSUMER_SEND_MSG_BACK,
  request: {
    /** Log offset of the message. */
    offset: i64(),
    group: str(),
    /** 0: by the number of retries so far. Negative: dead-letter topic at once. */
    delayLevel: i32(),
    originMsgId: optional(str()),
    originTopic: optional(str()),
    unitMode: optional(bool()),
    /** Absent: the group's own limit. Honoured from client version 3.4.9 on. */
    maxReconsumeTimes: optional(i32()),
  },
  failures: {
    SUBSCRIPTION_GROUP_NOT_EXIST: 'The group has no settings on this broker.',
    NO_PERMISSION: 'Broker or retry topic do not take messages.',
    SYSTEM_ERROR: 'The message is gone, or the copy could not be stored.',
  },
  source: ['ConsumerSendMsgBackRequestHeader', 'AbstractSendMessageProcessor#consumerSendMsgBack'],
})
