import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../../../../../renderer/features/configuration/edit/form-fields.ts'
import {
  matchesField,
  searchTextOf,
  wordsOf,
} from '../../../../../../renderer/features/configuration/edit/form-search.ts'
import { matchPinyin } from '../../../../../../renderer/features/palette/pinyin-match.ts'

const TEXT = searchTextOf({ en: 'How disks are flushed', zh: '刷盘方式:同步或异步' }, 'flushDiskType')
const finds = (query: string): boolean => matchesField(TEXT, undefined, wordsOf(query))

describe('pinyin finds', () => {
  test('whole syllables, begun ones, initials and a mixture', () => {
    for (const query of ['shuapan', 'shuap', 'sp', 'shp', 'spfs', 'panfangshi', 'tongbu', 'yib']) {
      expect([query, finds(query)]).toEqual([query, true])
    }
  })

  test('neighbouring characters only, and no part of another syllable', () => {
    for (const query of ['shuafang', 'huapan', 'stb', 'panshi', 'shuapanx']) {
      expect([query, finds(query)]).toEqual([query, false])
    }
  })
})

test('it finds the fields that the palette would find', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuwxyz'), minLength: 1, maxLength: 6 })
  const fields = fieldsOf('broker').slice(0, 120)
  fc.assert(
    fc.property(letters, (word) => {
      for (const { key, row, search } of fields) {
        const isPlain = search.plain.includes(word)
        const expected = isPlain || matchPinyin(word, row?.meaning.zh ?? '') !== undefined
        expect([key, word, matchesField(search, undefined, [word])]).toEqual([key, word, expected])
      }
    }),
    { numRuns: 40 },
  )
})
