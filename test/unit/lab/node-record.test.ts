import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import { EngineError } from '../../../engine/base/errors.ts'
import { takeNodeRecord, writeNodeRecord } from '../../../engine/lab/node-record.ts'
import {
  countFailedStart,
  forgetStartProblem,
  portTaken,
  START_PROBLEM_FILE,
  startFailed,
} from '../../../engine/lab/start-failure.ts'
import { MemoryFileSystem } from '../../sim/kernel/memory-file-system.ts'

const PATH = '/n/node.json'
const RECORD = { version: 1, process: { pid: 7, startTicks: 9 }, token: 'abc', startedAtMs: 5 } as const
const NODE = { kind: 'namesrv', name: 'n1', host: '127.0.0.1', listenPort: 9876 } as const

function memory(text?: string): MemoryFileSystem {
  const fs = new MemoryFileSystem()
  fs.makeDirectories('/n')
  if (text !== undefined) fs.replaceFile(PATH, bytesFromUtf8(text))
  return fs
}

describe('node.json', () => {
  test('comes back as it was written; none is no damage', () => {
    const fs = memory()
    expect(takeNodeRecord(fs, PATH)).toEqual({})
    writeNodeRecord(fs, PATH, RECORD)
    expect(takeNodeRecord(fs, PATH)).toEqual({ record: RECORD })
  })

  test.each([
    ['{\n  "version": 1,\n  "process": {\n    oops', 4],
    ['{\n  "version": 1', 2],
    ['', 1],
    ['{"version":2,"process":{"pid":1},"token":"x"}', undefined],
    ['{"version":1,"process":{"pid":1},"token":""}', undefined],
    ['null', undefined],
  ])('a damaged one (%j) is moved aside, and told until a new one is there', (text, line) => {
    const fs = memory(text)
    const damage = { badFile: `${PATH}.bad`, line }
    expect(takeNodeRecord(fs, PATH)).toEqual({ damage })
    expect(fs.readFile(PATH)).toBeUndefined()
    expect(fs.readFile(`${PATH}.bad`)?.utf8Slice()).toBe(text)
    expect(takeNodeRecord(fs, PATH)).toEqual({ damage })
    writeNodeRecord(fs, PATH, RECORD)
    expect(takeNodeRecord(fs, PATH)).toEqual({ record: RECORD })
  })
})

describe('a start that failed', () => {
  const words = { said: 'last words', outputFile: '/n/out' }

  test('is explained by the node in both languages, else by its last words', () => {
    const fs = memory()
    expect(startFailed(fs, '/n', NODE, words).message).toBe('n1 did not start: it ended while starting:\nlast words')
    fs.replaceFile(`/n/${START_PROBLEM_FILE}`, bytesFromUtf8('{"reason":"r","en":"why","zh":"为何"}'))
    expect(startFailed(fs, '/n', NODE, words)).toMatchObject({
      message: 'n1 did not start: why',
      zh: 'n1 启动失败：为何',
      context: { node: 'n1', reason: 'r' },
    })
    expect(startFailed(fs, '/n', NODE, { ...words, silentForMs: 30_000 }).message).toContain('does not answer within')
    fs.replaceFile(`/n/${START_PROBLEM_FILE}`, bytesFromUtf8('{"reason":1'))
    expect(startFailed(fs, '/n', NODE, words).message).toContain('last words')
  })

  test('counts, speaks up from the third on, and starts anew once one went well', () => {
    const fs = memory()
    const error = new EngineError('refused', 'no', { zh: '不', context: { node: 'n1' } })
    const fail = () => countFailedStart(fs, '/n', error, NODE)
    expect([fail(), fail()].map(({ message }) => message)).toEqual(['no', 'no'])
    expect(fail()).toMatchObject({ context: { node: 'n1', failedStarts: 3 } })
    expect(fail().zh).toContain('连续 4 次')
    forgetStartProblem(fs, '/n', { hasStarted: false })
    expect(fail().context['failedStarts']).toBe(5)
    forgetStartProblem(fs, '/n', { hasStarted: true })
    expect(fail().context['failedStarts']).toBe(1)
  })

  test('by a taken port names the owner and a port that is free, or that another must be found', () => {
    const conflict = { port: 9876, key: 'listenPort', owner: { pid: 1032, program: 'nginx' } } as const
    expect(portTaken(NODE, { ...conflict, alternative: 10_876 }, undefined)).toMatchObject({
      message: 'n1 did not start: port 9876 belongs to pid 1032 (nginx). Use 10876 as listenPort or stop nginx.',
      zh: 'n1 启动失败：端口 9876 被 pid 1032（nginx）占用。可把 listenPort 改为 10876，或停止 nginx。',
    })
    expect(portTaken(NODE, { ...conflict, alternative: undefined }, 'n1 of other').message).toContain(
      'Choose another listenPort or stop n1 of other.',
    )
  })
})
