import { describe, expect, test } from 'vitest'
import { SeqSet } from '../../../../../engine/lab/service/sending/seq-set.ts'

describe('SeqSet', () => {
  test('knows what was added, once each, across the edges of its blocks', () => {
    const set = new SeqSet()
    for (const seq of [1, 31, 32, 65_535, 65_536, 99_999_999]) {
      expect(set.has(seq)).toBe(false)
      expect(set.add(seq)).toBe(true)
      expect(set.add(seq)).toBe(false)
      expect(set.has(seq)).toBe(true)
    }
    expect(set.size).toBe(6)
    expect(set.has(65_537)).toBe(false)
  })

  test('a full block still knows all of its numbers and takes none twice', () => {
    const set = new SeqSet()
    for (let seq = 0; seq < 65_536; seq++) set.add(seq)
    expect(set.has(12_345)).toBe(true)
    expect(set.add(12_345)).toBe(false)
    expect(set.size).toBe(65_536)
  })
})
