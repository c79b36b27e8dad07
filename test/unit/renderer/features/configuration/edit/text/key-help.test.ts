import { describe, expect, test } from 'vitest'
import { keyHelp, suggestionsAt } from '../../../../../../../renderer/features/configuration/edit/text/key-help.ts'

const NONE: ReadonlySet<string> = new Set()
const labels = (line: string, used = NONE): readonly string[] =>
  suggestionsAt(line, 'broker', used, 'en')?.suggestions.map(({ label }) => label) ?? []

describe('completion', () => {
  test('offers the keys of the program that the file does not have yet', () => {
    expect(labels('file')).toContain('fileReservedTime')
    expect(labels('file', new Set(['fileReservedTime']))).not.toContain('fileReservedTime')
    expect(suggestionsAt('kv', 'namesrv', NONE, 'en')?.suggestions.map(({ label }) => label)).toContain('kvConfigPath')
  })

  test('begins where the word begins and writes the separator', () => {
    const found = suggestionsAt('  fileRes', 'broker', NONE, 'en')
    expect(found?.from).toBe(2)
    expect(found?.suggestions.find(({ label }) => label === 'fileReservedTime')).toMatchObject({
      apply: 'fileReservedTime=',
      detail: 'default 72',
    })
  })

  test('offers the values of flags and enums behind the separator', () => {
    expect(labels('brokerRole=')).toEqual(['ASYNC_MASTER', 'SYNC_MASTER', 'SLAVE'])
    expect(labels('slaveReadEnable : t')).toEqual(['true', 'false'])
    expect(suggestionsAt('brokerRole=SL', 'broker', NONE, 'en')?.from).toBe('brokerRole='.length)
    expect(labels('brokerName=')).toEqual([])
  })

  test('offers nothing in comments', () => {
    expect(labels('# fileRes')).toEqual([])
  })
})

test('the help of a key tells meaning, value in words, default and effect', () => {
  const lines = keyHelp('fileReservedTime', '48', 'broker', true, 'en')?.lines ?? []
  expect(lines[0]).toContain('log file')
  expect(lines[1]).toBe('2 days · default 72')
  expect(keyHelp('fileReservedTime', '48', 'broker', true, 'zh')?.lines[1]).toBe('2 天 · 默认 72')
  expect(keyHelp('noSuchKey', undefined, 'broker', true, 'en')).toBeUndefined()
})
