import { describe, expect, test } from 'vitest'
import {
  makeNamesrvConfig,
  NamesrvSettings,
  parseConfigLines,
  parseNamesrvConfig,
} from '../../../engine/namesrv/namesrv-config.ts'

describe('parseNamesrvConfig', () => {
  test('nothing set means the defaults of 5.3.3', () => {
    expect(parseNamesrvConfig(new Map()).config).toMatchObject({
      listenPort: 9876,
      bindAddress: '0.0.0.0',
      scanNotActiveBrokerInterval: 5000,
      orderMessageEnable: false,
      returnOrderTopicConfigToBroker: true,
      enableAllTopicList: true,
      enableTopicList: true,
      needWaitForService: false,
      waitSecondsForService: 45,
    })
  })

  test('reads values as Java does and names what it cannot read', () => {
    const parsed = parseNamesrvConfig(
      new Map([
        ['listenPort', '19876'],
        ['orderMessageEnable', 'TRUE'],
        ['enableTopicList', 'yes'],
        ['kvConfigPath', ' /data/kv.json '],
        ['scanNotActiveBrokerInterval', '5s'],
        ['listenport', '1'],
      ]),
    )
    expect(parsed.config).toMatchObject({
      listenPort: 19_876,
      orderMessageEnable: true,
      enableTopicList: false,
      kvConfigPath: '/data/kv.json',
      scanNotActiveBrokerInterval: 5000,
    })
    expect(parsed.unknownKeys).toEqual(['listenport'])
    expect(parsed.badKeys).toEqual(['scanNotActiveBrokerInterval'])
  })

  test('a port outside its range is no port', () => {
    expect(parseNamesrvConfig(new Map([['listenPort', '65536']])).badKeys).toEqual(['listenPort'])
  })

  test('says which wishes this engine cannot fulfil', () => {
    expect(parseNamesrvConfig(new Map([['enableControllerInNamesrv', 'true']])).refusedKeys).toEqual([
      'enableControllerInNamesrv',
    ])
  })
})

describe('NamesrvSettings', () => {
  test('a hot key changes at once, another one is written down for the next start', () => {
    const settings = new NamesrvSettings(makeNamesrvConfig())
    const result = settings.update(
      new Map([
        ['orderMessageEnable', 'true'],
        ['listenPort', '1234'],
        ['nonsense', '1'],
      ]),
    )
    expect(result).toEqual({ status: 'updated', changedKeys: ['orderMessageEnable', 'listenPort'] })
    expect(settings.current).toMatchObject({ orderMessageEnable: true, listenPort: 9876 })
    expect(settings.toText()).toContain('listenPort=1234\n')
    expect(settings.toText()).not.toContain('nonsense')
  })

  test.each(['kvConfigPath', 'configStorePath', 'rocketmqHome', 'configBlackList', 'listenPort'])(
    'refuses the whole request when it names %s from the black list',
    (key) => {
      const settings = new NamesrvSettings(makeNamesrvConfig({ configBlackList: 'listenPort; bindAddress' }))
      const result = settings.update(
        new Map([
          ['orderMessageEnable', 'true'],
          [key, '1'],
        ]),
      )
      expect(result).toEqual({ status: 'black-listed', key })
      expect(settings.current.orderMessageEnable).toBe(false)
    },
  )
})

describe('parseConfigLines', () => {
  test('reads name=value lines and skips comments and blank lines', () => {
    const lines = '# comment\n\nlistenPort=1\r\nbindAddress = 127.0.0.1\nempty=\nalone\nurl=a=b\n'
    expect([...parseConfigLines(lines)]).toEqual([
      ['listenPort', '1'],
      ['bindAddress', '127.0.0.1'],
      ['empty', ''],
      ['alone', ''],
      ['url', 'a=b'],
    ])
  })

  test('refuses a line without a key', () => {
    expect(() => parseConfigLines('=value')).toThrow('names no key')
  })
})
