/**
 * A slave's copy of what its master keeps beside the log: topics, groups, consumer offsets, delay offsets. Pulled every
 * few seconds; never runs on a master. What the tables do with a new content is their business.
 * Differs: pulls every 3 s from the moment the master is known, where 5.3.3 waits more than a minute before the first pull
 * and between pulls. Timer state (60, 61) and request modes (402) are not pulled: nothing here would act on them.
 * Source: SlaveSynchronize, BrokerController#handleSlaveSynchronize; storage 5.7.
 */
import type { Bytes } from '../base/bytes.ts'
import { errorText } from '../base/errors.ts'
import type { Service } from '../base/lifecycle.ts'
import type { Clock, Log, TimerHandle, Timers } from '../base/ports.ts'
import { getAllSubscriptionGroupConfig } from '../protocol/apis/group.ts'
import { getAllConsumerOffset, getAllDelayOffset } from '../protocol/apis/offset.ts'
import { getAllTopicConfig } from '../protocol/apis/topic.ts'
import { consumerOffsetTable, delayOffsetTable } from '../protocol/bodies/offset-table.ts'
import { subscriptionGroupTable } from '../protocol/bodies/subscription-group.ts'
import { topicConfigWrapper } from '../protocol/bodies/topic-config.ts'
import { sameDataVersion } from '../protocol/data-version.ts'
import { formatAddress, parseAddress } from '../remoting/address.ts'
import type { RpcClient } from '../remoting/rpc-client.ts'
import type { DelayDelivery } from './delay.ts'
import type { Groups } from './groups.ts'
import type { ConsumerOffsets } from './offsets.ts'
import type { Topics } from './topics.ts'

const PULL_PERIOD_MS = 3000
const PULL_TIMEOUT_MS = 3000

/** The fast port lies this far below the main one. */
const FAST_PORT_DISTANCE = 2

export interface SlaveSyncParts {
  readonly client: Pick<RpcClient, 'invoke'>
  /** Where the master answers requests, undefined while unknown. */
  readonly masterAddress: () => string | undefined
  /** This broker's own address: a slave never copies itself. */
  readonly address: string
  readonly topics: Topics
  readonly groups: Groups
  readonly offsets: ConsumerOffsets
  readonly delay: DelayDelivery
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
}

export class SlaveSync implements Service {
  readonly #parts: SlaveSyncParts
  #timer: TimerHandle | undefined
  #isPulling = false
  #isFailing = false
  #lastPullAtMs = 0

  constructor(parts: SlaveSyncParts) {
    this.#parts = parts
  }

  /** Wall-clock time of the last pull that brought everything, 0 before the first. */
  get lastPullAtMs(): number {
    return this.#lastPullAtMs
  }

  start(): void {
    this.#timer ??= this.#parts.timers.every(PULL_PERIOD_MS, () => {
      void this.pull()
    })
    void this.pull()
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  /** A registration answer named the master: no need to wait for the next period. */
  masterFound(): void {
    if (this.#lastPullAtMs === 0) void this.pull()
  }

  /** Asks the master for everything, unless that is under way. Never throws: failures are logged once until they end. */
  async pull(): Promise<void> {
    const master = this.#parts.masterAddress()
    if (this.#isPulling || this.#timer === undefined || master === undefined || master === this.#parts.address) return
    this.#isPulling = true
    const results = await Promise.allSettled([
      this.#pullTopics(master),
      this.#pullGroups(master),
      this.#pullOffsets(master),
      this.#pullDelayOffsets(master),
    ])
    this.#isPulling = false
    const failures = results.filter((result) => result.status === 'rejected').map(({ reason }) => errorText(reason))
    if (failures.length === 0) this.#lastPullAtMs = this.#parts.clock.nowMs()
    const isFailing = failures.length > 0
    if (isFailing && !this.#isFailing) this.#parts.log.warn('tables of the master not copied', { master, failures })
    if (!isFailing && this.#isFailing) this.#parts.log.info('tables of the master copied again', { master })
    this.#isFailing = isFailing
  }

  /** Topics are asked on the fast port, as Java's slaves do, or on the main one when that cannot be reached. */
  async #pullTopics(master: string): Promise<void> {
    const { client, topics } = this.#parts
    const ask = async (address: string): Promise<Bytes | undefined> =>
      (await client.invoke(getAllTopicConfig, address, {}, undefined, PULL_TIMEOUT_MS)).command.body
    const table = topicConfigWrapper.decode(await ask(fastAddressOf(master)).catch(() => ask(master)))
    if (this.#isStopped || sameDataVersion(table.dataVersion, topics.dataVersion)) return
    topics.replaceAll({ dataVersion: table.dataVersion, topicConfigTable: table.topicConfigTable })
  }

  async #pullGroups(master: string): Promise<void> {
    const { client, groups } = this.#parts
    const { command } = await client.invoke(getAllSubscriptionGroupConfig, master, {}, undefined, PULL_TIMEOUT_MS)
    const table = subscriptionGroupTable.decode(command.body)
    if (this.#isStopped || sameDataVersion(table.dataVersion, groups.dataVersion)) return
    groups.replaceAll(table)
  }

  /** The master's word counts for every queue it names; a version is no help, for Java's grows every 500 commits only. */
  async #pullOffsets(master: string): Promise<void> {
    const { client, offsets } = this.#parts
    const { command } = await client.invoke(getAllConsumerOffset, master, {}, undefined, PULL_TIMEOUT_MS)
    const table = consumerOffsetTable.decode(command.body)
    if (!this.#isStopped) offsets.merge(table)
  }

  async #pullDelayOffsets(master: string): Promise<void> {
    const { client, delay } = this.#parts
    const { command } = await client.invoke(getAllDelayOffset, master, {}, undefined, PULL_TIMEOUT_MS)
    const table = delayOffsetTable.decode(command.body)
    if (!this.#isStopped) delay.replaceAll(table)
  }

  get #isStopped(): boolean {
    return this.#timer === undefined
  }
}

/** Source: MixAll#brokerVIPChannel. */
function fastAddressOf(address: string): string {
  const { host, port } = parseAddress(address)
  return formatAddress({ host, port: port - FAST_PORT_DISTANCE })
}
