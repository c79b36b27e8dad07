import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../../../engine/config/catalogue.ts'
import { RANGE_WORDS } from '../../../engine/config/catalogue/range-words.ts'
import { defaultInWords, rangeText } from '../../../engine/config/range-text.ts'

/** Figures, signs and names of the code say the same in both languages. */
const IS_LANGUAGE_FREE = /^(>=?[\dA-Za-z]+|\d+\.\.\d+|v1, v2|snappy, .*|URL)$/

describe('ranges and defaults for people', () => {
  test('every range with words has them in Chinese too', () => {
    for (const row of CATALOGUE) {
      const text = rangeText(row)
      if (text === undefined || IS_LANGUAGE_FREE.test(text.en)) continue
      if (/[a-z]{3}/.test(text.en)) expect(text.zh, `${row.owner}/${row.key}`).not.toBe(text.en)
    }
  })

  test('no Chinese range belongs to a range that is gone', () => {
    const ranges = new Set(CATALOGUE.map(({ range }) => range))
    for (const line of RANGE_WORDS.trim().split('\n')) expect(ranges).toContain(line.slice(0, line.lastIndexOf(' | ')))
  })

  test('every default that the machine decides is said in Chinese too', () => {
    for (const row of CATALOGUE) {
      const { en, zh } = defaultInWords(row)
      if (/\b(processors|machine|else|detected|or|when)\b/.test(en)) expect(zh, row.key).toMatch(/[\u4e00-\u9fff]/)
      else expect(zh, row.key).toBe(en)
    }
  })
})
