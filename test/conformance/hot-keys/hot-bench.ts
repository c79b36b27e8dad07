/**
 * What a hot-key scenario has in hand: one running master with its slave, reached by the RocketMQ protocol alone, requests as a
 * client would send them, and updates that are read back and undone. Knows nothing of the engine behind the ports.
 */
import { expect } from 'vitest'
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import { AdminClient } from '../../../engine/client/admin-client.ts'
import type { ClientPorts } from '../../../engine/client/client-instance.ts'
import { parseProperties, propertiesView } from '../../../engine/config/properties-text.ts'
import {
  getMaxOffset,
  getMinOffset,
  litePullMessage,
  pullMessage,
  queryMessage,
} from '../../../engine/protocol/apis/pull.ts'
import { sendMessageV2 } from '../../../engine/protocol/apis/send.ts'
import { ResponseCode } from '../../../engine/protocol/codes.ts'
import type { HeaderOf } from '../../../engine/protocol/fields.ts'
import { PullFlag } from '../../../engine/protocol/message.ts'
import { encodeProperties } from '../../../engine/protocol/properties.ts'
import { type DecodedRecord, decodeRecords } from '../../../engine/protocol/record.ts'
import { makeTopicConfig } from '../../../engine/protocol/topic-config.ts'
import { type Command, makeRequest, responseHeader } from '../../../engine/remoting/command.ts'
import type { RpcClient } from '../../../engine/remoting/rpc-client.ts'

export type Values = Readonly<Record<string, string | number | boolean>>

/** A master and its slave that run, and a name server that lists both. */
export interface HotTarget {
  readonly engine: 'ours' | 'apache'
  readonly namesrvAddr: string
  /** A second name server, of which the brokers know nothing yet. */
  readonly otherNamesrvAddr: string
  readonly master: string
  readonly slave: string
  readonly brokerName: string
  readonly ports: ClientPorts
  /** The master's disk is so small that a few messages fill it, and nobody else writes to it. */
  readonly hasSmallDisk: boolean
  /** The slave's process does nothing until it is thawed; its connections stay open. */
  freezeSlave(): void
  thawSlave(): void
}

export interface Sent {
  readonly topic: string
  readonly body?: string
  readonly queueId?: number
  readonly sysFlag?: number
  readonly properties?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}

export interface Pulled {
  readonly topic: string
  readonly group?: string
  readonly queueId?: number
  readonly offset?: number
  readonly maxMessages?: number
  readonly tags?: string
  /** How long the broker may hold the request while there is nothing. */
  readonly suspendMs?: number
  readonly isLite?: boolean
  readonly address?: string
}

export interface PullResult {
  readonly code: number
  readonly remark: string
  readonly records: readonly DecodedRecord[]
  readonly next: number
}

const CALL_MS = 10_000
/** A condition that does not hold by then does not come about. */
const WAIT_MS = 20_000
const POLL_MS = 20

let uniqueIds = 0

export class HotBench {
  readonly target: HotTarget
  readonly admin: AdminClient
  readonly rpc: RpcClient
  readonly name: string
  readonly #ends: (() => Promise<void> | void)[] = []
  /** By address: what updated keys were before. */
  readonly #before = new Map<string, Map<string, string>>()
  #topics = 0

  /** @param name used in the names of topics and groups, so that no two scenarios share any */
  constructor(target: HotTarget, name: string) {
    this.target = target
    this.name = name
    this.admin = new AdminClient({ namesrvAddr: target.namesrvAddr, instanceName: name }, target.ports)
    this.rpc = this.admin.client.rpc
    this.onEnd(() => {
      this.admin.shutdown()
    })
  }

  /** Done when the scenario is over, the last one first. */
  onEnd(end: () => Promise<void> | void): void {
    this.#ends.push(end)
  }

  /** Takes the updates back and ends the clients. */
  async end(): Promise<void> {
    try {
      for (const [address, values] of this.#before) {
        if (values.size > 0) await this.admin.brokers.updateConfig(address, linesOf(Object.fromEntries(values)))
      }
    } finally {
      for (const end of this.#ends.splice(0).reverse()) await end()
    }
  }

  /** What the broker says its configuration is. */
  async config(address = this.target.master): Promise<ReadonlyMap<string, string>> {
    return propertiesView(parseProperties(await this.admin.brokers.config(address)))
  }

  /** Updates the running broker and reads the values back; `end` restores what was there. */
  async set(values: Values, address = this.target.master): Promise<void> {
    await this.update(values, address)
    const after = await this.config(address)
    const wanted = Object.entries(values).map(([key, value]) => [key, String(value)] as const)
    expect(wanted.map(([key]) => [key, after.get(key)])).toEqual(wanted)
  }

  /** `set` for one who reads the values back himself. */
  async update(values: Values, address = this.target.master): Promise<void> {
    const before = await this.config(address)
    let known = this.#before.get(address)
    if (known === undefined) this.#before.set(address, (known = new Map<string, string>()))
    for (const key of Object.keys(values)) {
      const old = before.get(key)
      if (old !== undefined && !known.has(key)) known.set(key, old)
    }
    await this.admin.brokers.updateConfig(address, linesOf(values))
  }

  /** A topic of its own on the master, with its slave told. */
  async topic(queues = 1): Promise<string> {
    this.#topics += 1
    const topic = `${this.name}-${this.#topics}`
    const config = makeTopicConfig(topic, { readQueueNums: queues, writeQueueNums: queues })
    await this.admin.brokers.updateTopic(this.target.master, config)
    return topic
  }

  /** Sends to the master as a producer does; any answer is returned. */
  send(message: Sent): Promise<Command> {
    uniqueIds += 1
    const unique = `${(Date.now() % 0x1_0000_0000).toString(16)}${uniqueIds.toString(16)}`
      .toUpperCase()
      .padStart(32, '0')
    const properties = new Map<string, string>([
      ['UNIQ_KEY', unique],
      ['WAIT', 'true'],
      ...Object.entries(message.properties ?? {}),
    ])
    const header = {
      producerGroup: `${this.name}-producer`,
      topic: message.topic,
      defaultTopic: 'TBW102',
      defaultTopicQueueNums: 4,
      queueId: message.queueId ?? 0,
      sysFlag: message.sysFlag ?? 0,
      bornTimestamp: Date.now(),
      flag: 0,
      properties: encodeProperties(properties),
      reconsumeTimes: 0,
      unitMode: false,
      batch: false,
      brokerName: this.target.brokerName,
    }
    const request = makeRequest(sendMessageV2, header, bytesFromUtf8(message.body ?? 'a message'))
    return this.rpc.call(this.target.master, request, message.timeoutMs ?? CALL_MS)
  }

  /** The code of one send: what the broker made of it. */
  async sendCode(message: Sent): Promise<number> {
    return (await this.send(message)).code
  }

  /** Sends `count` messages to queue 0 that all have to be stored, and returns once consumers can see them. */
  async fill(topic: string, count: number, more: Omit<Sent, 'topic'> = {}): Promise<void> {
    const before = await this.maxOffset(topic)
    const answers = await Promise.all(Array.from({ length: count }, () => this.send({ topic, ...more })))
    expect(answers.map(({ code, remark }) => [code, remark ?? ''])).toEqual(
      answers.map(() => [ResponseCode.SUCCESS, '']),
    )
    await this.until(`${count} messages in ${topic}`, async () => (await this.maxOffset(topic)) >= before + count)
  }

  /** One pull as a consumer sends it, of queue 0 from its start unless said otherwise. */
  async pull(pull: Pulled): Promise<PullResult> {
    const header: HeaderOf<typeof pullMessage.request> = {
      consumerGroup: pull.group ?? 'hot-reader',
      topic: pull.topic,
      queueId: pull.queueId ?? 0,
      queueOffset: pull.offset ?? 0,
      maxMsgNums: pull.maxMessages ?? 32,
      sysFlag: PullFlag.SUBSCRIPTION | (pull.suspendMs === undefined ? 0 : PullFlag.SUSPEND),
      commitOffset: 0,
      suspendTimeoutMillis: pull.suspendMs ?? 0,
      subscription: pull.tags ?? '*',
      subVersion: 0,
    }
    const api = pull.isLite === true ? litePullMessage : pullMessage
    const limitMs = CALL_MS + (pull.suspendMs ?? 0)
    const response = await this.rpc.call(pull.address ?? this.target.master, makeRequest(api, header), limitMs)
    const hasOffsets = 'nextBeginOffset' in response.ext
    return {
      code: response.code,
      remark: response.remark ?? '',
      records: response.body === undefined ? [] : decodeRecords(response.body).records,
      next: hasOffsets ? responseHeader(pullMessage, response).nextBeginOffset : -1,
    }
  }

  /** Messages that the index finds. */
  async query(topic: string, key: string, options: { max?: number; isUnique?: boolean } = {}): Promise<number> {
    const header = {
      topic,
      key,
      maxNum: options.max ?? 64,
      beginTimestamp: 0,
      endTimestamp: Date.now() + 60_000,
      ...(options.isUnique === true ? { uniqueKeyQuery: true } : {}),
    }
    const { code, body } = await this.rpc.call(this.target.master, makeRequest(queryMessage, header), CALL_MS)
    return code === ResponseCode.SUCCESS && body !== undefined ? decodeRecords(body).records.length : 0
  }

  async maxOffset(topic: string, address = this.target.master): Promise<number> {
    return (await this.rpc.invoke(getMaxOffset, address, { topic, queueId: 0 }, undefined, CALL_MS)).header.offset
  }

  async minOffset(topic: string): Promise<number> {
    const { master } = this.target
    return (await this.rpc.invoke(getMinOffset, master, { topic, queueId: 0 }, undefined, CALL_MS)).header.offset
  }

  /** One figure of the master's runtime information. */
  async figure(name: string): Promise<number> {
    return Number((await this.admin.brokers.runtimeInfo(this.target.master)).get(name))
  }

  /** What `probe` gives once it gives something. */
  async until<T>(
    what: string,
    probe: () => Promise<T | false | undefined>,
    limitMs = WAIT_MS,
    pollMs = POLL_MS,
  ): Promise<T> {
    const { clock } = this.target.ports
    const endMs = clock.monotonicMs() + limitMs
    for (;;) {
      const found = await probe()
      if (found !== undefined && found !== false) return found
      if (clock.monotonicMs() > endMs) throw new Error(`${what}: not within ${limitMs} ms`)
      await this.pause(pollMs)
    }
  }

  /** How long `act` takes, in ms. */
  async elapsedMs(act: () => Promise<unknown>): Promise<number> {
    const { clock } = this.target.ports
    const startMs = clock.monotonicMs()
    await act()
    return clock.monotonicMs() - startMs
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.target.ports.timers.after(ms, resolve))
  }
}

/** The body of an update. */
export function linesOf(values: Values): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')
}
