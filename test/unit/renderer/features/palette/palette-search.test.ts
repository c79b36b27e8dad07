import { describe, expect, test } from 'vitest'
import { matchText, readingsOf } from '../../../../../renderer/features/palette/pinyin-match.ts'
import { searchPalette } from '../../../../../renderer/features/palette/palette-search.ts'
import type { PaletteItem } from '../../../../../renderer/features/palette/palette-search.ts'
import { frameTexts } from '../../../../../renderer/i18n/frame.ts'
import { paletteItems } from '../../../../../renderer/i18n/palette.ts'

const found = (word: string, text: string): string | undefined => {
  const match = matchText(word, text)
  return match === undefined ? undefined : text.slice(match.from, match.to)
}

describe('a text is found', () => {
  test('by a part of it, whatever the case', () => {
    expect(found('STATUS', 'haStatus')).toBe('Status')
    expect(found('延迟', '各主从对的延迟')).toBe('延迟')
  })

  test('by pinyin, whole, begun, by initials and mixed', () => {
    for (const word of ['yanchi', 'yanc', 'yc', 'ych', 'ychi', 'yan']) {
      expect([word, found(word, '各主从对的延迟')?.[0]]).toEqual([word, '延'])
    }
    expect(found('zcfz', '主从复制')).toBe('主从复制')
    expect(found('zcfx', '主从复制')).toBeUndefined()
    expect(found('zcf', '主从复制')).toBe('主从复')
    expect(found('zhucongfuzhi', '主从复制')).toBe('主从复制')
  })

  test('by either reading of a character that has two', () => {
    expect(found('chongqi', '重启 broker-a')).toBe('重启')
    expect(found('zhongqi', '重启 broker-a')).toBe('重启')
  })

  test('not by letters that are no reading of it', () => {
    expect(found('xyz', '主从复制')).toBeUndefined()
    expect(found('yanchi', 'Delay a link')).toBeUndefined()
  })

  test('quickly, even when a long query almost matches everywhere', () => {
    const startedAt = performance.now()
    matchText(`${'s'.repeat(60)}x`, '什'.repeat(80))
    expect(performance.now() - startedAt).toBeLessThan(200)
  })
})

describe('readings', () => {
  test('are there for every Chinese character the palette shows: else run scripts/pinyin.ts', () => {
    const texts = [...Object.values(frameTexts.texts), ...Object.values(paletteItems.texts)]
    const characters = new Set(texts.flatMap(({ zh }) => zh.match(/\p{Script=Han}/gu) ?? []))
    expect([...characters].filter((character) => readingsOf(character).length === 0)).toEqual([])
  })
})

const item = (id: string, group: string, en: string, zh: string, note?: string): PaletteItem => ({
  id,
  group,
  icon: () => null,
  title: { en, zh },
  ...(note === undefined ? {} : { note: { en: note, zh: note } }),
  run: () => undefined,
})

const items = [
  item('replication', 'screens', 'Replication: delay of every pair', '主从复制：各主从对的延迟'),
  item('delay', 'links', 'Delay broker-a → broker-a-s…', '延迟 broker-a → broker-a-s…'),
  item('heal', 'links', 'Heal broker-a → broker-a-s', '恢复 broker-a → broker-a-s', 'delayed by 800 ms'),
  item('stop', 'nodes', 'Stop broker-a', '停止 broker-a'),
]

const ids = (query: string, language: 'en' | 'zh'): string[] =>
  searchPalette(items, query, language).flatMap((group) => group.found.map((each) => each.item.id))

describe('the palette', () => {
  test('puts what begins with the word first and notes last', () => {
    expect(ids('delay', 'en')).toEqual(['delay', 'heal', 'replication'])
  })

  test('finds English words in the Chinese window and pinyin in the English one', () => {
    expect(ids('stop', 'zh')).toContain('stop')
    expect(ids('tingzhi', 'en')).toEqual(['stop'])
  })

  test('wants every word of a query', () => {
    expect(ids('broker-a stop', 'en')).toEqual(['stop'])
    expect(ids('broker-a nothing', 'en')).toEqual([])
  })

  test('shows everything in its own order without a query', () => {
    expect(searchPalette(items, '  ', 'en').map((group) => group.group)).toEqual(['screens', 'links', 'nodes'])
  })
})
