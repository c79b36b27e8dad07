/**
 * Where a message goes that a consumer could not process: the group's retry topic after a delay, or its dead-letter
 * topic. Pure decisions; reading and storing is the handlers' business.
 * Source: AbstractSendMessageProcessor#consumerSendMsgBack, SendMessageProcessor#handleRetryAndDLQ.
 */
import { PropertyName } from '../protocol/message.ts'
import type { DecodedRecord } from '../protocol/record.ts'

/** The delay level of the first retry: 10 seconds. */
const FIRST_RETRY_LEVEL = 3

/** MQVersion ordinal of V3_4_9, the first client that says how often it wants retries. */
export const MAX_RECONSUME_SINCE_VERSION = 121

export type RetryTarget =
  | { readonly to: 'retry'; readonly delayLevel: number }
  /** Retried often enough, or the consumer wants no more retries. */
  | { readonly to: 'dead-letter' }

/** @param delayLevel as requested: 0 lets the number of retries decide, negative asks for the dead-letter topic */
export function retryTarget(reconsumeTimes: number, maxReconsumeTimes: number, delayLevel: number): RetryTarget {
  if (reconsumeTimes >= maxReconsumeTimes || delayLevel < 0) return { to: 'dead-letter' }
  return { to: 'retry', delayLevel: delayLevel === 0 ? FIRST_RETRY_LEVEL + reconsumeTimes : delayLevel }
}

/**
 * The properties of the copy: the original topic and the id of the first copy are kept from retry to retry.
 * @param messageId offset id of the message that is given back
 */
export function retryProperties(record: DecodedRecord, messageId: string, target: RetryTarget): Map<string, string> {
  const properties = new Map(record.properties)
  if (!properties.has(PropertyName.RETRY_TOPIC)) properties.set(PropertyName.RETRY_TOPIC, record.topic)
  if (!properties.has(PropertyName.ORIGIN_MESSAGE_ID)) properties.set(PropertyName.ORIGIN_MESSAGE_ID, messageId)
  if (target.to === 'retry') properties.set(PropertyName.DELAY, String(target.delayLevel))
  else properties.delete(PropertyName.DELAY)
  return properties
}
