import { describe, expect, test } from 'vitest'
import type { ConfigVersion } from '../../../../../../engine/contract/config-api.ts'
import { filePairs, revertOf } from '../../../../../../renderer/features/configuration/versions/version-files.ts'
import {
  changeWords,
  fitsFilter,
  versionsSentence,
} from '../../../../../../renderer/features/configuration/versions/version-words.ts'
import { configVersionsTexts } from '../../../../../../renderer/i18n/config-versions.ts'
import { textsIn } from '../../../../../../renderer/i18n/use-texts.ts'

const en = textsIn('en', configVersionsTexts)
const zh = textsIn('zh', configVersionsTexts)

const version = (number: number, more: Partial<ConfigVersion> = {}): ConfigVersion => ({
  version: number,
  atMs: 1_000_000,
  author: number === 0 ? 'first' : 'window',
  note: '',
  nodes: ['broker-a'],
  keys: number === 0 ? [] : ['fileReservedTime'],
  result: 'done',
  ...more,
})

describe('two versions side by side', () => {
  test('files that differ stand first, with how many keys do', () => {
    const pairs = filePairs({ a: 'x=1\n', b: 'x=1\n', c: 'x=1\n' }, { a: 'x=1\n', b: 'x=2\ny=1\n', c: '# c\nx=1\n' })
    expect(pairs.map(({ node, keys, isSame }) => [node, keys, isSame])).toEqual([
      ['b', 2, false],
      ['c', 0, false],
      ['a', 0, true],
    ])
  })

  test('a file that one side has not is null there', () => {
    expect(filePairs({ a: 'x=1\n' }, {})[0]).toMatchObject({ before: 'x=1\n', after: null, keys: 1 })
  })
})

describe('reverting', () => {
  test('edits the files that differ from what is edited now', () => {
    expect(revertOf({ a: 'x=1\n', b: 'y=1\n' }, { a: 'x=2\n', b: 'y=1\n' })).toEqual({
      texts: { a: 'x=1\n' },
      gone: [],
    })
  })

  test('names files whose nodes are gone, and brings none back', () => {
    expect(revertOf({ a: 'x=1\n', old: 'x=1\n' }, { a: 'x=1\n' })).toEqual({ texts: {}, gone: ['old'] })
  })
})

describe('a version in words', () => {
  test('tells keys and nodes, three of each at most', () => {
    expect(changeWords(version(1), en)).toBe('fileReservedTime on broker-a')
    expect(changeWords(version(1, { keys: ['a', 'b', 'c', 'd', 'e'] }), en)).toBe('a, b, c and 2 more on broker-a')
    expect(changeWords(version(1, { keys: [] }), en)).toBe('comments and order only')
    expect(changeWords(version(0), zh)).toBe('集群创建时')
  })

  test('is found by note, key, node and number', () => {
    const one = version(12, { note: 'shorter retention' })
    for (const query of ['', 'SHORTER', 'reserved', 'broker-a', '12']) expect(fitsFilter(one, query)).toBe(true)
    expect(fitsFilter(one, 'broker-b')).toBe(false)
  })

  test('the sentence is about the last apply', () => {
    expect(versionsSentence([version(2), version(1), version(0)], 1_012_000, en)).toBe(
      '3 versions; the last, version 2, was applied 12 s ago.',
    )
    expect(versionsSentence([version(1, { result: 'failed' }), version(0)], 1_012_000, zh)).toBe(
      '共 2 个版本；最近的版本 1 在 12 s 前失败。',
    )
    expect(versionsSentence([version(0)], 0, en)).toBe(
      'Only the files as the cluster was made: nothing was applied since.',
    )
    expect(versionsSentence([], 0, en)).toBe('Nothing was applied yet.')
  })
})
