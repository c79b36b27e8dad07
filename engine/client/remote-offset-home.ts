/**
 * Offsets of a clustered group: kept by the broker of each queue. Read from its master, from a slave while the master is
 * dead; written the same way without waiting for an answer. Source: RemoteBrokerOffsetStore.
 */
import { EngineError, errorText } from '../base/errors.ts'
import type { Log } from '../base/ports.ts'
import type { MessageQueue } from '../protocol/message-queue.ts'
import type { BrokerCalls } from './broker-calls.ts'
import type { OffsetHome, QueueOffset } from './offset-store.ts'
import type { RouteCache } from './route-cache.ts'
import { MASTER_ID } from './topic-queues.ts'

export interface RemoteOffsetParts {
  readonly routes: RouteCache
  readonly calls: BrokerCalls
  readonly log: Log
}

export class RemoteOffsetHome implements OffsetHome {
  readonly isRepeating = true
  readonly #group: string
  readonly #parts: RemoteOffsetParts

  constructor(group: string, parts: RemoteOffsetParts) {
    this.#group = group
    this.#parts = parts
  }

  async fetch(queue: MessageQueue): Promise<number | undefined> {
    return this.#parts.calls.queryOffset(await this.#address(queue), this.#group, queue)
  }

  async store(offsets: readonly QueueOffset[]): Promise<readonly QueueOffset[]> {
    const stored = await Promise.all(
      offsets.map(async (entry) => {
        try {
          const address = await this.#address(entry.queue)
          await this.#parts.calls.updateOffsetOneway(address, this.#group, entry.queue, entry.offset)
          return entry
        } catch (error) {
          this.#parts.log.warn('offset could not be stored', { ...entry.queue, error: errorText(error) })
          return undefined
        }
      }),
    )
    return stored.filter((entry) => entry !== undefined)
  }

  async #address(queue: MessageQueue): Promise<string> {
    const { routes } = this.#parts
    let target = routes.readTarget(queue.brokerName, MASTER_ID)
    if (target === undefined) {
      await routes.refresh(queue.topic)
      target = routes.readTarget(queue.brokerName, MASTER_ID)
    }
    if (target !== undefined) return target.address
    throw new EngineError('not-found', `The broker[${queue.brokerName}] not exist`, { context: { ...queue } })
  }
}
