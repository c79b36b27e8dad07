/**
 * Finding fields by key, by words of their help in either language, by pinyin (`shuapan`, `sp`) and by their value. What does not change
 * while typing is prepared once a field, so that a keystroke looks at strings only. Pure.
 */
import type { TextPair } from '../../../i18n/define-texts.ts'
import { matchPinyin, readingsOf } from '../../palette/pinyin-match.ts'

/** What the search looks at, in lower case. */
export interface SearchText {
  readonly plain: string
  readonly chinese: string
  /** First letters of all readings: a word that begins with another letter is no pinyin of it. */
  readonly initials: string
}

/** Of a field: its key and help; of a group: its title. */
export function searchTextOf(words: TextPair, key = ''): SearchText {
  const initials = new Set<string>()
  for (const character of words.zh) for (const reading of readingsOf(character)) initials.add(reading.charAt(0))
  return {
    plain: `${key} ${words.en} ${words.zh}`.toLowerCase(),
    chinese: words.zh,
    initials: [...initials].join(''),
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
  return words.every((word) => {
    if (search.plain.includes(word)) return true
    if (value?.toLowerCase().includes(word) === true) return true
    return search.initials.includes(word.charAt(0)) && matchPinyin(word, search.chinese) !== undefined
  })
}
