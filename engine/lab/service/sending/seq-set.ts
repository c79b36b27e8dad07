/**
 * A set of message numbers 1..n as bits in blocks. Blocks that are full cost nothing and blocks that were never touched do
 * not exist, so a run of 100 million messages that goes well needs a few kilobytes, and 12.5 MB at the very worst. Pure.
 */

const BLOCK_BITS = 1 << 16
const BLOCK_WORDS = BLOCK_BITS >>> 5

type Block = { readonly words: Uint32Array; count: number } | 'full'

export class SeqSet {
  readonly #blocks: (Block | undefined)[] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  has(seq: number): boolean {
    const block = this.#blocks[Math.floor(seq / BLOCK_BITS)]
    if (block === undefined) return false
    if (block === 'full') return true
    const bit = seq % BLOCK_BITS
    return ((block.words[bit >>> 5] as number) & (1 << (bit & 31))) !== 0
  }

  /** @returns false when it was in already. */
  add(seq: number): boolean {
    const index = Math.floor(seq / BLOCK_BITS)
    let block = this.#blocks[index]
    if (block === 'full') return false
    if (block === undefined) {
      block = { words: new Uint32Array(BLOCK_WORDS), count: 0 }
      this.#blocks[index] = block
    }
    const bit = seq % BLOCK_BITS
    const word = block.words[bit >>> 5] as number
    const mask = 1 << (bit & 31)
    if ((word & mask) !== 0) return false
    block.words[bit >>> 5] = word | mask
    this.#size++
    if (++block.count === BLOCK_BITS) this.#blocks[index] = 'full'
    return true
  }
}
