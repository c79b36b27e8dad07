import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FAULTS_MAX } from '../../../engine/node/link-fault.ts'
import { FaultyNetwork } from '../../../engine/node/faulty-network.ts'
import { keepFaults, restoreFaults } from '../../../engine/node/kept-faults.ts'
import { NodeClock } from '../../../engine/node/node-clock.ts'
import { LogSink } from '../../../engine/node/node-log.ts'
import { NodeNetwork } from '../../../engine/node/node-network.ts'
import { NodeTimers } from '../../../engine/node/node-timers.ts'

const clock = new NodeClock()
const timers = new NodeTimers(() => clock.forget())
const log = new LogSink({}).log('test')

function network(): FaultyNetwork {
  return new FaultyNetwork({ inner: new NodeNetwork(), clock, timers, findPeer: () => 'unknown' })
}

describe('kept link faults', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'faults-'))
    file = join(folder, 'faults.json')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('are in force again in the next process as they were set, without the process ids of then', () => {
    const before = network()
    before.applyFault({
      peer: 'b',
      addresses: ['127.0.0.1:1'],
      pids: [7],
      direction: 'in',
      kind: 'delay',
      ms: 9,
      setAtMs: 5,
    })
    before.applyFault({ peer: 'c', direction: 'both', kind: 'throttle', kbps: 8 })
    keepFaults(file, before.faults(), log)
    const after = network()
    restoreFaults(file, after, log)
    expect(after.faults()).toEqual(before.faults().map((fault) => ({ ...fault, pids: [] })))
    expect(after.faults()[0]?.setAtMs).toBe(5)
  })

  test('leave no file when nothing is in force', () => {
    const one = network()
    one.applyFault({ peer: 'b', direction: 'both', kind: 'cut' })
    keepFaults(file, one.faults(), log)
    expect(existsSync(file)).toBe(true)
    one.applyFault({ peer: '*', direction: 'both', kind: 'heal' })
    keepFaults(file, one.faults(), log)
    expect(existsSync(file)).toBe(false)
    restoreFaults(file, one, log)
    expect(one.faults()).toEqual([])
  })

  test.each(['', '{"faults":', '{}', '{"faults":[{"peer":"a","kind":"cut"},{"peer":"b","kind":"explode"}]}', '[]'])(
    'that cannot be read (%j) leave the links whole, and the file as it is',
    (text) => {
      writeFileSync(file, text)
      const one = network()
      restoreFaults(file, one, log)
      expect(one.faults()).toEqual([])
      expect(readFileSync(file, 'utf8')).toBe(text)
    },
  )

  test('that cannot be written do not undo the fault', () => {
    const one = network()
    one.applyFault({ peer: 'b', direction: 'both', kind: 'cut' })
    keepFaults(join(folder, 'absent', 'faults.json'), one.faults(), log)
    expect(one.faults()).toHaveLength(2)
  })
})

describe('a fault that replaces', () => {
  test('ends every other one of its peer, in both directions, and no other peer’s', () => {
    const one = network()
    one.applyFault({ peer: 'b', direction: 'both', kind: 'cut' })
    one.applyFault({ peer: 'b', direction: 'in', kind: 'delay', ms: 5 })
    one.applyFault({ peer: 'c', direction: 'both', kind: 'cut' })
    one.applyFault({ peer: 'b', direction: 'out', kind: 'throttle', kbps: 8, replaces: true })
    expect(one.faults().map(({ peer, kind, direction }) => [peer, kind, direction])).toEqual([
      ['c', 'cut', 'in'],
      ['c', 'cut', 'out'],
      ['b', 'throttle', 'out'],
    ])
    one.applyFault({ peer: 'b', direction: 'both', kind: 'reset', replaces: true })
    expect(one.faults().every(({ peer }) => peer === 'c')).toBe(true)
  })

  test('counts at the bound by what is left', () => {
    const one = network()
    for (let i = 0; i < FAULTS_MAX / 2; i++) one.applyFault({ peer: `p${i}`, direction: 'both', kind: 'cut' })
    expect(() => one.applyFault({ peer: 'more', direction: 'in', kind: 'cut' })).toThrow('more than')
    one.applyFault({ peer: 'p0', direction: 'both', kind: 'delay', ms: 1, replaces: true })
    expect(one.faults()).toHaveLength(FAULTS_MAX)
  })
})
