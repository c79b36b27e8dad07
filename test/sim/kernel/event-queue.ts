/** Events ordered by (time, sequence): a binary heap. */
import type { Incarnation } from './sim-node.ts'

export interface SimEvent {
  readonly timeMs: number
  readonly sequence: number
  /** Whose code runs; undefined for the world itself. Events of a dead incarnation are dropped. */
  readonly owner: Incarnation | undefined
  task: (() => void) | undefined
}

export class EventQueue {
  readonly #heap: SimEvent[] = []
  #sequence = 0

  get length(): number {
    return this.#heap.length
  }

  get nextTimeMs(): number | undefined {
    return this.#heap[0]?.timeMs
  }

  add(timeMs: number, owner: Incarnation | undefined, task: () => void): SimEvent {
    const event: SimEvent = { timeMs, sequence: this.#sequence++, owner, task }
    const heap = this.#heap
    let at = heap.length
    heap.push(event)
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent] as SimEvent
      if (!isBefore(event, above)) break
      heap[at] = above
      at = parent
    }
    heap[at] = event
    return event
  }

  take(): SimEvent | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1] as SimEvent, heap[child] as SimEvent)) child++
      const below = heap[child] as SimEvent
      if (!isBefore(below, last)) break
      heap[at] = below
      at = child
    }
    heap[at] = last
    return first
  }
}

function isBefore(a: SimEvent, b: SimEvent): boolean {
  return a.timeMs < b.timeMs || (a.timeMs === b.timeMs && a.sequence < b.sequence)
}
