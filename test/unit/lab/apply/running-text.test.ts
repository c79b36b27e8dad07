import { describe, expect, test } from 'vitest'
import { parseProperties, propertiesView } from '../../../../engine/config/properties-text.ts'
import { effectiveValues, isSameValue, parseDump } from '../../../../engine/lab/apply/effective-values.ts'
import { runningText } from '../../../../engine/lab/apply/running-text.ts'

const FILE = [
  'brokerClusterName=DefaultCluster',
  'brokerName=broker-a',
  'brokerId=1',
  'brokerRole=SLAVE',
  'namesrvAddr=10.0.0.9:9876',
  'listenPort=11911',
  'fileReservedTime=48',
  'storePathRootDir=/data/a b',
  'misspelt=x',
  '',
].join('\n')

describe('a file made of what a node runs with', () => {
  const running = new Map([...effectiveValues('broker', FILE, 'latin1').values, ['rocketmqHome', '/opt/mq']])
  const text = runningText('broker-a-s', 'broker', running)

  test('names what differs from the default, unknown keys too, and nothing that follows from other keys', () => {
    const view = propertiesView(parseProperties(text))
    expect(Object.fromEntries(view)).toMatchObject({
      brokerName: 'broker-a',
      brokerId: '1',
      brokerRole: 'SLAVE',
      listenPort: '11911',
      fileReservedTime: '48',
      storePathRootDir: '/data/a b',
      misspelt: 'x',
    })
    for (const key of ['haListenPort', 'accessMessageInMemoryMaxRatio', 'rocketmqHome', 'brokerPermission']) {
      expect([key, view.has(key)]).toEqual([key, false])
    }
    expect(text.startsWith('# ')).toBe(true)
  })

  test('gives the same values when a broker is started with it', () => {
    expect(effectiveValues('broker', text, 'utf8').values).toEqual(effectiveValues('broker', FILE, 'latin1').values)
  })
})

describe('a value', () => {
  test('is the same in another spelling of a fraction, and only there', () => {
    expect([isSameValue('1.0', '1'), isSameValue('0.5', '0.50'), isSameValue('5', '05')]).toEqual([true, true, false])
    expect([isSameValue('1.0', '2'), isSameValue('a.0', 'a'), isSameValue(undefined, '1')]).toEqual([
      false,
      false,
      false,
    ])
  })
})

describe('a dump', () => {
  test('is read line by line, with nothing unescaped', () => {
    expect(Object.fromEntries(parseDump('a=1=2\r\npath=C:\\mq\n\nlone\n'))).toEqual({ a: '1=2', path: 'C:\\mq' })
  })
})
