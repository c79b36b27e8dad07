/**
 * Finding properties by what a person types: a part of the key, its initials (`frt` finds fileReservedTime), words of its meaning or
 * group in either language, pinyin or its initials. Every word has to be found. Pure; form, matrix and lists share it.
 */
import { CATALOGUE, PROPERTY_GROUPS } from '../../../../engine/config/catalogue.ts'
import { matchPinyin } from '../../palette/pinyin-match.ts'

export interface IndexedProperty {
  readonly key: string
  readonly lowerKey: string
  /** First letters of the words in the key: `frt`. */
  readonly initials: string
  /** Meaning and group in both languages, lower case. */
  readonly words: string
  /** Meaning and group in Chinese, for pinyin. */
  readonly chinese: string
}

const SCORE_KEY_START = 100
const SCORE_KEY_WORD = 80
const SCORE_KEY = 60
const SCORE_INITIALS = 55
const SCORE_WORDS = 40
const SCORE_PINYIN = 30

let catalogueIndex: ReadonlyMap<string, IndexedProperty> | undefined

/** Every key of the catalogue, indexed once. */
function wholeIndex(): ReadonlyMap<string, IndexedProperty> {
  catalogueIndex ??= makeIndex()
  return catalogueIndex
}

function makeIndex(): ReadonlyMap<string, IndexedProperty> {
  const titles = new Map(PROPERTY_GROUPS.map((group) => [group.id, group.title]))
  const texts = new Map<string, { words: string[]; chinese: string[] }>()
  for (const { key, meaning, group } of CATALOGUE) {
    const known = texts.get(key) ?? { words: [], chinese: [] }
    const title = titles.get(group)
    known.words.push(meaning.en, meaning.zh, title?.en ?? '', title?.zh ?? '')
    known.chinese.push(meaning.zh, title?.zh ?? '')
    texts.set(key, known)
  }
  return new Map(
    [...texts].map(([key, { words, chinese }]) => [key, indexed(key, words.join('\n'), chinese.join('\n'))]),
  )
}

function indexed(key: string, words: string, chinese: string): IndexedProperty {
  const initials = (key.match(/^[a-z]|[A-Z]|[.]\w/g) ?? []).map((part) => part.replace('.', '')).join('')
  return { key, lowerKey: key.toLowerCase(), initials: initials.toLowerCase(), words: words.toLowerCase(), chinese }
}

/**
 * The keys that fit, with how well (higher is better); `null` for an empty query, which every key fits.
 * @param keys Where to look; keys that 5.3.3 does not know are found by their name.
 */
export function searchProperties(keys: Iterable<string>, query: string): ReadonlyMap<string, number> | null {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return null
  const index = wholeIndex()
  const found = new Map<string, number>()
  for (const key of keys) {
    const property = index.get(key) ?? indexed(key, '', '')
    let total = 0
    for (const word of words) {
      const score = scoreOf(property, word)
      total = score === 0 ? -1 : total + score
      if (total < 0) break
    }
    if (total > 0) found.set(key, total)
  }
  return found
}

function scoreOf(property: IndexedProperty, word: string): number {
  const at = property.lowerKey.indexOf(word)
  if (at === 0) return SCORE_KEY_START
  if (at > 0) return isWordStart(property.key, at) ? SCORE_KEY_WORD : SCORE_KEY
  if (word.length > 1 && property.initials.startsWith(word)) return SCORE_INITIALS
  if (property.words.includes(word)) return SCORE_WORDS
  return matchPinyin(word, property.chinese) === undefined ? 0 : SCORE_PINYIN
}

function isWordStart(key: string, at: number): boolean {
  return /[A-Z]/.test(key[at] ?? '') || /[._]/.test(key[at - 1] ?? '')
}
