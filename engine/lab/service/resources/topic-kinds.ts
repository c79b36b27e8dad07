/**
 * Which topics and groups are the user's own, and which belong to RocketMQ: fixed names and prefixes, what each broker
 * makes for its cluster and itself, and what name servers and brokers call system topics.
 */
import type { topicKind } from '../../../contract/resources-api.ts'
import {
  isDlqTopic,
  isPredefinedGroup,
  isRetryTopic,
  isSystemGroup,
  isSystemTopic,
  replyTopic,
} from '../../../protocol/topics.ts'
import type * as z from 'zod'
import type { BrokerPlace } from './broker-reach.ts'

export type TopicKind = z.infer<typeof topicKind>

/** @param said what brokers and name servers call system topics; may be incomplete */
export function systemTopics(places: readonly BrokerPlace[], said: readonly string[] = []): ReadonlySet<string> {
  const names = new Set(said)
  for (const { clusterName, brokerName } of places) {
    for (const name of [clusterName, brokerName, replyTopic(clusterName)]) names.add(name)
  }
  return names
}

export function kindOfTopic(topic: string, system: ReadonlySet<string>): TopicKind {
  if (isRetryTopic(topic)) return 'retry'
  if (isDlqTopic(topic)) return 'dlq'
  return isSystemTopic(topic) || system.has(topic) ? 'system' : 'normal'
}

/** Groups that exist on every broker or that tools use. Source: MixAll#isSysConsumerGroup, #isPredefinedGroup. */
export function isGroupOfRocketmq(group: string): boolean {
  return isSystemGroup(group) || isPredefinedGroup(group)
}
