/** A window's end of a stream: keeps what was pushed, as fast or as slow as the test wants. */
import type { StreamSink } from '../../../engine/contract/rpc.ts'

export class StreamWindow<T> implements StreamSink<T> {
  readonly items: T[] = []
  batches = 0
  /** Batches it takes now; Infinity for a window that keeps up. */
  credits: number

  constructor(credits = Number.POSITIVE_INFINITY) {
    this.credits = credits
  }

  get isReady(): boolean {
    return this.credits > 0
  }

  push(items: readonly T[]): void {
    if (!this.isReady) throw new Error('pushed without a credit')
    this.credits--
    this.batches++
    for (const item of items) this.items.push(item)
  }

  onReady(): void {
    return
  }

  end(): void {
    return
  }

  fail(error: unknown): void {
    throw error
  }
}
