/**
 * What was worked out from texts, remembered by text: editors and plans ask for the same few again and again. The longest unused is
 * forgotten first, and there is a bound for the characters too: what is worked out from a text takes many times its room.
 */

/** About 100 MB with what parsing and lint make of it; the files of the largest cluster with every key set, as edited and on disk. */
const CHARACTERS_MAX = 8 * 1024 * 1024

export class TextMemory<T extends object> {
  readonly #textsMax: number
  /** In order of use. */
  readonly #known = new Map<string, T>()
  #characters = 0

  constructor(textsMax: number) {
    this.#textsMax = textsMax
  }

  get size(): number {
    return this.#known.size
  }

  /** The same object for the same text, as long as it is remembered. */
  get(text: string, make: () => T): T {
    const known = this.#known.get(text)
    if (known !== undefined) this.#forget(text)
    const value = known ?? make()
    this.#known.set(text, value)
    this.#characters += text.length
    for (const oldest of this.#known.keys()) {
      if (oldest === text || (this.#known.size <= this.#textsMax && this.#characters <= CHARACTERS_MAX)) break
      this.#forget(oldest)
    }
    return value
  }

  #forget(text: string): void {
    this.#known.delete(text)
    this.#characters -= text.length
  }
}
