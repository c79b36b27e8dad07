import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../../engine/base/bytes.ts'
import { ApplyFile, type ApplyRecord, isUnderWay } from '../../../../engine/lab/apply/apply-record.ts'
import { readOnlyText } from '../../../../engine/lab/apply/write-permission.ts'
import { MemoryFileSystem } from '../../../sim/kernel/memory-file-system.ts'

const RECORD: ApplyRecord = {
  format: 1,
  holder: { pid: 7, startTicks: 9, token: 't' },
  state: {
    cluster: 'demo',
    version: 3,
    state: 'running',
    startedAtMs: 5,
    endedAtMs: null,
    steps: [],
    problem: null,
  },
  held: { node: 'broker-a', brokerName: 'broker-a', phase: 'wiped', before: 'ä\n', after: '', permission: '6' },
}

describe('apply.json', () => {
  test('comes back as it was written; a damaged one is none', () => {
    const fs = new MemoryFileSystem()
    const file = new ApplyFile(fs, '/lab/demo')
    expect(file.read()).toBeUndefined()
    file.makeFolder()
    file.write(RECORD)
    expect(file.read()).toEqual(RECORD)
    fs.replaceFile('/lab/demo/apply.json', bytesFromUtf8('{"format":1,"holder"'))
    expect(file.read()).toBeUndefined()
  })

  test('does not make the folder of a cluster again that was deleted', () => {
    const fs = new MemoryFileSystem()
    expect(() => new ApplyFile(fs, '/lab/demo').write(RECORD)).toThrow()
    expect(fs.info('/lab/demo')).toBeUndefined()
  })

  test('a wish to stop is seen by whoever applies, until it is forgotten', () => {
    const file = new ApplyFile(new MemoryFileSystem(), '/lab/demo')
    file.makeFolder()
    file.write(RECORD)
    expect(file.isStopAsked).toBe(false)
    file.askToStop()
    expect(file.isStopAsked).toBe(true)
    file.forgetStop()
    expect(file.isStopAsked).toBe(false)
  })

  test('is under way while it runs or stops', () => {
    const states = ['running', 'stopping', 'done', 'stopped', 'failed'] as const
    expect(states.filter((state) => isUnderWay({ ...RECORD.state, state }))).toEqual(['running', 'stopping'])
  })
})

describe('a file without write permission', () => {
  test('differs by one line, and is not needed where its author took the permission away', () => {
    expect(readOnlyText('# mine\nbrokerName=a\n', '6')).toBe('# mine\nbrokerName=a\nbrokerPermission=4\n')
    expect(readOnlyText('brokerPermission = 6\n', '6')).toBe('brokerPermission = 4\n')
    expect(readOnlyText('brokerPermission=4\n', '4')).toBeUndefined()
  })
})
