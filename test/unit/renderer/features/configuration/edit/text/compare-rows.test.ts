import { expect, test } from 'vitest'
import { compareWithRunning } from '../../../../../../../renderer/features/configuration/edit/text/compare-rows.ts'

const RUNNING: [string, string][] = [
  ['brokerName', 'broker-a'],
  ['deleteWhen', '04'],
  ['diskMaxUsedSpaceRatio', '80'],
  ['fileReservedTime', '48'],
  ['listenPort', '10911'],
  ['slaveReadEnable', 'false'],
  ['storePathRootDir', '/home/lab/store'],
]

test('what runs differs where the text, or the default it leaves, says something else', () => {
  const values = new Map([
    ['brokerName', 'broker-a'],
    ['fileReservedTime', '72'],
    ['slaveReadEnable', 'FALSE'],
    ['listenPort', '010911'],
  ])
  const { different, compared } = compareWithRunning(values, RUNNING, 'broker')
  expect(different).toEqual([
    { key: 'diskMaxUsedSpaceRatio', text: undefined, running: '80', default: '75' },
    { key: 'fileReservedTime', text: '72', running: '48', default: '72' },
  ])
  // The root folder is the machine's: its default cannot be compared.
  expect(compared).toBe(6)
})
