import { describe, expect, test } from 'vitest'
import { CATALOGUE, rowsOfKey, type PropertyOwner } from '../../../engine/config/catalogue.ts'
import { KEYS_GONE, KEYS_SINCE } from '../../../engine/config/catalogue/history.ts'
import {
  GONE_PROPERTIES,
  goneProperty,
  RELEASES_LOOKED_AT,
  sinceNote,
  sinceOf,
} from '../../../engine/config/property-history.ts'

const since = (key: string, owner: PropertyOwner): string | undefined => sinceOf({ key, owner })

describe('the history of properties', () => {
  test('names keys of the catalogue only, each once, and releases that were looked at', () => {
    const names = KEYS_SINCE.trim()
      .split('\n')
      .flatMap((line) => {
        const [release = '', owner = '', keys = ''] = line.split(' | ')
        expect(RELEASES_LOOKED_AT).toContain(release)
        return keys.split(' ').map((key) => `${owner}/${key}`)
      })
    expect(new Set(names).size).toBe(names.length)
    const known = new Set(CATALOGUE.map(({ owner, key }) => `${owner}/${key}`))
    for (const name of names) expect(known).toContain(name)
  })

  test('calls no key gone that its owner still has', () => {
    expect(GONE_PROPERTIES.length).toBeGreaterThan(0)
    for (const { key, owner } of GONE_PROPERTIES) {
      expect(
        rowsOfKey(key).some((row) => row.owner === owner),
        `${owner}/${key}`,
      ).toBe(false)
    }
    for (const line of KEYS_GONE.trim().split('\n')) expect(RELEASES_LOOKED_AT).toContain(line.split(' | ')[0])
  })

  test('knows what came with which release', () => {
    expect(since('brokerName', 'broker')).toBeUndefined()
    expect(since('fileReservedTime', 'store')).toBeUndefined()
    expect(since('traceTopicEnable', 'broker')).toBe('4.5.0')
    expect(since('inSyncReplicas', 'store')).toBe('5.0.0')
    expect(since('authenticationEnabled', 'auth')).toBe('5.3.0')
    expect(sinceNote({ key: 'inSyncReplicas', owner: 'store' })).toEqual({
      en: 'Since 5.0.0; 4.9.8 ignores it.',
      zh: expect.stringContaining('5.0.0') as string,
    })
    expect(sinceNote({ key: 'brokerName', owner: 'broker' })).toBeUndefined()
  })

  test('knows when the spelling with one p went', () => {
    expect(goneProperty('mapedFileSizeCommitLog')).toMatchObject({ owner: 'store' })
    expect(goneProperty('mappedFileSizeCommitLog')).toBeUndefined()
  })
})
