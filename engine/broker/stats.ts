/**
 * What went through this broker: counters by topic, queue and group over the last minute, hour and day, rates of the
 * store, totals since the start and since midnight. Fed by the dispatch (puts) and by pulls; the hot path adds to objects
 * it finds without making a string. Answers to Java's BrokerStatsManager, StatsItem, StoreStatsService and BrokerStats.
 */
import type { Service } from '../base/lifecycle.ts'
import { STATS_ITEMS_MAX } from '../base/limits.ts'
import type { Clock, Log, TimerHandle, Timers } from '../base/ports.ts'
import type { BrokerStatsItem } from '../protocol/bodies/broker-stats-data.ts'
import type { UtcOffset } from '../protocol/message-id.ts'
import type { StoreStats } from '../store/types.ts'
import type { Traffic } from './traffic.ts'

/** Names as VIEW_BROKER_STATS_DATA asks for them. Latencies are not measured and so not there. Source: Stats. */
export const StatsName = {
  TOPIC_PUT_NUMS: 'TOPIC_PUT_NUMS',
  TOPIC_PUT_SIZE: 'TOPIC_PUT_SIZE',
  QUEUE_PUT_NUMS: 'QUEUE_PUT_NUMS',
  QUEUE_PUT_SIZE: 'QUEUE_PUT_SIZE',
  QUEUE_GET_NUMS: 'QUEUE_GET_NUMS',
  QUEUE_GET_SIZE: 'QUEUE_GET_SIZE',
  GROUP_GET_NUMS: 'GROUP_GET_NUMS',
  GROUP_GET_SIZE: 'GROUP_GET_SIZE',
  SNDBCK_PUT_NUMS: 'SNDBCK_PUT_NUMS',
  DLQ_PUT_NUMS: 'DLQ_PUT_NUMS',
  BROKER_PUT_NUMS: 'BROKER_PUT_NUMS',
  BROKER_GET_NUMS: 'BROKER_GET_NUMS',
} as const

export type StatsName = (typeof StatsName)[keyof typeof StatsName]

/** One counter's figures over three spans. */
export interface StatsData {
  readonly statsMinute: BrokerStatsItem
  readonly statsHour: BrokerStatsItem
  readonly statsDay: BrokerStatsItem
}

/** Mean per second over about 10, 60 and 600 seconds. */
export type Rates = readonly [tenSeconds: number, minute: number, tenMinutes: number]

/** Messages at the last midnights and now; topics of the broker itself are not counted. */
export interface DayTotals {
  readonly yesterdayMorning: number
  readonly todayMorning: number
  readonly now: number
}

const SAMPLE_MS = 10_000
/** Every how many samples a snapshot is kept, and how many are: one minute, one hour, one day. */
const SPANS = [
  { everySamples: 1, kept: 6 },
  { everySamples: 60, kept: 6 },
  { everySamples: 360, kept: 24 },
] as const
const IDLE_SAMPLES_MAX = 24 * 360

const RATE_SAMPLE_MS = 1000
const RATE_SECONDS = [10, 60, 600] as const
const DAY_MS = 86_400_000

/** A growing sum with its past. A snapshot is three numbers: when, sum, times. */
class Counter {
  sum = 0
  /** Calls that added to the sum. */
  times = 0
  idleSamples = 0
  readonly #spans: readonly number[][]
  #sampledSum = 0

  constructor(nowMs: number) {
    this.#spans = SPANS.map(() => [nowMs, 0, 0])
  }

  add(value: number): void {
    this.sum += value
    this.times += 1
  }

  sample(nowMs: number, sampleNumber: number): void {
    this.idleSamples = this.sum === this.#sampledSum ? this.idleSamples + 1 : 0
    this.#sampledSum = this.sum
    for (let i = 0; i < SPANS.length; i++) {
      const { everySamples, kept } = SPANS[i] as (typeof SPANS)[number]
      if (sampleNumber % everySamples !== 0) continue
      const snapshots = this.#spans[i] as number[]
      snapshots.push(nowMs, this.sum, this.times)
      if (snapshots.length > 3 * (kept + 1)) snapshots.splice(0, 3)
    }
  }

  /**
   * From the oldest snapshot of a span until now. Differs: 5.3.3 ends at the last snapshot, which for the day lies up to an
   * hour back.
   */
  figures(span: 0 | 1 | 2, nowMs: number): BrokerStatsItem {
    const [atMs, sum, times] = this.#spans[span] as [number, number, number]
    const added = this.sum - sum
    const calls = this.times - times
    return {
      sum: added,
      tps: (added * 1000) / Math.max(SAMPLE_MS, nowMs - atMs),
      avgpt: calls === 0 ? 0 : added / calls,
    }
  }
}

/** The counters of one topic's puts, found once for each message. */
interface TopicPuts {
  readonly isSystem: boolean
  readonly nums: Counter
  readonly size: Counter
  readonly queues: (QueueCounters | undefined)[]
}

interface QueueCounters {
  readonly nums: Counter
  readonly size: Counter
}

/** The counters of one group's reads of one topic. */
interface GroupGets {
  readonly isSystem: boolean
  readonly nums: Counter
  readonly size: Counter
  readonly queues: ((QueueCounters & { pulledOffset: number }) | undefined)[]
}

export interface BrokerStatsParts {
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
  readonly clusterName: string
  readonly storeStats: StoreStats
  readonly isSystemTopic: (topic: string) => boolean
  readonly utcOffsetMs: UtcOffset
}

export class BrokerStats implements Service, Traffic {
  readonly #parts: BrokerStatsParts
  readonly #items = new Map<StatsName, Map<string, Counter>>()
  /** Takes what is counted above the bound. */
  readonly #overflow: Counter
  readonly #puts = new Map<string, TopicPuts>()
  readonly #gets = new Map<string, Map<string, GroupGets>>()
  readonly #rates: RateRing
  readonly #timers: TimerHandle[] = []
  #itemCount = 0
  readonly #brokerPuts: Counter
  readonly #brokerGets: Counter
  #lastTopic = ''
  #lastPuts: TopicPuts | undefined
  #samples = 0
  #localDay: number
  #putsNow = 0
  #getsNow = 0
  #putsMorning: [yesterday: number, today: number] = [0, 0]
  #getsMorning: [yesterday: number, today: number] = [0, 0]

  constructor(parts: BrokerStatsParts) {
    this.#parts = parts
    const nowMs = parts.clock.nowMs()
    this.#overflow = new Counter(nowMs)
    this.#brokerPuts = this.#counter(StatsName.BROKER_PUT_NUMS, parts.clusterName)
    this.#brokerGets = this.#counter(StatsName.BROKER_GET_NUMS, parts.clusterName)
    this.#rates = new RateRing(parts.clock.monotonicMs(), parts.storeStats)
    this.#localDay = this.#dayOf(nowMs)
  }

  start(): void {
    if (this.#timers.length > 0) return
    const { timers, clock, storeStats } = this.#parts
    this.#timers.push(
      timers.every(SAMPLE_MS, () => {
        this.#sample()
      }),
      timers.every(RATE_SAMPLE_MS, () => {
        this.#rates.push(clock.monotonicMs(), storeStats)
      }),
    )
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) timer.cancel()
  }

  /** One message became visible on this master. `topic` is mostly the same string object as the last time. */
  arrived(topic: string, queueId: number, recordBytes: number): void {
    let puts = this.#lastPuts
    if (puts === undefined || topic !== this.#lastTopic) {
      puts = this.#puts.get(topic) ?? this.#addPuts(topic)
      this.#lastTopic = topic
      this.#lastPuts = puts
    }
    puts.nums.add(1)
    puts.size.add(recordBytes)
    const queue = puts.queues[queueId] ?? this.#addPutQueue(puts, topic, queueId)
    queue.nums.add(1)
    queue.size.add(recordBytes)
    this.#brokerPuts.add(1)
    if (!puts.isSystem) this.#putsNow += 1
  }

  fetched(group: string, topic: string, queueId: number, messages: number, bytes: number, nextOffset: number): void {
    const gets = this.#gets.get(group)?.get(topic) ?? this.#addGets(group, topic)
    gets.nums.add(messages)
    gets.size.add(bytes)
    const queue = gets.queues[queueId] ?? this.#addGetQueue(gets, group, topic, queueId)
    queue.nums.add(messages)
    queue.size.add(bytes)
    queue.pulledOffset = nextOffset
    this.#brokerGets.add(messages)
    if (!gets.isSystem) this.#getsNow += messages
  }

  sentBack(group: string, topic: string): void {
    this.#counter(StatsName.SNDBCK_PUT_NUMS, `${topic}@${group}`).add(1)
  }

  deadLettered(topic: string): void {
    this.#counter(StatsName.DLQ_PUT_NUMS, topic).add(1)
  }

  /** The figures of one counter, undefined when nothing was ever counted under the name and key. */
  find(name: string, key: string): StatsData | undefined {
    const counter = this.#items.get(name as StatsName)?.get(key)
    if (counter === undefined) return undefined
    const nowMs = this.#parts.clock.nowMs()
    return {
      statsMinute: counter.figures(0, nowMs),
      statsHour: counter.figures(1, nowMs),
      statsDay: counter.figures(2, nowMs),
    }
  }

  /** Messages a second over the last minute, 0 when nothing was counted. */
  perSecond(name: StatsName, key: string): number {
    return this.#items.get(name)?.get(key)?.figures(0, this.#parts.clock.nowMs()).tps ?? 0
  }

  /** The offset after the last message of a queue that a group was given since the start. */
  pulledOffset(group: string, topic: string, queueId: number): number | undefined {
    return this.#gets.get(group)?.get(topic)?.queues[queueId]?.pulledOffset
  }

  /** Rates of the store's own totals. */
  storeRates(of: (totals: StoreTotals) => number): Rates {
    return this.#rates.rates(this.#parts.clock.monotonicMs(), this.#parts.storeStats, of)
  }

  get putTotals(): DayTotals {
    return { yesterdayMorning: this.#putsMorning[0], todayMorning: this.#putsMorning[1], now: this.#putsNow }
  }

  get getTotals(): DayTotals {
    return { yesterdayMorning: this.#getsMorning[0], todayMorning: this.#getsMorning[1], now: this.#getsNow }
  }

  /** Forgets what was counted for a topic. Source: BrokerStatsManager#onTopicDeleted. */
  topicDeleted(topic: string): void {
    this.#forget((key) => key === topic || key.startsWith(`${topic}@`))
  }

  /** Source: BrokerStatsManager#onGroupDeleted. */
  groupDeleted(group: string): void {
    this.#forget((key) => key.endsWith(`@${group}`))
    this.#gets.delete(group)
  }

  #counter(name: StatsName, key: string): Counter {
    let counters = this.#items.get(name)
    if (counters === undefined) this.#items.set(name, (counters = new Map<string, Counter>()))
    let counter = counters.get(key)
    if (counter !== undefined) return counter
    if (this.#itemCount >= STATS_ITEMS_MAX) return this.#overflow
    this.#itemCount += 1
    counter = new Counter(this.#parts.clock.nowMs())
    counters.set(key, counter)
    if (this.#itemCount === STATS_ITEMS_MAX) {
      this.#parts.log.warn('no more counters: new topics, queues and groups are not counted', {
        items: STATS_ITEMS_MAX,
      })
    }
    return counter
  }

  #addPuts(topic: string): TopicPuts {
    const puts: TopicPuts = {
      isSystem: this.#parts.isSystemTopic(topic),
      nums: this.#counter(StatsName.TOPIC_PUT_NUMS, topic),
      size: this.#counter(StatsName.TOPIC_PUT_SIZE, topic),
      queues: [],
    }
    if (puts.size !== this.#overflow) this.#puts.set(topic, puts)
    return puts
  }

  #addPutQueue(puts: TopicPuts, topic: string, queueId: number): QueueCounters {
    const key = `${topic}@${queueId}`
    const queue = {
      nums: this.#counter(StatsName.QUEUE_PUT_NUMS, key),
      size: this.#counter(StatsName.QUEUE_PUT_SIZE, key),
    }
    if (queue.size !== this.#overflow) puts.queues[queueId] = queue
    return queue
  }

  #addGets(group: string, topic: string): GroupGets {
    const key = `${topic}@${group}`
    const gets: GroupGets = {
      isSystem: this.#parts.isSystemTopic(topic),
      nums: this.#counter(StatsName.GROUP_GET_NUMS, key),
      size: this.#counter(StatsName.GROUP_GET_SIZE, key),
      queues: [],
    }
    if (gets.size === this.#overflow) return gets
    let topics = this.#gets.get(group)
    if (topics === undefined) this.#gets.set(group, (topics = new Map<string, GroupGets>()))
    topics.set(topic, gets)
    return gets
  }

  #addGetQueue(
    gets: GroupGets,
    group: string,
    topic: string,
    queueId: number,
  ): QueueCounters & { pulledOffset: number } {
    const key = `${topic}@${queueId}@${group}`
    const queue = {
      nums: this.#counter(StatsName.QUEUE_GET_NUMS, key),
      size: this.#counter(StatsName.QUEUE_GET_SIZE, key),
      pulledOffset: 0,
    }
    if (queue.size !== this.#overflow) gets.queues[queueId] = queue
    return queue
  }

  #sample(): void {
    const nowMs = this.#parts.clock.nowMs()
    this.#samples += 1
    let idle = 0
    for (const counters of this.#items.values()) {
      for (const counter of counters.values()) {
        counter.sample(nowMs, this.#samples)
        if (this.#isIdle(counter)) idle += 1
      }
    }
    if (idle > 0) this.#forget((_key, counter) => this.#isIdle(counter))
    const day = this.#dayOf(nowMs)
    if (day === this.#localDay) return
    this.#localDay = day
    this.#putsMorning = [this.#putsMorning[1], this.#putsNow]
    this.#getsMorning = [this.#getsMorning[1], this.#getsNow]
  }

  #isIdle(counter: Counter): boolean {
    return counter.idleSamples >= IDLE_SAMPLES_MAX && counter !== this.#brokerPuts && counter !== this.#brokerGets
  }

  /** Drops counters and the shortcuts to them; what goes on being used comes back at its next message. */
  #forget(isGone: (key: string, counter: Counter) => boolean): void {
    const kept = new Set<Counter>()
    for (const counters of this.#items.values()) {
      for (const [key, counter] of counters) {
        if (isGone(key, counter)) counters.delete(key)
        else kept.add(counter)
      }
    }
    this.#itemCount = kept.size
    this.#puts.clear()
    this.#lastPuts = undefined
    for (const topics of this.#gets.values()) {
      for (const [topic, gets] of topics) {
        if (!kept.has(gets.nums) || !kept.has(gets.size)) topics.delete(topic)
        for (const [queueId, queue] of gets.queues.entries()) {
          if (queue !== undefined && !(kept.has(queue.nums) && kept.has(queue.size))) gets.queues[queueId] = undefined
        }
      }
    }
  }

  #dayOf(atMs: number): number {
    return Math.floor((atMs + this.#parts.utcOffsetMs(atMs)) / DAY_MS)
  }
}

/** The store's totals that have a rate. */
export type StoreTotals = Pick<StoreStats, 'putMessages' | 'getFoundCalls' | 'getMissCalls' | 'getMessages'>

interface RateSample {
  readonly atMs: number
  readonly totals: StoreTotals
}

/** The store's totals of the last ten minutes, second by second. */
class RateRing {
  readonly #samples: RateSample[]
  #newest = 0

  constructor(nowMs: number, stats: StoreStats) {
    this.#samples = [sampleOf(nowMs, stats)]
  }

  push(nowMs: number, stats: StoreStats): void {
    this.#newest = (this.#newest + 1) % (RATE_SECONDS[2] + 1)
    this.#samples[this.#newest] = sampleOf(nowMs, stats)
  }

  /** Where the past is shorter than a span, the mean goes over what there is. */
  rates(nowMs: number, stats: StoreStats, of: (totals: StoreTotals) => number): Rates {
    const rate = (seconds: number): number => {
      const back = Math.min(seconds, this.#samples.length - 1)
      const index = (this.#newest - back + this.#samples.length) % this.#samples.length
      const { atMs, totals } = this.#samples[index] as RateSample
      return ((of(stats) - of(totals)) * 1000) / Math.max(RATE_SAMPLE_MS, nowMs - atMs)
    }
    return [rate(RATE_SECONDS[0]), rate(RATE_SECONDS[1]), rate(RATE_SECONDS[2])]
  }
}

function sampleOf(atMs: number, stats: StoreStats): RateSample {
  const { putMessages, getFoundCalls, getMissCalls, getMessages } = stats
  return { atMs, totals: { putMessages, getFoundCalls, getMissCalls, getMessages } }
}
