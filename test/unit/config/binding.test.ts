import { expect, test } from 'vitest'
import { bindProperties } from '../../../engine/config/binding.ts'
import { BROKER_FILE_OWNERS, NAMESRV_FILE_OWNERS } from '../../../engine/config/catalogue.ts'

test('a broker file sets the fields of all objects it is offered to', () => {
  const { bound, ignored } = bindProperties(
    BROKER_FILE_OWNERS,
    'brokerName= broker-a\nlistenPort=11911\nfileReservedTime=48\nslaveReadEnable=TRUE\n',
  )
  expect([...bound].map(([key, { value }]) => [key, value])).toEqual([
    ['brokerName', 'broker-a'],
    ['listenPort', 11_911],
    ['fileReservedTime', 48],
    ['slaveReadEnable', true],
  ])
  expect(ignored.size).toBe(0)
})

test('what Java drops without a word is told apart by reason', () => {
  const { bound, ignored } = bindProperties(
    BROKER_FILE_OWNERS,
    'fileReservedTime=48 \nlistenPort=99999999999\nflushDiskType=sync\nflushDiskTyp=SYNC_FLUSH\ntimerWarmEnable=true\n',
  )
  expect(bound.size).toBe(0)
  expect([...ignored].map(([key, { reason }]) => [key, reason])).toEqual([
    ['fileReservedTime', 'not-a-number'],
    ['listenPort', 'out-of-range'],
    ['flushDiskType', 'not-a-choice'],
    ['flushDiskTyp', 'unknown-key'],
    ['timerWarmEnable', 'no-setter'],
  ])
})

test('a bad last duplicate hides a good earlier one, as in Java', () => {
  const { bound } = bindProperties(BROKER_FILE_OWNERS, 'fileReservedTime=48\nfileReservedTime=2d\n')
  expect(bound.has('fileReservedTime')).toBe(false)
})

test('a name server file has its own keys', () => {
  const { bound, ignored } = bindProperties(
    NAMESRV_FILE_OWNERS,
    'listenPort=9877\nenableTopicList=false\nbrokerName=a\n',
  )
  expect([...bound.keys()]).toEqual(['listenPort', 'enableTopicList'])
  expect([...ignored.keys()]).toEqual(['brokerName'])
})
