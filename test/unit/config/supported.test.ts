import { describe, expect, test } from 'vitest'
import { bindProperties } from '../../../engine/config/binding.ts'
import { BROKER_FILE_OWNERS } from '../../../engine/config/catalogue.ts'
import {
  keysNotActedOn,
  UNSUPPORTED_FLAGS,
  unsupportedKeys,
  unsupportedSettings,
} from '../../../engine/config/supported.ts'

const of = (text: string): ReturnType<typeof unsupportedSettings> =>
  unsupportedSettings(bindProperties(BROKER_FILE_OWNERS, text))

describe('settings this engine does not act on', () => {
  test.each([
    'enableDLegerCommitLog=true',
    'enableControllerMode=true',
    'enableSlaveActingMaster=true',
    'storeType=DefaultRocksDB',
    'messageStorePlugIn=x.Y',
    'duplicationEnable=true',
    'aclEnable=true',
    'authenticationEnabled=TRUE',
    'authorizationEnabled=true',
    'useTLS=true',
    'tls.server.mode=enforcing',
    'storePathCommitLog=/a,/b',
    'enableLmq=true',
  ])('%s is refused, because ignoring it would promise too much', (text) => {
    expect(of(text).refused).toMatchObject([{ ruleId: 'unsupported-setting', line: 1 }])
    expect(of(text).warned).toEqual([])
  })

  test.each(['transientStorePoolEnable=true', 'metricsExporterType=PROM', 'enableConsumeQueueExt=true'])(
    '%s only gets a warning',
    (text) => {
      expect(of(text).refused).toEqual([])
      expect(of(text).warned).toMatchObject([{ ruleId: 'setting-without-effect' }])
    },
  )

  test('defaults spelled out are no reason to refuse', () => {
    const text =
      'enableDLegerCommitLog=false\nstoreType=default\nmessageStorePlugIn=\naclEnable=false\ntls.server.mode=permissive\n' +
      'storePathCommitLog=/a\nmetricsExporterType=DISABLE\nconfigManagerVersion=v1\n'
    expect(of(text)).toEqual({ refused: [], warned: [] })
  })

  test('every key of the table exists in 5.3.3, or is a system property', () => {
    for (const { key, known } of unsupportedKeys()) expect(known || key.startsWith('tls.'), key).toBe(true)
  })

  test('texts exist in both languages', () => {
    const findings = [...of('aclEnable=true').refused, ...of('transientStorePoolEnable=true').warned]
    for (const { message, fix } of findings) {
      for (const text of [message, fix]) {
        expect(text.en).toMatch(/^[\x20-\x7e]+$/)
        expect(text.zh).toMatch(/[\u4e00-\u9fff]/)
      }
    }
    expect(UNSUPPORTED_FLAGS['--enable-proxy']?.zh).toMatch(/[\u4e00-\u9fff]/)
  })

  test('keys without use here are listed when they differ from the default', () => {
    const text = 'sendMessageThreadPoolNums=128\nserverSelectorThreads=3\nlistenPort=10915\naclEnable=false\n'
    expect(keysNotActedOn(bindProperties(BROKER_FILE_OWNERS, text))).toEqual(['sendMessageThreadPoolNums'])
  })
})
