import { expect, test } from 'vitest'
import { decodeTimerCheckpoint, encodeTimerCheckpoint } from '../../../../engine/protocol/bodies/timer-checkpoint.ts'

const checkpoint = {
  lastReadTimeMs: 1,
  lastTimerLogFlushPos: 2,
  lastTimerQueueOffset: 3,
  masterTimerQueueOffset: 4,
  dataVersion: { stateVersion: 5, timestamp: 6, counter: 7 },
}

test('the short form of old peers has no version', () => {
  const bytes = encodeTimerCheckpoint(checkpoint)
  expect(decodeTimerCheckpoint(bytes)).toEqual(checkpoint)
  expect(decodeTimerCheckpoint(bytes.subarray(0, 32))).toEqual({
    ...checkpoint,
    dataVersion: { stateVersion: 0, timestamp: 0, counter: 0 },
  })
})

test('fewer than 32 bytes are refused', () => {
  expect(() => decodeTimerCheckpoint(encodeTimerCheckpoint(checkpoint).subarray(0, 31))).toThrow('31 bytes')
})
