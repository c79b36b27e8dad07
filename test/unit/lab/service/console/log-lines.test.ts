import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../../../engine/base/bytes.ts'
import { inTimeOrder, type LogSource, parseLogLines } from '../../../../../engine/lab/service/console/log-lines.ts'

const source = (node: string): LogSource => ({ node, file: 'log', utcOffsetMs: () => 8 * 3_600_000 })
const AT = Date.UTC(2026, 10, 21, 4, 0, 0, 123) // 12:00 in UTC+8

describe('parseLogLines', () => {
  test('reads time by the node’s wall clock, level and position', () => {
    const bytes = bytesFromUtf8('2026-11-21 12:00:00.123 WARN  broker.ha - slave is slow lag=7\n')
    expect(parseLogLines(bytes, 100, true, source('broker-a')).lines).toEqual([
      {
        node: 'broker-a',
        position: 100,
        file: 'log',
        atMs: AT,
        level: 'warn',
        text: '2026-11-21 12:00:00.123 WARN  broker.ha - slave is slow lag=7',
      },
    ])
  })
  test('a stack trace takes the time of its line and stands where it stands', () => {
    const bytes = bytesFromUtf8('2026-11-21 12:00:00.123 ERROR x - no\n    at f (a.ts:1)\n')
    const { lines } = parseLogLines(bytes, 0, true, source('b'))
    expect(lines.map((line) => [line.atMs, line.level, line.position])).toEqual([
      [AT, 'error', 0],
      [AT, 'other', 37],
    ])
  })
  test('leaves out a torn first line and keeps a torn last one for the next read', () => {
    const bytes = bytesFromUtf8('rn line\nwhole\nhalf')
    const { lines, consumedBytes } = parseLogLines(bytes, 50, false, source('b'))
    expect(lines.map((line) => line.text)).toEqual(['whole'])
    expect(consumedBytes).toBe('rn line\nwhole\n'.length)
  })
  test('positions count bytes, not characters', () => {
    const bytes = bytesFromUtf8('节点\nb\n')
    expect(parseLogLines(bytes, 0, true, source('b')).lines[1]?.position).toBe(7)
  })
})

test('inTimeOrder merges by time and never reorders the lines of one file', () => {
  const line = (node: string, atMs: number | null, text: string) =>
    ({ node, position: 0, file: 'log', atMs, level: 'info', text }) as const
  const merged = inTimeOrder([
    [line('a', 10, 'a1'), line('a', 30, 'a2'), line('a', 20, 'a3')],
    [line('b', 15, 'b1'), line('b', null, 'b2'), line('b', 40, 'b3')],
  ])
  expect(merged.map((each) => each.text)).toEqual(['a1', 'b1', 'b2', 'a2', 'a3', 'b3'])
})
