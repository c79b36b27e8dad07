/**
 * Which queues this consumer owns. Each round compares the share that every member computes for itself with what is
 * owned, gives up what went to others and takes up what is new. Pulling and consuming are others' business.
 * Source: RebalanceImpl, RebalancePushImpl.
 */
import { EngineError, errorText } from '../base/errors.ts'
import type { Clock, Log, Random } from '../base/ports.ts'
import { compareQueues, type MessageQueue, queueKey } from '../protocol/message-queue.ts'
import { isRetryTopic } from '../protocol/topics.ts'
import { allocateQueues, type AllocateStrategy } from './allocate.ts'
import type { BrokerCalls } from './broker-calls.ts'
import type { OffsetStore } from './offset-store.ts'
import type { ConsumeService, OwnedQueue } from './owned-queue.ts'
import { ProcessQueue } from './process-queue.ts'
import type { RouteCache } from './route-cache.ts'
import { MASTER_ID, queryAddress } from './topic-queues.ts'
import type { Waits } from './waits.ts'

/** How long a queue that is taken away waits for its running orderly listener. */
const RELEASE_WAIT_MS = 500
const RELEASE_POLL_MS = 20

export interface RebalanceSettings {
  readonly group: string
  readonly clientId: string
  readonly isClustering: boolean
  readonly strategy: AllocateStrategy
}

export interface RebalanceParts {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly waits: Waits
  readonly routes: RouteCache
  readonly calls: BrokerCalls
  readonly offsets: OffsetStore
  readonly service: ConsumeService
  topics(): Iterable<string>
  startOffset(queue: MessageQueue): Promise<number>
  /** A queue was taken up: pull it. */
  onTaken(owned: OwnedQueue): void
}

export class Rebalancer {
  readonly #settings: RebalanceSettings
  readonly #parts: RebalanceParts
  readonly #owned = new Map<string, OwnedQueue>()
  /** Rounds and releases under way. */
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(settings: RebalanceSettings, parts: RebalanceParts) {
    this.#settings = settings
    this.#parts = parts
  }

  get owned(): readonly OwnedQueue[] {
    return [...this.#owned.values()]
  }

  /** One round over all topics. @returns false when something is left to do and the next round should come soon. */
  rebalance(): Promise<boolean> {
    return this.#noted(this.#rebalanceAll())
  }

  async #rebalanceAll(): Promise<boolean> {
    let isBalanced = true
    const topics = new Set(this.#parts.topics())
    for (const topic of topics) {
      if (this.#parts.waits.isStopped) return true
      try {
        isBalanced = (await this.#rebalanceTopic(topic)) && isBalanced
      } catch (error) {
        isBalanced = false
        if (!isRetryTopic(topic)) this.#parts.log.warn('rebalance failed', { topic, error: errorText(error) })
      }
    }
    for (const owned of this.owned) {
      if (!topics.has(owned.queue.topic)) isBalanced = (await this.#release(owned)) && isBalanced
    }
    return isBalanced
  }

  /** Gives a queue up because its offset was moved; the next round takes it up again. */
  async giveUp(owned: OwnedQueue): Promise<void> {
    owned.process.isDropped = true
    if (this.#owned.get(queueKey(owned.queue)) === owned) await this.#noted(this.#release(owned))
  }

  /** Drops all queues and unlocks them, after what is under way; offsets must have been stored before. */
  async releaseAll(): Promise<void> {
    await Promise.allSettled(this.#underWay)
    const all = this.owned
    this.#owned.clear()
    for (const owned of all) owned.process.isDropped = true
    if (this.#needsLocks) await this.#unlock(all.map((owned) => owned.queue))
  }

  /** Renews the locks of all owned queues; a queue that the broker refuses is no longer locked. */
  async lockAll(): Promise<void> {
    if (!this.#needsLocks) return
    const byBroker = groupBy(
      this.owned.filter((owned) => !owned.process.isDropped),
      (owned) => owned.queue.brokerName,
    )
    await Promise.all([...byBroker].map(([brokerName, group]) => this.#lockGroup(brokerName, group)))
  }

  /** Asks for the lock of one owned queue; true when it is held now. */
  async lock(owned: OwnedQueue): Promise<boolean> {
    const sentMs = this.#parts.clock.monotonicMs()
    const granted = await this.#requestLocks(owned.queue.brokerName, [owned.queue])
    this.#note(owned, granted, sentMs)
    return granted !== undefined && owned.process.isLocked
  }

  get #needsLocks(): boolean {
    return this.#settings.isClustering && this.#parts.service.isOrderly
  }

  async #noted<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work)
    try {
      return await work
    } finally {
      this.#underWay.delete(work)
    }
  }

  async #rebalanceTopic(topic: string): Promise<boolean> {
    const queues = [...(await this.#parts.routes.findSubscribeQueues(topic))].sort(compareQueues)
    if (this.#parts.routes.subscribeQueues(topic) === undefined) {
      if (!isRetryTopic(topic)) this.#parts.log.warn('rebalance: the topic has no route', { topic })
      return isRetryTopic(topic)
    }
    if (!this.#settings.isClustering) return this.#update(topic, queues)
    const members = await this.#memberIds(topic)
    if (members === undefined) return false
    const { strategy, clientId } = this.#settings
    return this.#update(topic, allocateQueues(strategy, clientId, queues, [...members].sort(compareText)))
  }

  /** Everybody in the group, asked from any broker of the topic that answers. */
  async #memberIds(topic: string): Promise<readonly string[] | undefined> {
    const { routes, calls, random, log } = this.#parts
    const brokers = routes.route(topic)?.brokerDatas ?? []
    const first = Math.floor(random.next() * brokers.length)
    for (let i = 0; i < brokers.length; i++) {
      const broker = brokers[(first + i) % brokers.length]
      const address = broker === undefined ? undefined : queryAddress(broker.brokerAddrs, random)
      if (address === undefined) continue
      try {
        const members = await calls.consumerIds(address, this.#settings.group)
        if (members !== undefined) return members
      } catch (error) {
        log.debug('group members could not be asked', { address, error: errorText(error) })
        if (error instanceof EngineError && error.retriable && broker !== undefined) {
          void routes.noteBrokerFailure(broker.brokerName)
        }
      }
    }
    return undefined
  }

  async #update(topic: string, allocated: readonly MessageQueue[]): Promise<boolean> {
    const wanted = new Set(allocated.map(queueKey))
    let isBalanced = true
    let hasChanged = false
    for (const owned of this.owned) {
      if (owned.queue.topic !== topic) continue
      if (wanted.has(queueKey(owned.queue)) && !owned.process.isDropped) continue
      hasChanged = true
      isBalanced = (await this.#release(owned)) && isBalanced
    }
    const missing = allocated.filter((queue) => !this.#owned.has(queueKey(queue)))
    const taken = await this.#takeAll(missing)
    if (taken.length < missing.length) isBalanced = false
    if (hasChanged || taken.length > 0) {
      this.#parts.log.info('queues changed', { topic, owned: allocated.length, taken: taken.length })
    }
    for (const owned of taken) this.#parts.onTaken(owned)
    return isBalanced
  }

  async #takeAll(queues: readonly MessageQueue[]): Promise<OwnedQueue[]> {
    const locked = this.#needsLocks ? await this.#lockNew(queues) : undefined
    const lockedAtMs = this.#parts.clock.monotonicMs()
    const taken = await Promise.all(
      queues.map(async (queue) => {
        if (locked !== undefined && !locked.has(queueKey(queue))) return undefined
        const owned = await this.#take(queue)
        if (locked === undefined) return owned
        if (owned === undefined) {
          await this.#unlock([queue])
          return undefined
        }
        owned.process.isLocked = true
        owned.process.lockedAtMs = lockedAtMs
        return owned
      }),
    )
    return taken.filter((owned) => owned !== undefined)
  }

  async #take(queue: MessageQueue): Promise<OwnedQueue | undefined> {
    const { offsets, clock, log, waits } = this.#parts
    offsets.remove(queue)
    let nextOffset: number
    try {
      nextOffset = await this.#parts.startOffset(queue)
    } catch (error) {
      log.warn('start offset cannot be learned', { ...queue, error: errorText(error) })
      return undefined
    }
    if (waits.isStopped) return undefined
    const owned: OwnedQueue = {
      queue,
      process: new ProcessQueue(clock.monotonicMs()),
      nextOffset,
      brokerId: MASTER_ID,
      readFrom: undefined,
      maxOffset: undefined,
    }
    this.#owned.set(queueKey(queue), owned)
    return owned
  }

  /**
   * Stores the offset, forgets the queue and unlocks it. An orderly queue whose listener still runs stays, dropped and
   * locked, until a later round. Differs: Java keeps the lock for 20 s more when messages were in hand; here none of
   * them is consumed once the queue is dropped.
   * @returns whether it is gone. Source: RebalancePushImpl#removeUnnecessaryMessageQueue.
   */
  async #release(owned: OwnedQueue): Promise<boolean> {
    const { offsets, service, waits } = this.#parts
    owned.process.isDropped = true
    if (service.isOrderly) {
      for (let waitedMs = 0; service.isBusy(owned) && waitedMs < RELEASE_WAIT_MS; waitedMs += RELEASE_POLL_MS) {
        await waits.sleep(RELEASE_POLL_MS)
      }
      if (service.isBusy(owned)) return false
    }
    await offsets.persist([owned.queue])
    offsets.remove(owned.queue)
    this.#owned.delete(queueKey(owned.queue))
    if (this.#needsLocks) await this.#unlock([owned.queue])
    return true
  }

  async #unlock(queues: readonly MessageQueue[]): Promise<void> {
    const byBroker = groupBy(queues, (queue) => queue.brokerName)
    await Promise.all(
      [...byBroker].map(async ([brokerName, group]) => {
        const target = this.#parts.routes.readTarget(brokerName, MASTER_ID)
        if (target === undefined) return
        try {
          await this.#parts.calls.unlock(target.address, this.#settings, group)
        } catch (error) {
          this.#parts.log.debug('queues could not be unlocked', { brokerName, error: errorText(error) })
        }
      }),
    )
  }

  async #lockNew(queues: readonly MessageQueue[]): Promise<ReadonlySet<string>> {
    const granted = new Set<string>()
    const byBroker = groupBy(queues, (queue) => queue.brokerName)
    await Promise.all(
      [...byBroker].map(async ([brokerName, group]) => {
        for (const key of (await this.#requestLocks(brokerName, group)) ?? []) granted.add(key)
      }),
    )
    return granted
  }

  async #lockGroup(brokerName: string, group: readonly OwnedQueue[]): Promise<void> {
    const sentMs = this.#parts.clock.monotonicMs()
    const granted = await this.#requestLocks(
      brokerName,
      group.map((owned) => owned.queue),
    )
    for (const owned of group) this.#note(owned, granted, sentMs)
  }

  /** An answer decides; without one the lock ages until it counts as lost. */
  #note(owned: OwnedQueue, granted: ReadonlySet<string> | undefined, sentMs: number): void {
    if (granted === undefined) return
    const { process } = owned
    const isGranted = granted.has(queueKey(owned.queue))
    if (process.isLocked && !isGranted) this.#parts.log.warn('queue lock lost', { ...owned.queue })
    process.isLocked = isGranted
    if (isGranted) process.lockedAtMs = sentMs
  }

  /** Keys of the queues that the broker locked for this client; undefined without an answer. Locks live on masters. */
  async #requestLocks(brokerName: string, queues: readonly MessageQueue[]): Promise<ReadonlySet<string> | undefined> {
    const address = this.#parts.routes.masterAddress(brokerName)
    if (address === undefined || queues.length === 0) return undefined
    try {
      return new Set((await this.#parts.calls.lock(address, this.#settings, queues)).map(queueKey))
    } catch (error) {
      this.#parts.log.warn('queues could not be locked', { brokerName, error: errorText(error) })
      return undefined
    }
  }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

/** By UTF-16 code unit, as every Java member sorts. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
