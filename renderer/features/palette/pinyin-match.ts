/**
 * Finding text by words, Chinese, pinyin or initials. `yanchi`, `yc`, `yanc` and `延迟` all find 延迟; a character with several readings is
 * found by each. Pure.
 */
import { PINYIN_TABLE } from './pinyin-readings.ts'

/** Where a query matched: from, to (exclusive), in UTF-16 units; `score` is higher for better. */
export interface Match {
  readonly from: number
  readonly to: number
  readonly score: number
}

const SCORE_START = 100
const SCORE_WORD = 80
const SCORE_INSIDE = 50
const SCORE_PINYIN = 60
const SCORE_INITIALS = 40

let readings: ReadonlyMap<string, readonly string[]> | undefined

/** The readings of a character; empty for what is no Chinese of ours. */
export function readingsOf(character: string): readonly string[] {
  readings ??= parseTable(PINYIN_TABLE)
  return readings.get(character) ?? []
}

/** The best match of one word in a text. */
export function matchText(word: string, text: string): Match | undefined {
  if (word === '') return undefined
  const at = text.toLowerCase().indexOf(word.toLowerCase())
  if (at >= 0) return { from: at, to: at + word.length, score: scoreAt(text, at) }
  return matchPinyin(word.toLowerCase(), text)
}

/** The best match of a word that is read as pinyin. */
export function matchPinyin(word: string, text: string): Match | undefined {
  if (!/^[a-zü']+$/.test(word)) return undefined
  const letters = word.replace(/'/g, '').replace(/ü/g, 'v')
  const hopeless = new Set<number>()
  let best: Match | undefined
  for (let from = 0; from < text.length; from += 1) {
    if (readingsOf(text[from] ?? '').length === 0) continue
    const end = consume(letters, 0, text, from, 0, hopeless)
    if (end === undefined) continue
    const base = end.abbreviated > 0 ? SCORE_INITIALS : SCORE_PINYIN
    const score = base + (from === 0 ? 10 : 0)
    if (best === undefined || score > best.score) best = { from, to: end.to, score }
  }
  return best
}

interface End {
  readonly to: number
  /** Characters that were given by their first letters only, the last one aside. */
  readonly abbreviated: number
}

/**
 * Reads letters off the characters from `at` on: whole syllables first, then initials; the last syllable may be unfinished. `hopeless`
 * remembers where the rest cannot be read, so that characters with many readings cost no more than others.
 */
function consume(
  letters: string,
  used: number,
  text: string,
  at: number,
  abbreviated: number,
  hopeless: Set<number>,
): End | undefined {
  if (used === letters.length) return { to: at, abbreviated }
  const place = used * (text.length + 1) + at
  const character = text[at]
  if (character === undefined || hopeless.has(place)) return undefined
  const rest = letters.slice(used)
  for (const reading of readingsOf(character)) {
    if (rest.startsWith(reading)) {
      const end = consume(letters, used + reading.length, text, at + 1, abbreviated, hopeless)
      if (end !== undefined) return end
    }
    if (rest.length < reading.length && reading.startsWith(rest)) return { to: at + 1, abbreviated }
  }
  for (const start of initialsOf(character)) {
    if (!rest.startsWith(start)) continue
    const end = consume(letters, used + start.length, text, at + 1, abbreviated + 1, hopeless)
    if (end !== undefined) return end
  }
  hopeless.add(place)
  return undefined
}

/** Of the characters asked for so far: searches ask for the same ones at every keystroke. */
const initialsKnown = new Map<string, ReadonlySet<string>>()

/** `zh` and `z` for 主. */
function initialsOf(character: string): ReadonlySet<string> {
  const known = initialsKnown.get(character)
  if (known !== undefined) return known
  const initials = new Set(
    readingsOf(character).flatMap((reading) =>
      /^[zcs]h/.test(reading) ? [reading.slice(0, 2), reading.slice(0, 1)] : [reading.slice(0, 1)],
    ),
  )
  // Without readings there is nothing to remember, and any character may come.
  if (initials.size > 0) initialsKnown.set(character, initials)
  return initials
}

function scoreAt(text: string, at: number): number {
  if (at === 0) return SCORE_START
  return /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') && !/\p{Script=Han}/u.test(text[at] ?? '') ? SCORE_INSIDE : SCORE_WORD
}

function parseTable(table: string): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>()
  for (const entry of table.split('|')) {
    const [syllable = '', characters = ''] = entry.split(' ')
    for (const character of characters) map.set(character, [...(map.get(character) ?? []), syllable])
  }
  return map
}
