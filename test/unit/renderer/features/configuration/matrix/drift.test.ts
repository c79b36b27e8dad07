import { describe, expect, test } from 'vitest'
import { BROKER_FILE_OWNERS, rowFor } from '../../../../../../engine/config/catalogue.ts'
import { driftOf } from '../../../../../../renderer/features/configuration/matrix/drift.ts'

function drift(key: string, saved: string | undefined, running: string, isSlave = false) {
  const property = rowFor(key, BROKER_FILE_OWNERS)
  return driftOf({ key, property, saved, byDefault: property?.defaultText ?? '', running, isSlave })?.kind
}

describe('no drift', () => {
  test('where the node runs with the value of the file, or with the default', () => {
    expect(drift('fileReservedTime', '48', '48')).toBeUndefined()
    expect(drift('fileReservedTime', undefined, '72')).toBeUndefined()
  })

  test('where two texts are one value to Java', () => {
    expect(drift('slaveReadEnable', 'TRUE', 'true')).toBeUndefined()
    expect(drift('listenPort', '+10911', '10911')).toBeUndefined()
    expect(drift('brokerName', ' broker-a ', 'broker-a')).toBeUndefined()
  })

  test('for keys the catalogue does not know', () => {
    expect(drift('noSuchKey', 'a', 'b')).toBeUndefined()
  })
})

describe('why a node runs with something else', () => {
  test('a key that needs a restart was edited since the start', () => {
    expect(drift('mappedFileSizeCommitLog', '67108864', '1073741824')).toBe('edited')
  })

  test('a hot key of the file was edited, or updated without reaching the file', () => {
    expect(drift('fileReservedTime', '48', '72')).toBe('either')
  })

  test('a hot key that the file does not have was updated while it runs', () => {
    expect(drift('fileReservedTime', undefined, '48')).toBe('updated')
  })

  test('what a node finds out by itself is no edit', () => {
    expect(drift('brokerIP1', undefined, '10.0.0.7')).toBe('detected')
    expect(drift('sendMessageThreadPoolNums', undefined, '2')).toBe('detected')
    expect(drift('brokerId', '3', '0')).toBe('detected')
    expect(drift('accessMessageInMemoryMaxRatio', undefined, '30', true)).toBe('detected')
  })

  test('a value that Java does not take leaves the default running', () => {
    expect(drift('fileReservedTime', '48h', '72')).toBe('ignored')
  })
})
