/**
 * The way into the store for everything but plain sends: turns properties into their stored form and sends a message
 * with a delay level round by the schedule topic. Whether the message may be stored was decided before.
 * Source: HookUtils#handleScheduleMessage, MessageStore#asyncPutMessage.
 */
import type { Bytes } from '../base/bytes.ts'
import type { DelayLevels } from '../protocol/delay-level.ts'
import type { HostAddress } from '../protocol/host-address.ts'
import { PropertyName } from '../protocol/message.ts'
import { encodePropertiesBytes } from '../protocol/properties.ts'
import { SystemTopic } from '../protocol/topics.ts'
import type { PutResult, StoreMessage } from '../store/types.ts'

/** A message to store, with its properties as a map; `DELAY` above 0 makes it wait. */
export interface PutRequest {
  readonly topic: string
  readonly queueId: number
  readonly flag: number
  readonly sysFlag: number
  readonly bornTimestampMs: number
  readonly bornHost: HostAddress
  readonly storeHost?: HostAddress | undefined
  readonly reconsumeTimes: number
  readonly body: Bytes
  readonly properties: ReadonlyMap<string, string>
}

/** What this needs of the store. */
export interface PutStore {
  putMessage(message: StoreMessage): PutResult
}

export class MessagePut {
  readonly #store: PutStore
  readonly #levels: DelayLevels

  constructor(store: PutStore, levels: DelayLevels) {
    this.#store = store
    this.#levels = levels
  }

  /** Stores the message, or its delayed form. The outcome's offsets are those of what was really stored. */
  put(request: PutRequest): PutResult {
    const level = delayLevelOf(request.properties)
    if (level === undefined) {
      return { status: 'refused', reason: 'illegal', detail: `delay level "${request.properties.get('DELAY')}"` }
    }
    if (level <= 0) return this.#append(request, request.topic, request.queueId, request.properties)
    const properties = new Map(request.properties)
    properties.set(PropertyName.REAL_TOPIC, request.topic)
    properties.set(PropertyName.REAL_QID, String(request.queueId))
    for (const name of TIMER_PROPERTIES) properties.delete(name)
    return this.#append(request, SystemTopic.SCHEDULE, this.#levels.clamp(level) - 1, properties)
  }

  #append(request: PutRequest, topic: string, queueId: number, properties: ReadonlyMap<string, string>): PutResult {
    return this.#store.putMessage({ ...request, topic, queueId, properties: encodePropertiesBytes(properties) })
  }
}

const TIMER_PROPERTIES = [PropertyName.TIMER_DELAY_SEC, PropertyName.TIMER_DELAY_MS, PropertyName.TIMER_DELIVER_MS]

/** The delay level that the properties ask for, 0 without one, undefined when it is no integer. */
export function delayLevelOf(properties: ReadonlyMap<string, string>): number | undefined {
  const text = properties.get(PropertyName.DELAY)
  if (text === undefined) return 0
  return /^[+-]?\d{1,9}$/.test(text) ? Number(text) : undefined
}

/** Whether the sender waits for flush and replicas. Source: Message#isWaitStoreMsgOK. */
export function waitsForStore(properties: ReadonlyMap<string, string>): boolean {
  const text = properties.get(PropertyName.WAIT)
  return text === undefined || text.toLowerCase() === 'true'
}
