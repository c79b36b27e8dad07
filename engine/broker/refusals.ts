/**
 * What this engine does not do yet, as data: requests, properties and flags that are answered with an explicit refusal
 * and a log line, so that nothing is stored or dropped as if it were something else (docs/ARCHITECTURE.md, point 13).
 */
import { RequestCode, ResponseCode } from '../protocol/codes.ts'
import { PropertyName, SysFlag } from '../protocol/message.ts'
import type { TopicConfig } from '../protocol/topic-config.ts'

export interface Refusal {
  /** What was asked for, as users call it. */
  readonly feature: string
  readonly code: number
  readonly remark: string
}

function requestRefusal(feature: string): Refusal {
  return {
    feature,
    code: ResponseCode.REQUEST_CODE_NOT_SUPPORTED,
    remark: `${feature} is not supported by this broker`,
  }
}

const POP = requestRefusal('pop consumption')
const TRANSACTIONS = requestRefusal('transactional messages')
const REQUEST_REPLY = requestRefusal('request-reply messages')
const RECALL = requestRefusal('recall of timer messages')
const ASSIGNMENT = requestRefusal('assignment of queues by the broker')
const STATIC_TOPICS = requestRefusal('static topics')
const AUTH = requestRefusal('users and access control lists')
const COLD_DATA = requestRefusal('cold data flow control')
const ROCKSDB = requestRefusal('the RocksDB store')
const CONTAINER = requestRefusal('the broker container')
const CONTROLLER = requestRefusal('controller mode')
const ACTING_MASTER = requestRefusal('slave acting master mode')

/** Requests that 5.3.3 handles and this engine refuses, by code. */
export const REFUSED_REQUESTS: ReadonlyMap<number, Refusal> = new Map<number, Refusal>([
  [RequestCode.POP_MESSAGE, POP],
  [RequestCode.ACK_MESSAGE, POP],
  [RequestCode.PEEK_MESSAGE, POP],
  [RequestCode.CHANGE_MESSAGE_INVISIBLETIME, POP],
  [RequestCode.NOTIFICATION, POP],
  [RequestCode.POLLING_INFO, POP],
  [RequestCode.POP_ROLLBACK, POP],
  [RequestCode.BATCH_ACK_MESSAGE, POP],
  [RequestCode.SET_MESSAGE_REQUEST_MODE, POP],
  [RequestCode.QUERY_ASSIGNMENT, ASSIGNMENT],
  [RequestCode.END_TRANSACTION, TRANSACTIONS],
  [RequestCode.RESUME_CHECK_HALF_MESSAGE, TRANSACTIONS],
  [RequestCode.SEND_REPLY_MESSAGE, REQUEST_REPLY],
  [RequestCode.SEND_REPLY_MESSAGE_V2, REQUEST_REPLY],
  [RequestCode.RECALL_MESSAGE, RECALL],
  [RequestCode.UPDATE_AND_CREATE_STATIC_TOPIC, STATIC_TOPICS],
  [RequestCode.AUTH_CREATE_USER, AUTH],
  [RequestCode.AUTH_UPDATE_USER, AUTH],
  [RequestCode.AUTH_DELETE_USER, AUTH],
  [RequestCode.AUTH_GET_USER, AUTH],
  [RequestCode.AUTH_LIST_USER, AUTH],
  [RequestCode.AUTH_CREATE_ACL, AUTH],
  [RequestCode.AUTH_UPDATE_ACL, AUTH],
  [RequestCode.AUTH_DELETE_ACL, AUTH],
  [RequestCode.AUTH_GET_ACL, AUTH],
  [RequestCode.AUTH_LIST_ACL, AUTH],
  [RequestCode.UPDATE_COLD_DATA_FLOW_CTR_CONFIG, COLD_DATA],
  [RequestCode.REMOVE_COLD_DATA_FLOW_CTR_CONFIG, COLD_DATA],
  [RequestCode.GET_COLD_DATA_FLOW_CTR_INFO, COLD_DATA],
  [RequestCode.SET_COMMITLOG_READ_MODE, COLD_DATA],
  [RequestCode.CHECK_ROCKSDB_CQ_WRITE_PROGRESS, ROCKSDB],
  [RequestCode.EXPORT_ROCKSDB_CONFIG_TO_JSON, ROCKSDB],
  [RequestCode.ADD_BROKER, CONTAINER],
  [RequestCode.REMOVE_BROKER, CONTAINER],
  [RequestCode.GET_BROKER_EPOCH_CACHE, CONTROLLER],
  [RequestCode.NOTIFY_BROKER_ROLE_CHANGED, CONTROLLER],
  [RequestCode.NOTIFY_MIN_BROKER_ID_CHANGE, ACTING_MASTER],
])

/** Message refusals use codes that clients do not try again with. */
function messageRefusal(feature: string, code: number = ResponseCode.MESSAGE_ILLEGAL): Refusal {
  return { feature, code, remark: `${feature} are not supported by this broker; the message was not stored` }
}

const HALF_MESSAGES = messageRefusal('transactional messages', ResponseCode.NO_PERMISSION)
const TIMER_MESSAGES = messageRefusal('timer messages (TIMER_* properties)')
const INNER_BATCHES = messageRefusal('inner batches and light queues (INNER_* properties)')
const BATCH_TOPICS = messageRefusal('topics with queue.type=BatchCQ')
const COMPACTION_TOPICS = messageRefusal('topics with cleanup.policy=COMPACTION')

const TIMER_NAMES: readonly string[] = [
  PropertyName.TIMER_DELAY_SEC,
  PropertyName.TIMER_DELAY_MS,
  PropertyName.TIMER_DELIVER_MS,
  PropertyName.TIMER_DEL_UNIQKEY,
]
const INNER_NAMES: readonly string[] = [
  PropertyName.INNER_NUM,
  PropertyName.INNER_BASE,
  PropertyName.INNER_MULTI_DISPATCH,
  PropertyName.INNER_MULTI_QUEUE_OFFSET,
]

/** Why a message may not be stored, undefined when it may. Timer properties mean nothing beside a delay level. */
export function messageRefusalOf(
  sysFlag: number,
  properties: ReadonlyMap<string, string>,
  topic: TopicConfig,
): Refusal | undefined {
  const isTransactional =
    (sysFlag & SysFlag.TRANSACTION_MASK) !== 0 || properties.get(PropertyName.TRAN_MSG)?.toLowerCase() === 'true'
  if (isTransactional) return HALF_MESSAGES
  const hasLevel = Number(properties.get(PropertyName.DELAY) ?? 0) > 0
  if (!hasLevel && TIMER_NAMES.some((name) => properties.has(name))) return TIMER_MESSAGES
  const isInner = (sysFlag & (SysFlag.NEED_UNWRAP | SysFlag.INNER_BATCH)) !== 0
  if (isInner || INNER_NAMES.some((name) => properties.has(name))) return INNER_BATCHES
  if (topic.attributes.get('queue.type')?.toUpperCase() === 'BATCHCQ') return BATCH_TOPICS
  if (topic.attributes.get('cleanup.policy')?.toUpperCase() === 'COMPACTION') return COMPACTION_TOPICS
  return undefined
}

/** Filters by SQL; TAG is the only kind of expression that is evaluated. */
export const SQL_FILTER: Refusal = {
  feature: 'SQL92 filters',
  code: ResponseCode.SYSTEM_ERROR,
  remark: 'The broker does not support consumer to filter message by SQL92',
}

export function isTagExpression(expressionType: string | undefined): boolean {
  return expressionType === undefined || expressionType === '' || expressionType === 'TAG'
}
