/** Settings of topics and of consumer groups as brokers keep, exchange and store them; rules live with their users. */
import { READ_WRITE } from './message.ts'

export type TopicFilterType = 'SINGLE_TAG' | 'MULTI_TAG'

export interface TopicConfig {
  readonly topicName: string
  readonly readQueueNums: number
  readonly writeQueueNums: number
  readonly perm: number
  readonly topicFilterType: TopicFilterType
  readonly topicSysFlag: number
  /** Whether queues are fixed to brokers by the name server's order configuration. */
  readonly order: boolean
  /** `message.type`, `queue.type`, `cleanup.policy`, `reserve.time`; plain names without the sign of an update. */
  readonly attributes: ReadonlyMap<string, string>
}

/** Java's class defaults; automatic creation uses 8 queues and its template's permission. Source: TopicConfig. */
export const TOPIC_CONFIG_DEFAULTS: Omit<TopicConfig, 'topicName'> = {
  readQueueNums: 16,
  writeQueueNums: 16,
  perm: READ_WRITE,
  topicFilterType: 'SINGLE_TAG',
  topicSysFlag: 0,
  order: false,
  attributes: new Map(),
}

export function makeTopicConfig(
  topicName: string,
  settings: Partial<Omit<TopicConfig, 'topicName'>> = {},
): TopicConfig {
  return { ...TOPIC_CONFIG_DEFAULTS, ...settings, topicName }
}

export function sameTopicConfig(a: TopicConfig, b: TopicConfig): boolean {
  return (
    a.topicName === b.topicName &&
    a.readQueueNums === b.readQueueNums &&
    a.writeQueueNums === b.writeQueueNums &&
    a.perm === b.perm &&
    a.topicFilterType === b.topicFilterType &&
    a.topicSysFlag === b.topicSysFlag &&
    a.order === b.order &&
    a.attributes.size === b.attributes.size &&
    [...a.attributes].every(([name, value]) => b.attributes.get(name) === value)
  )
}

export interface GroupRetryPolicy {
  readonly type: 'CUSTOMIZED' | 'EXPONENTIAL'
  readonly customizedRetryPolicy?: { readonly next: readonly number[] } | undefined
  readonly exponentialRetryPolicy?:
    { readonly initial: number; readonly max: number; readonly multiplier: number } | undefined
}

/** A subscription that an administrator fixed for the group (not the consumers' own). */
export interface SimpleSubscription {
  readonly topic: string
  readonly expressionType: string
  readonly expression: string
  readonly version: number
}

export interface SubscriptionGroupConfig {
  readonly groupName: string
  readonly consumeEnable: boolean
  readonly consumeFromMinEnable: boolean
  readonly consumeBroadcastEnable: boolean
  readonly consumeMessageOrderly: boolean
  readonly retryQueueNums: number
  /** Deliveries after the first, before a message goes to the dead-letter topic. */
  readonly retryMaxTimes: number
  readonly groupRetryPolicy: GroupRetryPolicy
  /** The broker id that consumers normally read from, and the one for those that fall far behind. */
  readonly brokerId: number
  readonly whichBrokerWhenConsumeSlowly: number
  readonly notifyConsumerIdsChangedEnable: boolean
  readonly groupSysFlag: number
  readonly consumeTimeoutMinute: number
  readonly subscriptionDataSet?: readonly SimpleSubscription[] | undefined
  readonly attributes: ReadonlyMap<string, string>
}

/** Source: SubscriptionGroupConfig. */
export const SUBSCRIPTION_GROUP_DEFAULTS: Omit<SubscriptionGroupConfig, 'groupName'> = {
  consumeEnable: true,
  consumeFromMinEnable: true,
  consumeBroadcastEnable: true,
  consumeMessageOrderly: false,
  retryQueueNums: 1,
  retryMaxTimes: 16,
  groupRetryPolicy: { type: 'CUSTOMIZED' },
  brokerId: 0,
  whichBrokerWhenConsumeSlowly: 1,
  notifyConsumerIdsChangedEnable: true,
  groupSysFlag: 0,
  consumeTimeoutMinute: 15,
  attributes: new Map(),
}

export function makeSubscriptionGroup(
  groupName: string,
  settings: Partial<Omit<SubscriptionGroupConfig, 'groupName'>> = {},
): SubscriptionGroupConfig {
  return { ...SUBSCRIPTION_GROUP_DEFAULTS, ...settings, groupName }
}
