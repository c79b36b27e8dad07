/**
 * Names: system topics and groups, names derived from groups, and what a name may look like. Which system topics a
 * broker creates, with how many queues, is the broker's business.
 */
import { TOPIC_BYTES_MAX } from '../base/limits.ts'

export const RETRY_TOPIC_PREFIX = '%RETRY%'
export const DLQ_TOPIC_PREFIX = '%DLQ%'
export const SYSTEM_TOPIC_PREFIX = 'rmq_sys_'
export const SYSTEM_GROUP_PREFIX = 'CID_RMQ_SYS_'

/** Source: TopicValidator. */
export const SystemTopic = {
  /** Template that producers name for automatic creation. */
  AUTO_CREATE: 'TBW102',
  SCHEDULE: 'SCHEDULE_TOPIC_XXXX',
  BENCHMARK: 'BenchmarkTest',
  TRANS_HALF: 'RMQ_SYS_TRANS_HALF_TOPIC',
  TRANS_OP_HALF: 'RMQ_SYS_TRANS_OP_HALF_TOPIC',
  TRANS_CHECK_MAX_TIME: 'TRANS_CHECK_MAX_TIME_TOPIC',
  TRACE: 'RMQ_SYS_TRACE_TOPIC',
  SELF_TEST: 'SELF_TEST_TOPIC',
  OFFSET_MOVED_EVENT: 'OFFSET_MOVED_EVENT',
  ROCKSDB_CHECKPOINT: 'CHECKPOINT_TOPIC',
  /** Not in Java's fixed list, but covered by its prefix. */
  TIMER: 'rmq_sys_wheel_timer',
} as const

const SYSTEM_TOPICS: ReadonlySet<string> = new Set(Object.values(SystemTopic))

const NO_SEND_TOPICS: ReadonlySet<string> = new Set([
  SystemTopic.SCHEDULE,
  SystemTopic.TRANS_HALF,
  SystemTopic.TRANS_OP_HALF,
  SystemTopic.TRANS_CHECK_MAX_TIME,
  SystemTopic.SELF_TEST,
  SystemTopic.OFFSET_MOVED_EVENT,
])

/** Groups that exist on every broker. Source: SubscriptionGroupManager#init. */
export const SYSTEM_GROUPS: readonly string[] = [
  'TOOLS_CONSUMER',
  'FILTERSRV_CONSUMER',
  'SELF_TEST_C_GROUP',
  'CID_ONS-HTTP-PROXY',
  'CID_ONSAPI_PULL',
  'CID_ONSAPI_PERMISSION',
  'CID_ONSAPI_OWNER',
  'CID_RMQ_SYS_TRANS',
]

/** Names that Java keeps for itself. Source: MixAll#isPredefinedGroup. */
const PREDEFINED_GROUPS: ReadonlySet<string> = new Set([
  ...SYSTEM_GROUPS.filter((group) => !group.startsWith(SYSTEM_GROUP_PREFIX)),
  'DEFAULT_CONSUMER',
  'DEFAULT_PRODUCER',
  'SCHEDULE_CONSUMER',
  '__MONITOR_CONSUMER',
  'CLIENT_INNER_PRODUCER',
  'SELF_TEST_P_GROUP',
])

/** Consumer-group name that tools use. */
export const TOOLS_GROUP = 'TOOLS_CONSUMER'

/** Names of a producer or consumer that was not given one; refused by clients. */
export const DEFAULT_PRODUCER_GROUP = 'DEFAULT_PRODUCER'
export const DEFAULT_CONSUMER_GROUP = 'DEFAULT_CONSUMER'

export function retryTopic(group: string): string {
  return RETRY_TOPIC_PREFIX + group
}

export function dlqTopic(group: string): string {
  return DLQ_TOPIC_PREFIX + group
}

export function replyTopic(clusterName: string): string {
  return `${clusterName}_REPLY_TOPIC`
}

export function reviveTopic(clusterName: string): string {
  return `${SYSTEM_TOPIC_PREFIX}REVIVE_LOG_${clusterName}`
}

export function syncMemberTopic(brokerName: string): string {
  return `${SYSTEM_TOPIC_PREFIX}SYNC_BROKER_MEMBER_${brokerName}`
}

export function isRetryTopic(topic: string): boolean {
  return topic.startsWith(RETRY_TOPIC_PREFIX)
}

export function isDlqTopic(topic: string): boolean {
  return topic.startsWith(DLQ_TOPIC_PREFIX)
}

/** The group behind a retry or dead-letter topic, or undefined. */
export function groupOfTopic(topic: string): string | undefined {
  if (isRetryTopic(topic)) return topic.slice(RETRY_TOPIC_PREFIX.length)
  if (isDlqTopic(topic)) return topic.slice(DLQ_TOPIC_PREFIX.length)
  return undefined
}

/**
 * Fixed names and the `rmq_sys_` prefix. A broker adds names of its own (its cluster, itself, its reply topic) and must
 * ask its own set too. Source: TopicValidator#isSystemTopic.
 */
export function isSystemTopic(topic: string): boolean {
  return SYSTEM_TOPICS.has(topic) || topic.startsWith(SYSTEM_TOPIC_PREFIX)
}

/** Source: MixAll#isSysConsumerGroup. */
export function isSystemGroup(group: string): boolean {
  return group.startsWith(SYSTEM_GROUP_PREFIX)
}

export function isPredefinedGroup(group: string): boolean {
  return PREDEFINED_GROUPS.has(group)
}

/** Whether clients may send to the topic at all. Source: TopicValidator#isNotAllowedSendTopic. */
export function isSendForbidden(topic: string): boolean {
  return NO_SEND_TOPICS.has(topic)
}

/** Groups share the alphabet, `Validators` allows them this much. */
export const GROUP_CHARACTERS_MAX = 255

const NAME_PATTERN = /^[%|a-zA-Z0-9_-]+$/

export type NameCheck = { readonly kind: 'ok' } | { readonly kind: 'bad'; readonly reason: string }

const OK: NameCheck = { kind: 'ok' }

/** Java's wording, which clients show as the remark of the refusal. Source: TopicValidator#validateTopic. */
export function checkTopicName(topic: string): NameCheck {
  if (topic.trim() === '') return bad('The specified topic is blank.')
  if (!NAME_PATTERN.test(topic)) {
    return bad('The specified topic contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$')
  }
  if (topic.length > TOPIC_BYTES_MAX) return bad('The specified topic is longer than topic max length.')
  return OK
}

/** Source: Validators#checkGroup. */
export function checkGroupName(group: string): NameCheck {
  if (group.trim() === '') return bad('the specified group is blank')
  if (group.length > GROUP_CHARACTERS_MAX) return bad('the specified group is longer than group max length 255.')
  if (!NAME_PATTERN.test(group)) {
    return bad(`the specified group[${group}] contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$`)
  }
  return OK
}

function bad(reason: string): NameCheck {
  return { kind: 'bad', reason }
}
