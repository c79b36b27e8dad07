import { describe, expect, test } from 'vitest'
import {
  defaultWords,
  editedWords,
  effectOf,
  headValue,
  hiddenBlanks,
  notesOf,
  unitOf,
  valueWords,
} from '../../../../../../renderer/features/configuration/edit/field-words.ts'
import {
  fieldOf,
  unknownField,
  type FormField,
} from '../../../../../../renderer/features/configuration/edit/form-fields.ts'
import { configEditTexts } from '../../../../../../renderer/i18n/config-edit.ts'
import { textsIn } from '../../../../../../renderer/i18n/use-texts.ts'

const field = (key: string): FormField => fieldOf('broker', key) ?? unknownField('broker', key)
const t = textsIn('en', configEditTexts)

describe('beside a field stand', () => {
  test('its unit, bytes as people read them', () => {
    expect(unitOf(field('fileReservedTime'), '48', 'en')).toBe('hours')
    expect(unitOf(field('fileReservedTime'), '48', 'zh')).toBe('小时')
    expect(unitOf(field('mappedFileSizeCommitLog'), '67108864', 'en')).toBe('64 MiB')
    expect(unitOf(field('mappedFileSizeCommitLog'), undefined, 'en')).toBe('bytes')
    expect(unitOf(field('brokerName'), 'a', 'en')).toBeUndefined()
  })

  test('its value in words, and its default', () => {
    expect(valueWords(field('fileReservedTime'), '48', 'en')).toBe('2 days')
    expect(valueWords(field('mappedFileSizeCommitLog'), '67108864', 'en')).toBeUndefined()
    expect(valueWords(field('namesrvAddr'), '127.0.0.1:9876;127.0.0.1:9877', 'en')).toBe('2 addresses')
    expect(valueWords(field('namesrvAddr'), '127.0.0.1', 'en')).toBe('“127.0.0.1” is not host:port')
    expect(defaultWords(field('fileReservedTime').row, 'zh')).toBe('默认 72')
    expect(defaultWords(field('mappedFileSizeCommitLog').row, 'en')).toBe('default 1 GiB')
    expect(defaultWords(field('noSuchKey').row, 'en')).toBeUndefined()
  })

  test('words that would cover the value, not in the field but beside it', () => {
    for (const language of ['en', 'zh'] as const) {
      const entries = field('mappedFileSizeConsumeQueue')
      expect(unitOf(entries, '5242880', language)).toBe(language === 'en' ? 'bytes' : '字节')
      expect(valueWords(entries, '5242880', language)).toContain('262,144')
    }
  })

  test('the default of the program itself, where another one in its process has the key too', () => {
    expect(defaultWords(fieldOf('namesrv', 'configStorePath')?.row, 'en')).toBe('default ~/namesrv/namesrv.properties')
  })

  test('what it was before the edit', () => {
    expect(editedWords({ from: '03', to: '04' }, t)).toBe('edited, was 03')
    expect(editedWords({ from: null, to: '04' }, t)).toBe('added')
    expect(editedWords({ from: '03', to: null }, t)).toBe('removed, was 03')
    expect(editedWords(undefined, t)).toBeUndefined()
  })

  test('the range and where the engine differs, once it is chosen', () => {
    expect(notesOf(field('diskMaxUsedSpaceRatio'), 'en').join(' ')).toContain('Range: ')
    expect(notesOf(field('highSpeedMode'), 'en').join(' ')).toContain('never reads it')
  })
})

test('a key without effect in this engine says so', () => {
  expect(effectOf(field('highSpeedMode'), true)).toBe('none')
  expect(effectOf(field('listenPort'), true)).toBe('restart')
  expect(effectOf(field('noSuchKey'), true)).toBe('none')
})

test('on clusters that are not ours the effect is that of Apache', () => {
  expect(effectOf(field('fileReservedTime'), false)).toBe('now')
  expect(effectOf(field('listenPort'), false)).toBe('restart')
})

test('a closed group shows lists by their length and long values by their end', () => {
  expect(headValue('127.0.0.1:9876;127.0.0.1:9877', t)).toBe('2 addresses')
  expect(headValue('/home/lab/.rocketmq-lab/orders-lab/broker-a/store', t)).toMatch(/^….*broker-a\/store$/)
})

test('blanks at the ends of a value are seen', () => {
  expect(hiddenBlanks('48 ')).toEqual({ before: 0, after: 1 })
  expect(hiddenBlanks('\t48')).toEqual({ before: 1, after: 0 })
  expect(hiddenBlanks('4 8')).toEqual({ before: 0, after: 0 })
  expect(hiddenBlanks('  ')).toEqual({ before: 0, after: 2 })
})
