import { describe, expect, test } from 'vitest'
import { BROKER_FILE_OWNERS, CATALOGUE, rowFor, type PropertyRow } from '../../../engine/config/catalogue.ts'
import { convertText } from '../../../engine/config/java-values.ts'
import { parseHumanValue, valueInWords } from '../../../engine/config/unit-words.ts'

function rowOf(key: string): PropertyRow {
  const row = rowFor(key, BROKER_FILE_OWNERS)
  if (row === undefined) throw new Error(`no row ${key}`)
  return row
}

describe('a value in words', () => {
  test.each([
    ['fileReservedTime', '48', '2 days', '2 天'],
    ['fileReservedTime', '72', '3 days', '3 天'],
    ['fileReservedTime', '24', '1 day', '1 天'],
    ['fileReservedTime', '50', '2 days 2 hours', '2 天 2 小时'],
    ['syncFlushTimeout', '5000', '5 s', '5 秒'],
    ['deleteCommitLogFilesInterval', '90000', '1 min 30 s', '1 分钟 30 秒'],
    ['haHousekeepingInterval', '3661001', 'about 1 hour 1 min', '约 1 小时 1 分钟'],
    ['timerMaxDelaySec', '259200', '3 days', '3 天'],
    ['mappedFileSizeCommitLog', '1073741824', '1 GiB', '1 GiB'],
    ['maxMessageSize', '65536', '64 KiB', '64 KiB'],
    ['maxMessageSize', '4194304', '4 MiB', '4 MiB'],
    ['maxTransferBytesOnMessageInDisk', '6000000', 'about 5.72 MiB', '约 5.72 MiB'],
    ['mappedFileSizeConsumeQueue', '6000000', '300,000 entries of 20 bytes', '30 万 条，每条 20 字节'],
    ['flushCommitLogLeastPages', '4', '16 KiB', '16 KiB'],
    ['maxIndexNum', '20000000', '20 million', '2000 万'],
    ['maxHashSlotNum', '12345', '12,345', '12,345'],
    ['timerCongestNumEachSlot', '2147483647', 'the largest int', 'int 的最大值'],
    ['diskMaxUsedSpaceRatio', '75', '75 %', '75%'],
    ['logicalDiskSpaceCleanForciblyThreshold', '0.8', '80 %', '80%'],
    ['deleteWhen', '04', "at 4 o'clock", '4 点'],
    ['deleteWhen', '04;16', "at 4 o'clock, 16 o'clock", '4 点、16 点'],
    ['brokerPermission', '4', 'read only', '只读'],
    ['startAcceptSendRequestTimeStamp', '0', 'at once', '立即'],
    ['messageDelayLevel', '1s 5s 10s', '3 levels', '3 个级别'],
  ])('%s=%s is %s, %s', (key, text, en, zh) => {
    expect(valueInWords(rowOf(key), text)).toEqual({ en, zh })
  })

  test.each([
    ['fileReservedTime', '5'],
    ['fileReservedTime', 'x'],
    ['fileReservedTime', '0'],
    ['syncFlushTimeout', '500'],
    ['listenPort', '10911'],
    ['deleteWhen', '25'],
    ['autoCreateTopicEnable', 'true'],
    ['brokerName', 'broker-a'],
    ['maxMessageSize', '100'],
  ])('%s=%s needs no words', (key, text) => {
    expect(valueInWords(rowOf(key), text)).toBeUndefined()
  })

  test('every default of the catalogue has words in both languages or none', () => {
    for (const row of CATALOGUE) {
      const words = valueInWords(row, row.defaultText)
      if (words === undefined) continue
      expect(words.en, row.key).toMatch(/^[\x20-\x7e]+$/)
      expect(words.zh, row.key).not.toBe('')
    }
  })
})

describe('a value as people write it', () => {
  test.each([
    ['mappedFileSizeCommitLog', '1G', '1073741824'],
    ['mappedFileSizeCommitLog', '1.5 GiB', '1610612736'],
    ['maxMessageSize', '64 KB', '65536'],
    ['maxMessageSize', '4mb', '4194304'],
    ['maxMessageSize', '65_536', '65536'],
    ['maxMessageSize', '65,536', '65536'],
    ['maxMessageSize', '0x10000', '65536'],
    ['maxMessageSize', '\uff16\uff15\uff15\uff13\uff16', '65536'],
    ['consumerFallbehindThreshold', '16G', '17179869184'],
    ['consumerFallbehindThreshold', '17179869184L', '17179869184'],
    ['fileReservedTime', '2 days', '48'],
    ['fileReservedTime', '48h', '48'],
    ['fileReservedTime', '3天', '72'],
    ['syncFlushTimeout', '5s', '5000'],
    ['syncFlushTimeout', '2 分钟', '120000'],
    ['maxIndexNum', '2000万', '20000000'],
    ['maxIndexNum', '20 million', '20000000'],
    ['diskMaxUsedSpaceRatio', '75%', '75'],
    ['logicalDiskSpaceCleanForciblyThreshold', '80%', '0.8'],
    ['autoCreateTopicEnable', 'yes', 'true'],
    ['autoCreateTopicEnable', '关', 'false'],
    ['deleteWhen', '4:00', '04'],
    ['deleteWhen', '凌晨4点', '04'],
    ['deleteWhen', '4, 16', '04;16'],
  ])('%s=%s is meant as %s', (key, text, meant) => {
    expect(parseHumanValue(rowOf(key), text)).toBe(meant)
  })

  test.each([
    ['fileReservedTime', '90 min'],
    ['fileReservedTime', '48'],
    ['maxMessageSize', '4 G'],
    ['maxMessageSize', '-'],
    ['maxMessageSize', 'big'],
    ['listenPort', '10k'],
    ['deleteWhen', '25'],
    ['deleteWhen', 'at night'],
    ['brokerName', '1G'],
  ])('%s=%s is not guessed at', (key, text) => {
    expect(parseHumanValue(rowOf(key), text)).toBeUndefined()
  })

  test('a text of any length is judged at once', () => {
    expect(parseHumanValue(rowOf('fileReservedTime'), `4${' '.repeat(500_000)}8`)).toBeUndefined()
  })

  test('what is suggested always converts, and says the same as what stood there', () => {
    for (const row of CATALOGUE.filter(({ unit }) => unit === 'bytes')) {
      for (const text of ['1k', '64 KiB', '1m']) {
        const meant = parseHumanValue(row, text)
        expect(meant, row.key).toBeDefined()
        expect(convertText(row.type, meant ?? '').status).toBe('set')
        expect(parseHumanValue(row, meant ?? ''), row.key).toBeUndefined()
      }
    }
  })
})
