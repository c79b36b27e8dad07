/**
 * What happens to a message whose consumption failed: it goes back to the broker that stored it, for a later delivery or
 * to the dead letters; when that broker cannot be reached, a copy is sent to the group's retry topic on any broker.
 * Source: DefaultMQPushConsumerImpl#sendMessageBack, #sendMessageBackAsNormalMessage.
 */
import { errorText } from '../base/errors.ts'
import type { Log } from '../base/ports.ts'
import { hostText } from '../protocol/host-address.ts'
import { type Message, PropertyName } from '../protocol/message.ts'
import { retryTopic } from '../protocol/topics.ts'
import type { BrokerCalls } from './broker-calls.ts'
import type { MessageSender } from './message-sender.ts'
import type { ReceivedMessage } from './received-message.ts'
import type { RouteCache } from './route-cache.ts'

const SEND_BACK_TIMEOUT_MS = 5000

/** The first retry waits level 3, 10 s; each further one a level more. */
const FIRST_RETRY_LEVEL = 3

export interface SendBackParts {
  readonly log: Log
  readonly routes: RouteCache
  readonly calls: BrokerCalls
  readonly sender: MessageSender
}

export class SendBack {
  readonly #group: string
  readonly #reconsumeTimesMax: number
  readonly #parts: SendBackParts

  constructor(group: string, reconsumeTimesMax: number, parts: SendBackParts) {
    this.#group = group
    this.#reconsumeTimesMax = reconsumeTimesMax
    this.#parts = parts
  }

  /**
   * @param delayLevel 0: by the number of failures; -1: to the dead letters at once
   * @returns whether the broker has it; false leaves the message to the caller.
   */
  async sendBack(message: ReceivedMessage, delayLevel: number): Promise<boolean> {
    const { calls, log, routes } = this.#parts
    const address = routes.masterAddress(message.brokerName) ?? hostText(message.storeHost)
    try {
      await calls.sendBack(
        address,
        {
          group: this.#group,
          offset: message.logOffset,
          delayLevel,
          originMsgId: message.msgId,
          originTopic: message.topic,
          unitMode: false,
          maxReconsumeTimes: this.#reconsumeTimesMax,
        },
        SEND_BACK_TIMEOUT_MS,
      )
      return true
    } catch (error) {
      log.warn('message could not be sent back, a copy is sent', { msgId: message.msgId, error: errorText(error) })
      return this.sendCopy(message)
    }
  }

  /** Sends a copy to the group's retry topic; the broker turns it into a dead letter when it failed too often. */
  async sendCopy(message: ReceivedMessage): Promise<boolean> {
    try {
      await this.#parts.sender.send(retryCopy(message, this.#group, this.#reconsumeTimesMax), {
        timeoutMs: SEND_BACK_TIMEOUT_MS,
      })
      return true
    } catch (error) {
      this.#parts.log.error('retry copy could not be sent', { msgId: message.msgId, error: errorText(error) })
      return false
    }
  }
}

/** The message that is delivered again after its delay level. */
export function retryCopy(message: ReceivedMessage, group: string, reconsumeTimesMax: number): Message {
  const properties = new Map(message.properties)
  // Local to this delivery, or of a transaction that is over.
  for (const name of [PropertyName.TRAN_MSG, PropertyName.MIN_OFFSET, PropertyName.MAX_OFFSET]) properties.delete(name)
  if (!properties.has(PropertyName.RETRY_TOPIC)) properties.set(PropertyName.RETRY_TOPIC, message.topic)
  if (!properties.has(PropertyName.ORIGIN_MESSAGE_ID)) properties.set(PropertyName.ORIGIN_MESSAGE_ID, message.msgId)
  properties.set(PropertyName.RECONSUME_TIME, String(message.reconsumeTimes + 1))
  properties.set(PropertyName.MAX_RECONSUME_TIMES, String(reconsumeTimesMax))
  properties.set(PropertyName.DELAY, String(FIRST_RETRY_LEVEL + message.reconsumeTimes))
  return { topic: retryTopic(group), flag: message.flag, body: message.body, properties }
}
