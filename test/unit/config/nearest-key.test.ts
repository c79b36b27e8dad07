import { expect, test } from 'vitest'
import { BROKER_FILE_OWNERS, keysOf } from '../../../engine/config/catalogue.ts'
import { editDistance, nearestKey } from '../../../engine/config/nearest-key.ts'

const known = keysOf(BROKER_FILE_OWNERS)

test.each([
  ['flushDiskTyp', 'flushDiskType'],
  ['brokerRoel', 'brokerRole'],
  ['brokerIP', 'brokerIP1'],
  ['storePathRootdirs', 'storePathRootDir'],
  ['destroyMappedFileIntervalForcibly', 'destroyMapedFileIntervalForcibly'],
  ['preferredLeaderIds', 'preferredLeaderId'],
  ['enableDLedgerCommitLog', 'enableDLegerCommitLog'],
])('%s was probably meant to be %s', (key, meant) => {
  expect(nearestKey(key, known)).toBe(meant)
})

test.each(['foo', 'somethingElse', 'x', '', 'a'.repeat(10_000)])('nothing is near %j', (key) => {
  expect(nearestKey(key, known)).toBeUndefined()
})

test('a swap of neighbours is one edit', () => {
  expect(editDistance('ab', 'ba')).toBe(1)
  expect(editDistance('', 'abc')).toBe(3)
  expect(editDistance('kitten', 'sitting')).toBe(3)
})
