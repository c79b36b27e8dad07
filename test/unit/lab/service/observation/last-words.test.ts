import { describe, expect, test } from 'vitest'
import { portTakenProblem, problemText, storeLockedProblem } from '../../../../../engine/config/startup.ts'
import { lastWords } from '../../../../../engine/lab/service/observation/last-words.ts'

const BOOT = 'The broker[broker-a, 127.0.0.1:10911] boot success. serializeType=JSON\n'

describe.each(['en', 'zh'] as const)('what a node printed in %s', (language) => {
  test('a taken port is named with its key', () => {
    const words = lastWords('broker-a', problemText(portTakenProblem(10911, '127.0.0.1', 'listenPort'), language))
    expect(words?.en).toContain('127.0.0.1:10911 (listenPort)')
    expect(words?.zh).toContain('127.0.0.1:10911（listenPort）')
  })

  test('a store that another process has is named with its pid', () => {
    const words = lastWords('broker-a', problemText(storeLockedProblem('/data/store', 4821), language))
    expect(words?.en).toContain('pid 4821')
    expect(words?.zh).toContain('pid 4821')
  })
})

describe('the end of a console', () => {
  test('a full disk and an exhausted heap are recognised', () => {
    expect(lastWords('b', 'Error: ENOSPC: no space left on device, write')?.en).toMatch(/disk of its store is full/)
    expect(
      lastWords('b', 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory')?.en,
    ).toMatch(/ran out of memory/)
  })

  test("what an earlier life said is not this one's reason", () => {
    expect(lastWords('b', `Lock failed, MQ already started (pid 7)\n${BOOT}`)).toBeUndefined()
  })

  test('after kill -9 it tells nothing', () => {
    expect(lastWords('b', `load config properties file OK, /x\n${BOOT}`)).toBeUndefined()
  })

  test('anything else is quoted, and cut when it is long', () => {
    const words = lastWords('b', `${BOOT}TypeError: ${'x'.repeat(1000)}\n    at foo (bar.js:1:1)\n`)
    expect(words?.en).toContain('TypeError')
    expect(words?.en.length).toBeLessThan(300)
  })
})
