import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BrokerConfig } from '../../../engine/config/broker-config.ts'
import { BROKER_KEYS } from '../../../engine/config/broker-keys.ts'
import { BROKER_FILE_OWNERS, CATALOGUE, keysOf, NAMESRV_FILE_OWNERS, rowFor } from '../../../engine/config/catalogue.ts'
import { parseProperties } from '../../../engine/config/properties-text.ts'
import { refusalOf, supportOf, type PropertySupport } from '../../../engine/config/property-support.ts'
import { unsupportedKeys } from '../../../engine/config/supported.ts'
import { makeNamesrvConfig, NamesrvSettings, parseNamesrvConfig } from '../../../engine/namesrv/namesrv-config.ts'
import { otherValue } from './property-effects/other-value.ts'

const ENGINE = join(import.meta.dirname, '../../../engine')

const brokerKeys = keysOf(BROKER_FILE_OWNERS)
const namesrvKeys = keysOf(NAMESRV_FILE_OWNERS)

/** The code of the parts that make a broker, without comments. */
function brokerSources(): string {
  return ['broker', 'store', 'ha', 'cli/broker.ts', 'config/broker-config.ts']
    .flatMap((part) => (part.endsWith('.ts') ? [join(ENGINE, part)] : sourceFiles(join(ENGINE, part))))
    .map((path) => readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''))
    .join('\n')
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? sourceFiles(path) : path.endsWith('.ts') ? [path] : []
  })
}

describe('what the engine does with a property', () => {
  test('every row has an answer, and a reason in both languages where it has no effect', () => {
    for (const row of CATALOGUE) {
      for (const program of ['broker', 'namesrv'] as const) {
        const support = supportOf(row, program)
        const name = `${row.owner}/${row.key} ${program}`
        expect(support.hotInEngine === 'none', name).toBe(support.engine !== 'acts')
        if (support.engine !== 'acts') expect(support.note, name).toBeDefined()
        if (support.note === undefined) continue
        expect(support.note.en, name).toMatch(/^[\x20-\x7e]+\.$/)
        expect(support.note.zh, name).toMatch(/[\u4e00-\u9fff].*。$/)
      }
    }
  })

  test('a key it acts on is read by the code of the broker', () => {
    const code = brokerSources()
    for (const key of Object.keys(BROKER_KEYS)) {
      // `settings().key`, `limits.key` or a destructured name: in each case the name stands in the code.
      expect(new RegExp(`\\b${key}\\b`).test(code), key).toBe(true)
      expect(supportOf(key, 'broker').engine, key).toBe('acts')
    }
  })

  test('a key is taken at once exactly where an update says so and the running values follow', () => {
    for (const key of brokerKeys) {
      const row = rowFor(key, BROKER_FILE_OWNERS)
      if (row === undefined || supportOf(key, 'broker').engine !== 'acts' || key === 'configBlackList') continue
      const config = brokerConfig()
      const result = config.applyUpdate(`${key}=${otherValue(row)}\n`)
      const change = result.status === 'applied' ? result.changes[0] : undefined
      expect(change?.effective, key).toBe(supportOf(key, 'broker').hotInEngine)
    }
  })

  test('refused keys are those of the table, and the value decides', () => {
    for (const { key, decision } of unsupportedKeys()) {
      const { engine } = supportOf(key, 'broker')
      if (decision === 'warn') expect(engine, key).toBe('ignored')
      else expect(engine, key).toBe(key === 'storePathCommitLog' ? 'acts' : 'refused')
    }
    expect(refusalOf('enableDLegerCommitLog', 'true', 'broker')?.zh).toMatch(/选主/)
    expect(refusalOf('enableDLegerCommitLog', 'false', 'broker')).toBeUndefined()
    expect(refusalOf('storePathCommitLog', '/a,/b', 'broker')).toBeDefined()
    expect(refusalOf('transientStorePoolEnable', 'true', 'broker')).toBeUndefined()
    expect(refusalOf('clusterTest', 'true', 'namesrv')).toBeDefined()
    expect(refusalOf('clusterTest', 'true', 'broker')).toBeUndefined()
  })

  test.each<[string, 'broker' | 'namesrv', Partial<PropertySupport>]>([
    ['autoCreateTopicEnable', 'broker', { engine: 'acts', hotInEngine: 'now', hotInApache: 'yes' }],
    ['listenPort', 'broker', { engine: 'acts', hotInEngine: 'restart' }],
    ['listenPort', 'namesrv', { engine: 'acts', hotInEngine: 'restart' }],
    ['sendMessageThreadPoolNums', 'broker', { engine: 'ignored', hotInEngine: 'none' }],
    ['aclEnable', 'broker', { engine: 'refused' }],
    ['tls.server.mode', 'broker', { engine: 'refused' }],
    ['mapedFileSizeCommitLog', 'broker', { engine: 'ignored' }],
    ['brokerName', 'namesrv', { engine: 'ignored' }],
    ['waitSecondsForService', 'namesrv', { engine: 'acts', hotInEngine: 'now' }],
    ['productEnvName', 'namesrv', { engine: 'ignored' }],
  ])('%s in a %s file', (key, program, support) => {
    expect(supportOf(key, program)).toMatchObject(support)
  })
})

describe('what the name server does with its keys', () => {
  test('a key that takes effect at once changes the configuration in force, any other does not', () => {
    for (const key of namesrvKeys) {
      const row = rowFor(key, NAMESRV_FILE_OWNERS)
      const support = supportOf(key, 'namesrv')
      if (row === undefined || support.engine !== 'acts') continue
      const settings = new NamesrvSettings(makeNamesrvConfig())
      const before = { ...settings.current }
      const result = settings.update(new Map([[key, otherValue(row)]]))
      if (result.status === 'black-listed') {
        expect(support.hotInEngine, key).toBe('restart')
        continue
      }
      expect(result.changedKeys, key).toEqual([key])
      expect(JSON.stringify(settings.current) !== JSON.stringify(before), key).toBe(support.hotInEngine === 'now')
    }
  })

  test('refused keys are refused at start, ignored ones are not', () => {
    for (const key of namesrvKeys) {
      const { refusedKeys } = parseNamesrvConfig(new Map([[key, 'true']]))
      expect(refusedKeys.length > 0, key).toBe(supportOf(key, 'namesrv').engine === 'refused')
    }
  })
})

function brokerConfig(): BrokerConfig {
  return new BrokerConfig({
    document: parseProperties(''),
    environment: { userHome: '/home/me', hostName: 'h', localIpv4: '10.0.0.1', processors: 2 },
  })
}
