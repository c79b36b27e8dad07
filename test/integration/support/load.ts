/**
 * Senders under load with a ledger of what was acknowledged. "Acknowledged" is SEND_OK and nothing else; each body can be
 * made again from its key, so that a lost, foreign or damaged message is told from a good one.
 */
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { EngineError } from '../../../engine/base/errors.ts'
import { ClientInstance, type ClientPorts } from '../../../engine/client/client-instance.ts'
import { Producer } from '../../../engine/client/producer.ts'
import type { SendStatus } from '../../../engine/client/send-result.ts'
import type { DecodedRecord } from '../../../engine/protocol/record.ts'
import { until } from './until.ts'

export interface LoadOptions {
  readonly namesrvAddr: string
  readonly topic: string
  /** Sends under way at any time. */
  readonly inFlight: number
  readonly sendTimeoutMs?: number
  readonly bodyBytesMax?: number
}

const BODY_BYTES_MAX = 1500
const KEY_CHARS = 10
const FAILURE_PAUSE_MS = 10

/** Sends until it is told to stop; goes on over failures. */
export class Load {
  /** Keys of messages that were answered SEND_OK. */
  readonly acknowledged = new Set<string>()
  /** Answers of every other kind, and failures by their text. */
  readonly others = new Map<string, number>()
  readonly #producer: Producer
  readonly #options: LoadOptions
  #nextKey = 0
  #lanes = 0
  #isSending = false

  constructor(options: LoadOptions, ports: ClientPorts) {
    this.#options = options
    const client = new ClientInstance({ namesrvAddr: options.namesrvAddr, routeRefreshMs: 1000 }, ports)
    this.#producer = new Producer(client, {
      group: 'PID_load',
      retryTimes: 0,
      sendTimeoutMs: options.sendTimeoutMs ?? 3000,
    })
    this.#producer.start()
  }

  /** Begins, or goes on after `drained`. */
  send(): void {
    this.#isSending = true
    while (this.#lanes < this.#options.inFlight) void this.#lane()
  }

  /** Starts no more sends and waits for the answers that are still owed. */
  async drained(): Promise<void> {
    this.#isSending = false
    await until('every send has its answer', () => this.#lanes === 0, 30_000, 5)
  }

  /** Waits until so many more messages are acknowledged. */
  async acknowledgedMore(count: number, limitMs = 20_000): Promise<void> {
    const wanted = this.acknowledged.size + count
    await until(
      `${count} more messages acknowledged (others: ${JSON.stringify([...this.others])})`,
      () => this.acknowledged.size >= wanted,
      limitMs,
      2,
    )
  }

  countOf(status: SendStatus): number {
    return status === 'SEND_OK' ? this.acknowledged.size : (this.others.get(status) ?? 0)
  }

  async stop(): Promise<void> {
    await this.drained()
    await this.#producer.shutdown()
  }

  /** One send after the other. */
  async #lane(): Promise<void> {
    this.#lanes++
    while (this.#isSending) {
      const key = `k${String(this.#nextKey++).padStart(KEY_CHARS - 1, '0')}`
      const body = bodyOf(key, this.#options.bodyBytesMax)
      try {
        const { status } = await this.#producer.send({ topic: this.#options.topic, keys: key, body })
        if (status === 'SEND_OK') this.acknowledged.add(key)
        else this.#note(status)
      } catch (error) {
        this.#note(error instanceof EngineError ? error.code : String(error))
        // A dead broker refuses at once: without a pause this would be a busy loop.
        await sleep(FAILURE_PAUSE_MS)
      }
    }
    this.#lanes--
  }

  #note(kind: string): void {
    this.others.set(kind, (this.others.get(kind) ?? 0) + 1)
  }
}

/** The key, then bytes that follow from it; of a length that follows from it too. */
export function bodyOf(key: string, bytesMax = BODY_BYTES_MAX): Uint8Array {
  const hash = createHash('sha256').update(key).digest()
  const bytes = KEY_CHARS + (hash.readUInt16BE(0) % (bytesMax - KEY_CHARS))
  const body = Buffer.alloc(bytes, hash)
  body.write(key, 0, 'latin1')
  return body
}

export interface Found {
  /** Distinct keys with a good body. */
  readonly keys: ReadonlySet<string>
  /** Messages beyond the first of each key. */
  readonly duplicates: number
  /** Records whose body is not what was sent under their key. */
  readonly damaged: readonly string[]
}

export function foundIn(records: readonly Pick<DecodedRecord, 'body'>[], bytesMax = BODY_BYTES_MAX): Found {
  const keys = new Set<string>()
  const damaged: string[] = []
  let duplicates = 0
  for (const { body } of records) {
    const key = Buffer.from(body.subarray(0, KEY_CHARS)).toString('latin1')
    if (!/^k\d+$/.test(key) || Buffer.compare(body, bodyOf(key, bytesMax)) !== 0) damaged.push(key)
    else if (keys.has(key)) duplicates++
    else keys.add(key)
  }
  return { keys, duplicates, damaged }
}

/** Keys of `wanted` that are not in `present`. */
export function missingFrom(wanted: Iterable<string>, present: ReadonlySet<string>): string[] {
  return [...wanted].filter((key) => !present.has(key))
}
