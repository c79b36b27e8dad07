import { describe, expect, test } from 'vitest'
import { isProcessAlive, isSameProcess, makeStartToken, parseStat } from '../../../engine/node/node-process.ts'

describe('a process', () => {
  test('is read from its stat line, whatever its name is', () => {
    const tail = 'S 1 42 42 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 11 0 987654 1000000 2500 18446744073709551615'
    expect(parseStat(`42 (a) b (c) ${tail}`)).toEqual({
      state: 'S',
      cpuTicks: 300,
      startTicks: 987654,
      residentPages: 2500,
    })
  })

  test('is alive when it is this one, and not the same one with another start time', () => {
    expect(isProcessAlive(process.pid)).toBe(true)
    expect(isSameProcess({ pid: process.pid })).toBe(true)
    if (process.platform === 'linux') expect(isSameProcess({ pid: process.pid, startTicks: 1 })).toBe(false)
    expect(isProcessAlive(2 ** 30)).toBe(false)
  })

  test('has a token of 256 bits that is never the same', () => {
    expect(makeStartToken()).toMatch(/^[0-9a-f]{64}$/)
    expect(makeStartToken()).not.toBe(makeStartToken())
  })
})
