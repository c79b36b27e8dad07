import { describe, expect, test } from 'vitest'
import { fieldOf, fieldsOf, UNKNOWN_GROUP } from '../../../../../../renderer/features/configuration/edit/form-fields.ts'
import {
  filterCounts,
  formItems,
  type FormItem,
  type FormView,
} from '../../../../../../renderer/features/configuration/edit/form-items.ts'
import { wordsOf } from '../../../../../../renderer/features/configuration/edit/form-search.ts'
import { changedKeys, valuesOf } from '../../../../../../renderer/features/configuration/shared/parsed-file.ts'

const SAVED = 'brokerName=broker-a\nfileReservedTime=48\ndeleteWhen=03\nnoSuchKey=1\n'
const TEXT = 'brokerName=broker-a\nfileReservedTime=72\nnoSuchKey=1\nlistenPort=11911\n'
const SUBJECT = { program: 'broker', values: valuesOf(TEXT), changes: changedKeys(SAVED, TEXT) } as const
const VIEW: FormView = { filter: 'set', words: [], closed: new Set(), pinned: undefined }
const keysIn = (items: readonly FormItem[]): string[] =>
  items.flatMap((item) => (item.kind === 'field' ? [item.id] : []))
const keysOf = (view: Partial<FormView>): string[] => keysIn(formItems(SUBJECT, { ...VIEW, ...view }))
const search = (query: string, filter: FormView['filter'] = 'all'): string[] =>
  keysOf({ filter, words: wordsOf(query) })

describe('the fields of a program', () => {
  test('are all keys its file can hold, each once, with a kind', () => {
    const fields = fieldsOf('broker')
    expect(new Set(fields.map(({ key }) => key)).size).toBe(fields.length)
    expect(fields.length).toBeGreaterThan(400)
    expect(fieldOf('broker', 'brokerRole')?.kind).toBe('choice')
    expect(fieldOf('broker', 'slaveReadEnable')?.kind).toBe('flag')
    expect(fieldOf('broker', 'namesrvAddr')?.kind).toBe('addresses')
    expect(fieldOf('broker', 'storePathRootDir')?.kind).toBe('path')
    expect(fieldOf('broker', 'fileReservedTime')?.kind).toBe('number')
    expect(fieldOf('namesrv', 'listenPort')?.row?.defaultText).toBe('9876')
    expect(fieldOf('namesrv', 'fileReservedTime')).toBeUndefined()
  })
})

describe('the filter shows', () => {
  test('what is set, what is changed (also what is removed), or all', () => {
    expect(keysOf({ filter: 'set' })).toEqual(['brokerName', 'listenPort', 'fileReservedTime', 'noSuchKey'])
    expect(keysOf({ filter: 'changed' })).toEqual(['listenPort', 'deleteWhen', 'fileReservedTime'])
    expect(keysOf({ filter: 'all' })).toHaveLength(fieldsOf('broker').length + 1)
    expect(filterCounts(SUBJECT)).toEqual({ all: fieldsOf('broker').length + 1, set: 4, changed: 3 })
  })

  test('the field somebody types in, whatever it is', () => {
    expect(keysOf({ pinned: 'diskMaxUsedSpaceRatio' })).toContain('diskMaxUsedSpaceRatio')
  })

  test('keys that RocketMQ does not know in a group of their own', () => {
    const group = formItems(SUBJECT, VIEW).find((item) => item.id === `group ${UNKNOWN_GROUP}`)
    expect(group).toMatchObject({ count: 1 })
  })

  test('a closed group by its values, and nothing closed while a search is on', () => {
    const items = formItems(SUBJECT, { ...VIEW, closed: new Set(['retention']) })
    expect(items.find((item) => item.id === 'group retention')).toMatchObject({ isOpen: false, values: ['72'] })
    expect(keysIn(items)).not.toContain('fileReservedTime')
    expect(keysOf({ closed: new Set(['retention']), words: ['reserved'] })).toEqual(['fileReservedTime'])
  })
})

describe('the search finds', () => {
  test('by a part of the key, by words of the help in both languages, by a value', () => {
    expect(search('reservedtime')).toContain('fileReservedTime')
    expect(search('log file deleted')).toContain('fileReservedTime')
    expect(search('小时数')).toContain('fileReservedTime')
    expect(search('11911')).toEqual(['listenPort'])
  })

  test('by pinyin and by its initials', () => {
    expect(search('shuapan')).toContain('flushDiskType')
    expect(search('sp')).toContain('flushDiskType')
    expect(search('shuapan', 'set')).toEqual([])
  })

  test('a whole group by its title where no field itself has the words', () => {
    const found = search('刷盘与复制')
    expect(found).toContain('flushDiskType')
    expect(found).not.toContain('fileReservedTime')
    expect(search('shuapan').length).toBeLessThan(found.length)
  })

  test('only what fits every word, nothing for nonsense', () => {
    const both = search('disk ratio')
    expect(both).toContain('diskMaxUsedSpaceRatio')
    expect(both).not.toContain('fileReservedTime')
    expect(search('qqqzzz')).toEqual([])
  })
})
