/**
 * Who may consume a queue in order: a queue of a group belongs to one client until a minute after its last renewal.
 * In memory only; it knows nothing of requests or of other brokers. Answers to Java's RebalanceLockManager.
 */
import type { Clock } from '../base/ports.ts'
import { type MessageQueue, queueKey } from '../protocol/message-queue.ts'

/** Time after the last renewal at which a lock is free again (`rocketmq.broker.rebalance.lockMaxLiveTime`). */
export const QUEUE_LOCK_LIVE_MS = 60_000

interface Lock {
  clientId: string
  renewedMs: number
}

export class QueueLocks {
  readonly #clock: Clock
  readonly #groups = new Map<string, Map<string, Lock>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * Takes or renews the locks of `queues` for one client.
   * @returns the queues that the client holds now; the others belong to somebody else.
   * Source: RebalanceLockManager#tryLockBatch.
   */
  lock(group: string, clientId: string, queues: readonly MessageQueue[]): MessageQueue[] {
    const now = this.#clock.monotonicMs()
    let locks = this.#groups.get(group)
    if (locks === undefined) this.#groups.set(group, (locks = new Map<string, Lock>()))
    const held: MessageQueue[] = []
    for (const queue of queues) {
      const key = queueKey(queue)
      const lock = locks.get(key)
      if (lock === undefined) {
        locks.set(key, { clientId, renewedMs: now })
      } else if (lock.clientId === clientId || isExpired(lock, now)) {
        lock.clientId = clientId
        lock.renewedMs = now
      } else {
        continue
      }
      held.push(queue)
    }
    return held
  }

  /** Frees the queues that this client holds; locks of others stay. Source: RebalanceLockManager#unlockBatch. */
  unlock(group: string, clientId: string, queues: readonly MessageQueue[]): void {
    const locks = this.#groups.get(group)
    if (locks === undefined) return
    for (const queue of queues) {
      const key = queueKey(queue)
      if (locks.get(key)?.clientId === clientId) locks.delete(key)
    }
    if (locks.size === 0) this.#groups.delete(group)
  }

  /** Whether the group consumes in order right now. Source: RebalanceLockManager#isLockAllExpired. */
  hasLiveLock(group: string): boolean {
    const locks = this.#groups.get(group)
    if (locks === undefined) return false
    const now = this.#clock.monotonicMs()
    for (const lock of locks.values()) if (!isExpired(lock, now)) return true
    return false
  }

  /** Forgets locks that ran out, so that the table is bounded by the live consumers. */
  sweep(): void {
    const now = this.#clock.monotonicMs()
    for (const [group, locks] of this.#groups) {
      for (const [key, lock] of locks) if (isExpired(lock, now)) locks.delete(key)
      if (locks.size === 0) this.#groups.delete(group)
    }
  }
}

function isExpired(lock: Lock, nowMs: number): boolean {
  return nowMs - lock.renewedMs > QUEUE_LOCK_LIVE_MS
}
