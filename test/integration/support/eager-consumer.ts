/** A push consumer of our client that counts what it gets by key, and how long it had to wait for more. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ClientInstance, type ClientPorts } from '../../../engine/client/client-instance.ts'
import type { ConcurrentListener } from '../../../engine/client/listener.ts'
import { PushConsumer } from '../../../engine/client/push-consumer.ts'
import type { ReceivedMessage } from '../../../engine/client/received-message.ts'
import { foundIn } from './load.ts'

export interface EagerConsumerOptions {
  readonly namesrvAddr: string
  readonly topic: string
  readonly group: string
  readonly routeRefreshMs: number
  /** Slows each message down and keeps few in hand, so that a kill always finds some that were not pulled yet. */
  readonly perMessageMs?: number
}

export class EagerConsumer {
  /** Distinct keys with a good body. */
  readonly keys = new Set<string>()
  readonly damaged: string[] = []
  duplicates = 0
  /** When the last message came, by `performance.now()`. */
  lastMs = performance.now()
  /** The longest wait between two messages since the last `forgetGaps`. */
  longestGapMs = 0
  readonly #consumer: PushConsumer

  constructor(options: EagerConsumerOptions, ports: ClientPorts) {
    const { namesrvAddr, routeRefreshMs, perMessageMs } = options
    const client = new ClientInstance({ namesrvAddr, routeRefreshMs, rebalanceMs: 1000, persistOffsetsMs: 1000 }, ports)
    const consume: ConcurrentListener = async (messages) => {
      this.#note(messages)
      if (perMessageMs !== undefined) await sleep(perMessageMs)
      return 'CONSUME_SUCCESS' as const
    }
    this.#consumer = new PushConsumer(client, {
      group: options.group,
      consumeFromWhere: 'CONSUME_FROM_FIRST_OFFSET',
      ...(perMessageMs === undefined
        ? {}
        : { parallelism: 1, pullBatchMax: 8, bounds: { messagesMax: 8, offsetSpanMax: 16 } }),
      listener: { kind: 'concurrent', consume },
    })
    this.#consumer.subscribe(options.topic, '*')
  }

  async start(): Promise<void> {
    await this.#consumer.start()
  }

  forgetGaps(): void {
    this.longestGapMs = 0
    this.lastMs = performance.now()
  }

  has(keys: Iterable<string>): boolean {
    for (const key of keys) if (!this.keys.has(key)) return false
    return true
  }

  async stop(): Promise<void> {
    await this.#consumer.shutdown()
  }

  #note(messages: readonly ReceivedMessage[]): void {
    const found = foundIn(messages)
    this.damaged.push(...found.damaged)
    this.duplicates += found.duplicates
    for (const key of found.keys) {
      if (this.keys.has(key)) this.duplicates++
      this.keys.add(key)
    }
    const nowMs = performance.now()
    this.longestGapMs = Math.max(this.longestGapMs, nowMs - this.lastMs)
    this.lastMs = nowMs
  }
}
