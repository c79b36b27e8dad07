import { expect, test } from 'vitest'
import { firstDataVersion, nextDataVersion, sameDataVersion } from '../../../engine/protocol/data-version.ts'

test('each change counts and carries its time', () => {
  const first = firstDataVersion(1000)
  const next = nextDataVersion(first, 2000)
  expect(next).toEqual({ stateVersion: 0, timestamp: 2000, counter: 1 })
  expect(nextDataVersion(next, 3000, 7)).toEqual({ stateVersion: 7, timestamp: 3000, counter: 2 })
})

test('versions are the same only in all three parts', () => {
  const version = { stateVersion: 1, timestamp: 2, counter: 3 }
  expect(sameDataVersion(version, { ...version })).toBe(true)
  expect(sameDataVersion(version, { ...version, stateVersion: 0 })).toBe(false)
  expect(sameDataVersion(version, { ...version, timestamp: 0 })).toBe(false)
  expect(sameDataVersion(version, { ...version, counter: 0 })).toBe(false)
})
