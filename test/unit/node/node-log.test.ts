import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EngineError } from '../../../engine/base/errors.ts'
import { LOG_LINE_CHARS_MAX, LOG_PENDING_CHARS_MAX } from '../../../engine/base/limits.ts'
import { logLine, LogSink } from '../../../engine/node/node-log.ts'
import { eventually } from './real-time.ts'

const NOON = new Date(2026, 10, 21, 12, 0, 0, 123)

describe('a log line', () => {
  test('has time, level, name, message and fields', () => {
    expect(logLine(NOON, 'info', 'broker.ha', 'slave connected', { slave: '10.0.0.2:4711', offset: 42 })).toBe(
      '2026-11-21 12:00:00.123 INFO  broker.ha - slave connected slave=10.0.0.2:4711 offset=42\n',
    )
  })

  test('stays one line whatever the values are', () => {
    const cause = new EngineError('store-io', 'disk\nfull')
    const circular: Record<string, unknown> = {}
    circular['self'] = circular
    const line = logLine(NOON, 'error', 'store', 'two\nlines', {
      error: new EngineError('closed', 'no luck', { cause }),
      text: 'a "b" c',
      list: [1n, 2],
      absent: undefined,
      nothing: null,
      circular,
    })
    expect(line).toBe(
      '2026-11-21 12:00:00.123 ERROR store - two\\nlines error="no luck (caused by: disk\\nfull)" ' +
        'text="a \\"b\\" c" list=["1",2] nothing=null circular=[circular]\n',
    )
  })

  test('is cut at its limit', () => {
    const line = logLine(NOON, 'info', 'x', 'y'.repeat(LOG_LINE_CHARS_MAX * 2), undefined)
    expect(line.length).toBe(LOG_LINE_CHARS_MAX + 4)
    expect(line.endsWith('...\n')).toBe(true)
  })
})

describe('LogSink', () => {
  let folder: string
  let file: string
  let sink: LogSink
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mqlab-log-'))
    file = join(folder, 'logs', 'broker.log')
  })
  afterEach(() => {
    sink.close()
    rmSync(folder, { recursive: true })
  })

  test('writes by itself, in order, with child names', async () => {
    sink = new LogSink({ file })
    const log = sink.log('broker').child('ha')
    for (let i = 0; i < 100; i++) log.info('line', { i })
    await eventually(() => existsSync(file) && readFileSync(file, 'utf8').includes('i=99'))
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    expect(lines.length).toBe(100)
    expect(lines[7]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} INFO {2}broker\.ha - line i=7$/)
  })

  test('changes its level at run time', () => {
    sink = new LogSink({ file, level: 'warn' })
    const log = sink.log('x')
    log.info('hidden')
    sink.level = 'debug'
    log.debug('shown')
    sink.flushNow()
    expect(readFileSync(file, 'utf8')).toMatch(/DEBUG x - shown/)
    expect(readFileSync(file, 'utf8')).not.toContain('hidden')
  })

  test('rotates by size and keeps a bounded number of files', async () => {
    sink = new LogSink({ file, fileBytesMax: 1000, filesMax: 3 })
    const log = sink.log('x')
    for (let round = 0; round < 12; round++) {
      log.warn(`round ${round} ${'.'.repeat(600)}`)
      await eventually(() => readFileSync(file, 'utf8').includes(`round ${round} `))
    }
    expect(readdirSync(join(folder, 'logs')).sort()).toEqual([
      'broker.log',
      'broker.log.1',
      'broker.log.2',
      'broker.log.3',
    ])
    expect(readFileSync(`${file}.1`, 'utf8')).toContain('round 10 ')
  })

  test('appends to the file of an earlier run', () => {
    const earlier = new LogSink({ file })
    earlier.log('x').info('before')
    earlier.close()
    sink = new LogSink({ file })
    sink.log('x').info('after')
    sink.flushNow()
    expect(readFileSync(file, 'utf8')).toMatch(/before\n.*after\n$/)
  })

  test('drops what exceeds its buffer and says how much', () => {
    sink = new LogSink({ file })
    const log = sink.log('x')
    const text = 'z'.repeat(LOG_LINE_CHARS_MAX - 100)
    const lines = Math.ceil(LOG_PENDING_CHARS_MAX / text.length) + 50
    for (let i = 0; i < lines; i++) log.info(text)
    sink.flushNow()
    const content = readFileSync(file, 'utf8')
    const dropped = Number(/WARN {2}log - lines dropped, the disk is too slow lines=(\d+)/.exec(content)?.[1])
    expect(dropped).toBeGreaterThan(40)
    expect(content.split('\n').length - 2).toBe(lines - dropped)
  })
})
