/**
 * How fast a consumer pulls and consumes, per topic over the last minute: what CONSUME_STATUS shows. Pure counting.
 * Source: ConsumerStatsManager, ConsumeStatus.
 */
import type { Clock } from '../base/ports.ts'

/** The members of Java's ConsumeStatus; times in ms, rates per second. */
export interface TopicConsumeStatus {
  readonly pullRT: number
  readonly pullTPS: number
  readonly consumeRT: number
  readonly consumeOKTPS: number
  readonly consumeFailedTPS: number
  readonly consumeFailedMsgs: number
}

const SLOT_MS = 10_000
const SLOTS = 6

interface Slot {
  startMs: number
  pulls: number
  pullMs: number
  pulled: number
  runs: number
  runMs: number
  ok: number
  failed: number
}

export class ConsumeStats {
  readonly #clock: Clock
  /** Bounded by the topics subscribed to. */
  readonly #topics = new Map<string, { readonly slots: Slot[]; failedTotal: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  pulled(topic: string, messageCount: number, tookMs: number): void {
    const slot = this.#slot(topic)
    slot.pulls++
    slot.pullMs += tookMs
    slot.pulled += messageCount
  }

  consumed(topic: string, okCount: number, failedCount: number, tookMs: number): void {
    const slot = this.#slot(topic)
    slot.runs++
    slot.runMs += tookMs
    slot.ok += okCount
    slot.failed += failedCount
    const entry = this.#topics.get(topic)
    if (entry !== undefined) entry.failedTotal += failedCount
  }

  status(topic: string): TopicConsumeStatus {
    const entry = this.#topics.get(topic)
    const sinceMs = this.#clock.monotonicMs() - SLOTS * SLOT_MS
    const recent = (entry?.slots ?? []).filter((slot) => slot.startMs > sinceMs)
    const sum = (value: (slot: Slot) => number) => recent.reduce((total, slot) => total + value(slot), 0)
    const firstMs = recent[0]?.startMs ?? 0
    const seconds = Math.max(1, (this.#clock.monotonicMs() - firstMs) / 1000)
    const pulls = sum((slot) => slot.pulls)
    const runs = sum((slot) => slot.runs)
    return {
      pullRT: pulls === 0 ? 0 : sum((slot) => slot.pullMs) / pulls,
      pullTPS: sum((slot) => slot.pulled) / seconds,
      consumeRT: runs === 0 ? 0 : sum((slot) => slot.runMs) / runs,
      consumeOKTPS: sum((slot) => slot.ok) / seconds,
      consumeFailedTPS: sum((slot) => slot.failed) / seconds,
      consumeFailedMsgs: entry?.failedTotal ?? 0,
    }
  }

  #slot(topic: string): Slot {
    let entry = this.#topics.get(topic)
    if (entry === undefined) this.#topics.set(topic, (entry = { slots: [], failedTotal: 0 }))
    const nowMs = this.#clock.monotonicMs()
    let slot = entry.slots.at(-1)
    if (slot === undefined || nowMs - slot.startMs >= SLOT_MS) {
      slot = { startMs: nowMs, pulls: 0, pullMs: 0, pulled: 0, runs: 0, runMs: 0, ok: 0, failed: 0 }
      entry.slots.push(slot)
      if (entry.slots.length > SLOTS) entry.slots.shift()
    }
    return slot
  }
}
