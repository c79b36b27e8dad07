import { describe, expect, test } from 'vitest'
import { BROKER_KEYS } from '../../../engine/config/broker-keys.ts'
import {
  BROKER_FILE_OWNERS,
  CATALOGUE,
  PROPERTY_GROUPS,
  keysOf,
  rowFor,
  rowsOfKey,
  type PropertyOwner,
} from '../../../engine/config/catalogue.ts'
import { convertText } from '../../../engine/config/java-values.ts'
import { defaultInWords } from '../../../engine/config/range-text.ts'
import { defaultFields, defaultValue } from '../../../engine/config/defaults.ts'

const TYPES = ['int', 'long', 'double', 'boolean', 'String', 'enum']
const TEXT_UNITS: ReadonlySet<string> = new Set(['path', 'host:port list', 'enum'])
const UNITS = ['', 'bytes', 'ms', 's', 'min', 'hours', 'count', 'ratio', 'port', ...TEXT_UNITS]

const machine = { userHome: '/home/me', hostName: 'h', localIpv4: '10.0.0.1', processors: 8 }

describe('the catalogue', () => {
  test('has every key of RocketMQ 5.3.3, by owner', () => {
    const counts = new Map<PropertyOwner, number>()
    for (const row of CATALOGUE) counts.set(row.owner, (counts.get(row.owner) ?? 0) + 1)
    expect(Object.fromEntries(counts)).toEqual({
      broker: 203,
      store: 182,
      'netty-server': 18,
      'netty-client': 20,
      namesrv: 22,
      controller: 34,
      proxy: 148,
      auth: 26,
      tiered: 34,
    })
  })

  test('has each key once per owner, in a known group, with texts in both languages', () => {
    const seen = CATALOGUE.map((row) => `${row.owner}/${row.key}`)
    expect(new Set(seen).size).toBe(CATALOGUE.length)
    const groups = new Set(PROPERTY_GROUPS.map((group) => group.id))
    for (const row of CATALOGUE) {
      expect(groups).toContain(row.group)
      expect(['yes', 'no', 'unknown']).toContain(row.hot)
      expect(row.meaning.en, row.key).toMatch(/^[\x20-\x7e]+$/)
      expect(row.meaning.zh, row.key).not.toBe('')
      if (row.type === 'enum') expect(row.choices.length, row.key).toBeGreaterThan(1)
    }
    for (const group of PROPERTY_GROUPS) expect(CATALOGUE.some((row) => row.group === group.id)).toBe(true)
  })

  test('every default of a broker and name server file converts to its type', () => {
    for (const row of CATALOGUE.filter(({ owner }) => BROKER_FILE_OWNERS.includes(owner) || owner === 'namesrv')) {
      expect(() => defaultValue(row, machine), row.key).not.toThrow()
    }
  })

  test('every row has a type, a unit and a group that are known, and a default that its type takes', () => {
    for (const row of CATALOGUE) {
      const name = `${row.owner}/${row.key}`
      expect(TYPES, name).toContain(row.type)
      expect(UNITS, name).toContain(row.unit)
      if (row.unit !== '' && !TEXT_UNITS.has(row.unit)) expect(['int', 'long', 'double'], name).toContain(row.type)
      const { en, zh } = defaultInWords(row)
      // What the machine decides is told in words, and differs between the languages.
      const isDecidedHere = en !== zh || en === 'listenPort+1' || en.startsWith('~/') || en.startsWith('<storePath')
      if (!isDecidedHere) expect(convertText(row.type, row.defaultText, row.choices).status, name).toBe('set')
    }
  })

  test('defaults that depend on the machine are resolved', () => {
    const fields = defaultFields(['broker', 'netty-server', 'store'], machine)
    expect(fields.get('sendMessageThreadPoolNums')).toBe(4)
    expect(fields.get('pullMessageThreadPoolNums')).toBe(32)
    expect(fields.get('storePathRootDir')).toBe('/home/me/store')
    expect(fields.get('brokerIP1')).toBe('10.0.0.1')
    expect(fields.get('listenPort')).toBe(10911)
    expect(fields.get('storePathCommitLog')).toBeUndefined()
  })

  test('knows the odd spellings of 5.3.3 and not the old ones', () => {
    for (const key of ['destroyMapedFileIntervalForcibly', 'mapperFileSizeBatchConsumeQueue', 'dLegerGroup']) {
      expect(rowsOfKey(key), key).toHaveLength(1)
    }
    for (const key of ['mapedFileSizeCommitLog', 'storePathIndex', 'abortFile']) expect(rowsOfKey(key), key).toEqual([])
  })

  test('four timer keys exist without a setter', () => {
    const keys = CATALOGUE.filter((row) => !row.settable).map((row) => row.key)
    expect(keys.sort()).toEqual([
      'timerCheckMetricsWhen',
      'timerEnableDisruptor',
      'timerStopDequeue',
      'timerWarmEnable',
    ])
  })

  test("listenPort of a broker file is the port that is bound, and storePathRootDir is the store's", () => {
    expect(rowFor('listenPort', BROKER_FILE_OWNERS)?.owner).toBe('netty-server')
    expect(rowFor('storePathRootDir', BROKER_FILE_OWNERS)?.owner).toBe('store')
    expect(rowFor('supportActingMaster', BROKER_FILE_OWNERS)).toBeUndefined()
    expect(keysOf(['namesrv'])).toHaveLength(22)
  })

  test('the keys the broker acts on are known, with the type the code gives them', () => {
    const kinds = {
      text: ['String'],
      number: ['int', 'long', 'double'],
      flag: ['boolean'],
      role: ['enum'],
      flush: ['enum'],
    }
    for (const [key, kind] of Object.entries(BROKER_KEYS)) {
      expect(kinds[kind], key).toContain(rowFor(key, BROKER_FILE_OWNERS)?.type)
    }
  })
})
