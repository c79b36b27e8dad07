import { describe, expect, test } from 'vitest'
import {
  draftOf,
  draftProblem,
  expectation,
  faultCommand,
  type FaultDraft,
  faultsOfPair,
  realHostCommand,
} from '../../../../../renderer/features/topology/link-faults.ts'
import { faultOf, pairOf } from './views.ts'

const MIB = 1024 * 1024
const BUSY = pairOf('broker-a', 'broker-a-s', {
  writtenPerSecond: 1_180_000,
  lagMs: 4,
  lagBytes: 4720,
  lagMessages: 4,
})
const draft = (change: Partial<FaultDraft>): FaultDraft => ({ ...draftOf(undefined), ...change })
const en = (pair: typeof BUSY, change: Partial<FaultDraft>, faults = [] as ReturnType<typeof faultOf>[]) =>
  expectation(pair, faults, draft(change), 'en')

describe('expectation', () => {
  test('a delay keeps rate times delay on the way', () => {
    const text = en(BUSY, { choice: 'delay', ms: 800 })
    expect(text).toContain('At 1.13 MiB/s a delay of 800 ms keeps about 922 KiB on the way.')
    expect(text).toContain('Lag 4 ms → about 804 ms, 804 messages on the master only.')
    expect(text).toContain('No send fails: the master is asynchronous.')
  })

  test('a changed delay replaces the one in force instead of adding to it', () => {
    const pair = { ...BUSY, lagMs: 804 }
    expect(en(pair, { choice: 'delay', ms: 1500 }, [faultOf()])).toContain('Lag 804 ms → about 1,504 ms')
  })

  test('nothing is computed from a rate that is not known', () => {
    const idle = { ...BUSY, writtenPerSecond: null, lagMs: null, lagBytes: null, lagMessages: null }
    expect(en(idle, { choice: 'delay', ms: 800 })).toContain('Nothing is written now')
    expect(en(idle, { choice: 'cut' })).not.toMatch(/NaN|null|–/)
  })

  test('a cut tells when housekeeping closes the link and what synchronous sends answer', () => {
    const text = en({ ...BUSY, mode: 'sync' }, { choice: 'cut' })
    expect(text).toContain('67.5 MiB a minute')
    expect(text).toContain('20 s')
    expect(text).toContain('FLUSH_SLAVE_TIMEOUT after 3,000 ms')
    expect(text).toContain('SLAVE_NOT_AVAILABLE')
  })

  test('a delay beyond slaveTimeout times out synchronous sends, a shorter one slows them down', () => {
    const sync = { ...BUSY, mode: 'sync' as const }
    expect(en(sync, { choice: 'delay', ms: 4000 })).toContain('FLUSH_SLAVE_TIMEOUT')
    expect(en(sync, { choice: 'delay', ms: 300 })).toContain('waits about 300 ms longer')
  })

  test('a limit above the rate lets the slave keep up, one below makes it fall behind', () => {
    expect(en(BUSY, { choice: 'throttle', kbps: 20_000 })).toContain('keeps up')
    const pair = { ...BUSY, writtenPerSecond: MIB }
    expect(en(pair, { choice: 'throttle', kbps: 4194 })).toMatch(/falls behind by 30 MiB a minute/)
  })

  test('free without a fault changes nothing, with one tells what is caught up', () => {
    expect(en(BUSY, { choice: 'free' })).toContain('Nothing changes')
    expect(en({ ...BUSY, lagBytes: 948_720 }, { choice: 'free' }, [faultOf()])).toContain('copies the 926 KiB')
  })

  test('every choice has words in both languages', () => {
    for (const choice of ['free', 'cut', 'delay', 'throttle', 'reset'] as const) {
      for (const direction of ['data', 'acks', 'both'] as const) {
        for (const mode of ['async', 'sync'] as const) {
          const text = expectation({ ...BUSY, mode }, [faultOf()], draft({ choice, direction }), 'zh')
          expect(text).toMatch(/[\u4e00-\u9fff]/)
          expect(text).not.toMatch(/[{}]|undefined/)
        }
      }
    }
  })
})

test('faults of a pair are those between its ends, set at either of them', () => {
  const faults = [
    faultOf(),
    faultOf({ id: '2', node: 'broker-a-s', peer: 'broker-a' }),
    faultOf({ id: '3', peer: 'broker-b' }),
    faultOf({ id: '4', peer: '*' }),
    faultOf({ id: '5', cluster: 'other' }),
  ]
  expect(faultsOfPair(faults, BUSY).map((fault) => fault.id)).toEqual(['broker-a|broker-a-s|delay|data', '2', '4'])
})

test('a draft stands for one command line', () => {
  expect(faultCommand(BUSY, draft({ choice: 'delay', ms: 1500 }))).toBe(
    'mqlab fault broker-a delay --peer broker-a-s --direction out --ms 1500 --name orders',
  )
  expect(faultCommand(BUSY, draft({ choice: 'cut', direction: 'both' }))).toBe(
    'mqlab fault broker-a cut --peer broker-a-s --name orders',
  )
  expect(faultCommand(BUSY, draft({ choice: 'free' }))).toBe(
    'mqlab fault broker-a heal --peer broker-a-s --name orders',
  )
  expect(realHostCommand(draft({ choice: 'cut' }), 10912)).toBe('iptables -A OUTPUT -p tcp --sport 10912 -j DROP')
})

test('a draft out of bounds names the field and the bounds', () => {
  expect(draftProblem(draft({ choice: 'delay', ms: 0 }), 'en')).toContain('1 to 600,000')
  expect(draftProblem(draft({ choice: 'throttle', kbps: 1.5 }), 'zh')).toContain('整数')
  expect(draftProblem(draft({ choice: 'delay', ms: 600_000 }), 'en')).toBeUndefined()
})
