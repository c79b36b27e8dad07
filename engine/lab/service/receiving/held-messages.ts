/**
 * Manual mode: messages that one consumer received and that wait for a person's word. Each is settled exactly once: by
 * the person, by its time running out, or because its queue went to another consumer. Pure but for the clock it is given.
 */

/** `lost`: nobody may commit it here any more; it comes again, to whoever reads its queue then. */
export type HeldOutcome = 'commit' | 'send-back' | 'lost'

/** Messages that one consumer holds before it pulls no more. */
export const HELD_MAX = 1000
/**
 * A message held longer is sent back, before the client's own limit of 15 minutes would do it unseen. Orderly queues
 * rest for a moment instead and show the message again.
 */
export const HELD_MS_MAX = 14 * 60_000

interface Held {
  readonly sinceMs: number
  readonly isLost: () => boolean
  readonly settle: (outcome: HeldOutcome) => void
}

export class HeldMessages {
  readonly #held = new Map<number, Held>()

  get count(): number {
    return this.#held.size
  }

  /** @param isLost whether the message's queue is not this consumer's any more */
  hold(seq: number, nowMs: number, isLost: () => boolean): Promise<HeldOutcome> {
    return new Promise((settle) => this.#held.set(seq, { sinceMs: nowMs, isLost, settle }))
  }

  /** @returns how it was settled: 'lost' whatever was wished for a queue that is gone; undefined when it is not held. */
  settle(seq: number, outcome: HeldOutcome): HeldOutcome | undefined {
    const held = this.#held.get(seq)
    if (held === undefined) return undefined
    const settled = held.isLost() ? 'lost' : outcome
    this.#held.delete(seq)
    held.settle(settled)
    return settled
  }

  /** Held messages whose queue is gone, and those whose time is over. */
  due(nowMs: number): readonly { readonly seq: number; readonly outcome: HeldOutcome }[] {
    const due: { seq: number; outcome: HeldOutcome }[] = []
    for (const [seq, held] of this.#held) {
      if (held.isLost()) due.push({ seq, outcome: 'lost' })
      else if (nowMs - held.sinceMs > HELD_MS_MAX) due.push({ seq, outcome: 'send-back' })
    }
    return due
  }

  /** Everything that is held. */
  seqs(): readonly number[] {
    return [...this.#held.keys()]
  }
}
