/**
 * Values as Java's `toString` prints them, because mqadmin's users read and grep those texts: maps, doubles, queues,
 * messages, settings, send results.
 */
import { javaHashCode } from '../base/hash.ts'
import { type ReceivedMessage } from '../client/received-message.ts'
import { queueText, type SendResult } from '../client/send-result.ts'
import { hostText } from '../protocol/host-address.ts'
import { JavaDouble, javaJson } from '../protocol/java-json.ts'
import { permissionText } from '../protocol/message.ts'
import type { GroupRetryPolicy, SubscriptionGroupConfig, TopicConfig } from '../protocol/topic-config.ts'

/** `0.0`, `1.5E10`. */
export function doubleText(value: number): string {
  return javaJson(new JavaDouble(value))
}

/** `{a=1, b=2}` in the map's own order. */
export function mapText(map: ReadonlyMap<string | number, string | number>): string {
  return `{${[...map].map(([name, value]) => `${name}=${value}`).join(', ')}}`
}

/** Buckets of the map that Java keeps a message's properties in. Source: MessageDecoder#string2messageProperties. */
const PROPERTY_BUCKETS = 128

/** A message's properties in the order in which Java's HashMap walks them. */
export function propertiesText(properties: ReadonlyMap<string, string>): string {
  const bucketOf = (name: string): number => {
    const hash = javaHashCode(name)
    return (hash ^ (hash >>> 16)) & (PROPERTY_BUCKETS - 1)
  }
  return mapText(new Map([...properties].sort((a, b) => bucketOf(a[0]) - bucketOf(b[0]))))
}

/** Source: MessageExt#toString, Message#toString. */
export function messageText(message: ReceivedMessage): string {
  const body = [...message.body].map((byte) => (byte << 24) >> 24).join(', ')
  return (
    `MessageExt [brokerName=${message.brokerName === '' ? 'null' : message.brokerName}, queueId=${message.queueId}, ` +
    `storeSize=${message.recordBytes}, queueOffset=${message.queueOffset}, sysFlag=${message.sysFlag}, ` +
    `bornTimestamp=${message.bornTimestampMs}, bornHost=/${hostText(message.bornHost)}, ` +
    `storeTimestamp=${message.storeTimestampMs}, storeHost=/${hostText(message.storeHost)}, ` +
    `msgId=${message.offsetMsgId}, commitLogOffset=${message.logOffset}, bodyCRC=${message.bodyCrc}, ` +
    `reconsumeTimes=${message.reconsumeTimes}, preparedTransactionOffset=${message.preparedTransactionOffset}, ` +
    `toString()=Message{topic='${message.topic}', flag=${message.flag}, ` +
    `properties=${propertiesText(message.properties)}, body=[${body}], transactionId='null'}]`
  )
}

/** Source: SendResult#toString. */
export function sendResultText(result: SendResult): string {
  return (
    `SendResult [sendStatus=${result.status}, msgId=${result.msgId}, offsetMsgId=${result.offsetMsgId}, ` +
    `messageQueue=${queueText(result.queue)}, queueOffset=${result.queueOffset}, ` +
    `recallHandle=${result.recallHandle ?? 'null'}]`
  )
}

/** @param attributes as they were asked for, with their signs. Source: TopicConfig#toString. */
export function topicConfigText(
  config: TopicConfig,
  attributes: ReadonlyMap<string, string> = config.attributes,
): string {
  return (
    `TopicConfig [topicName=${config.topicName}, readQueueNums=${config.readQueueNums}, ` +
    `writeQueueNums=${config.writeQueueNums}, perm=${permissionText(config.perm)}, ` +
    `topicFilterType=${config.topicFilterType}, topicSysFlag=${config.topicSysFlag}, order=${config.order}, ` +
    `attributes=${mapText(attributes)}]`
  )
}

/** Source: GroupRetryPolicy#toString and its parts. */
export function retryPolicyText(policy: GroupRetryPolicy): string {
  const exponential = policy.exponentialRetryPolicy
  const customized = policy.customizedRetryPolicy
  const exponentialText =
    exponential === undefined
      ? 'null'
      : `ExponentialRetryPolicy{initial=${exponential.initial}, max=${exponential.max}, ` +
        `multiplier=${exponential.multiplier}}`
  const customizedText =
    customized === undefined ? 'null' : `CustomizedRetryPolicy{next=[${customized.next.join(', ')}]}`
  return (
    `GroupRetryPolicy{type=${policy.type}, exponentialRetryPolicy=${exponentialText}, ` +
    `customizedRetryPolicy=${customizedText}}`
  )
}

/** The fields of a group in the order in which Java declares them. Source: SubscriptionGroupConfig. */
export function groupConfigFields(config: SubscriptionGroupConfig): readonly (readonly [string, string])[] {
  const subscriptions = config.subscriptionDataSet
    ?.map(
      (each) =>
        `SimpleSubscriptionData{topic='${each.topic}', expressionType='${each.expressionType}', ` +
        `expression='${each.expression}', version=${each.version}}`,
    )
    .join(', ')
  return [
    ['groupName', config.groupName],
    ['consumeEnable', String(config.consumeEnable)],
    ['consumeFromMinEnable', String(config.consumeFromMinEnable)],
    ['consumeBroadcastEnable', String(config.consumeBroadcastEnable)],
    ['consumeMessageOrderly', String(config.consumeMessageOrderly)],
    ['retryQueueNums', String(config.retryQueueNums)],
    ['retryMaxTimes', String(config.retryMaxTimes)],
    ['groupRetryPolicy', retryPolicyText(config.groupRetryPolicy)],
    ['brokerId', String(config.brokerId)],
    ['whichBrokerWhenConsumeSlowly', String(config.whichBrokerWhenConsumeSlowly)],
    ['notifyConsumerIdsChangedEnable', String(config.notifyConsumerIdsChangedEnable)],
    ['groupSysFlag', String(config.groupSysFlag)],
    ['consumeTimeoutMinute', String(config.consumeTimeoutMinute)],
    ['subscriptionDataSet', subscriptions === undefined ? 'null' : `[${subscriptions}]`],
    ['attributes', mapText(config.attributes)],
  ]
}

/** Source: SubscriptionGroupConfig#toString. */
export function groupConfigText(config: SubscriptionGroupConfig): string {
  const fields = groupConfigFields(config).map(([name, value]) => `${name}=${value}`)
  return `SubscriptionGroupConfig{${fields.join(', ')}}`
}
