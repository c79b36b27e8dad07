/**
 * Finding fields by key, by words of their help in either language, by pinyin (`shuapan`, `sp`) and by their value. What does not change
 * while typing is prepared once a field, and a word's readings once a word, so that a keystroke looks at strings and bits only. Pure.
 */
import type { TextPair } from '../../../i18n/define-texts.ts'
import { readingsOf } from '../../palette/pinyin-match.ts'

/** What the search looks at, in lower case. */
export interface SearchText {
  readonly plain: string
  /** The Chinese as characters; others as ''. */
  readonly chinese: readonly string[]
}

/** Of a field: its key and help; of a group: its title. */
export function searchTextOf(words: TextPair, key = ''): SearchText {
  return {
    plain: `${key} ${words.en} ${words.zh}`.toLowerCase(),
    chinese: Array.from(words.zh, (character) => (readingsOf(character).length === 0 ? '' : character)),
  }
}

/** The words of a query; none for one without a word. */
export function wordsOf(query: string): readonly string[] {
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
}

/** Whether each word is found in the text or the value. */
export function matchesField(search: SearchText, value: string | undefined, words: readonly string[]): boolean {
  return words.every(
    (word) =>
      search.plain.includes(word) ||
      value?.toLowerCase().includes(word) === true ||
      pinyinOf(word)?.isIn(search.chinese) === true,
  )
}

/** Words whose readings are remembered. */
const REMEMBERED_MAX = 64
const remembered = new Map<string, PinyinWord | undefined>()

/** Undefined for words that are no pinyin. */
function pinyinOf(word: string): PinyinWord | undefined {
  if (remembered.has(word)) return remembered.get(word)
  if (remembered.size >= REMEMBERED_MAX) remembered.clear()
  const pinyin = PINYIN.test(word) ? new PinyinWord(word) : undefined
  remembered.set(word, pinyin)
  return pinyin
}

/** Places in a word are bits of a number. */
const PINYIN = /^[a-z]{1,30}$/

/**
 * A word read as syllables or their beginnings, one or more characters long: for each character it knows, from each place in the word,
 * the places that reading the character leads to.
 */
class PinyinWord {
  readonly #letters: string
  readonly #end: number
  /** Where in the word each letter stands. */
  readonly #places = new Map<string, number[]>()
  readonly #steps = new Map<string, Int32Array | null>()

  constructor(letters: string) {
    this.#letters = letters
    this.#end = 1 << letters.length
    for (const [place, letter] of Array.from(letters).entries()) {
      this.#places.set(letter, [...(this.#places.get(letter) ?? []), place])
    }
  }

  /** Whether the word is some neighbouring characters; the last may be unfinished. */
  isIn(characters: readonly string[]): boolean {
    let reached = 0
    for (const character of characters) {
      const steps = character === '' ? null : this.#stepsOf(character)
      if (steps === null) {
        reached = 0
        continue
      }
      // Any character may be the first.
      let places = reached | 1
      reached = 0
      while (places !== 0) {
        const place = 31 - Math.clz32(places)
        places ^= 1 << place
        reached |= steps[place] ?? 0
      }
      if ((reached & this.#end) !== 0) return true
    }
    return false
  }

  /** Null for a character that no part of the word can be. */
  #stepsOf(character: string): Int32Array | null {
    const known = this.#steps.get(character)
    if (known !== undefined) return known
    const steps = this.#readingSteps(readingsOf(character))
    this.#steps.set(character, steps)
    return steps
  }

  #readingSteps(readings: readonly string[]): Int32Array | null {
    const letters = this.#letters
    let steps: Int32Array | null = null
    for (const reading of readings) {
      for (const place of this.#places.get(reading.charAt(0)) ?? []) {
        steps ??= new Int32Array(letters.length)
        let to = 1 << (place + 1)
        if (letters.charAt(place + 1) === 'h' && /^[zcs]h/.test(reading)) to |= 1 << (place + 2)
        if (letters.startsWith(reading, place)) to |= 1 << (place + reading.length)
        else if (reading.startsWith(letters.slice(place))) to |= this.#end
        steps[place] = (steps[place] ?? 0) | to
      }
    }
    return steps
  }
}
