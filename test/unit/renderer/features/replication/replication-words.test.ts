import { describe, expect, test } from 'vitest'
import type { History } from '../../../../../engine/contract/clusters-api.ts'
import type { Happening, PairView } from '../../../../../engine/contract/state.ts'
import { effectOf, marksOf } from '../../../../../renderer/features/replication/replication-marks.ts'
import { drawnPairs } from '../../../../../renderer/features/replication/drawn-pairs.ts'
import { replicationReport } from '../../../../../renderer/features/replication/replication-report.ts'
import { replicationSentence, riskSentence } from '../../../../../renderer/features/replication/replication-sentence.ts'
import { replicationTexts } from '../../../../../renderer/i18n/replication.ts'
import { textsIn } from '../../../../../renderer/i18n/use-texts.ts'

const en = textsIn('en', replicationTexts)
const zh = textsIn('zh', replicationTexts)

function pair(master: string, change: Partial<PairView> = {}): PairView {
  return {
    cluster: 'lab',
    id: `${master}>${master}-s`,
    master,
    slave: `${master}-s`,
    brokerName: master,
    mode: 'async',
    state: 'in-sync',
    sinceMs: 0,
    reason: null,
    lagBytes: 0,
    lagMs: 2,
    isLagMsEstimate: false,
    lagMessages: 0,
    masterOffset: 1000,
    slaveOffset: 1000,
    writtenPerSecond: 1_180_000,
    confirmedPerSecond: 1_180_000,
    isInSyncForRocketmq: true,
    ...change,
  }
}

const BEHIND = { state: 'behind', lagMs: 804, lagBytes: 948_720, lagMessages: 804 } as const
const DELAY = {
  cluster: 'lab',
  id: 'f',
  node: 'broker-a',
  peer: 'broker-a-s',
  kind: 'delay',
  direction: 'data',
  ms: 800,
  kbps: null,
  setAtMs: 0,
} as const

function happened(kind: Happening['kind'], atMs: number, pairId: string | null = 'broker-a>broker-a-s'): Happening {
  return {
    id: `${kind}${atMs}`,
    atMs,
    cluster: 'lab',
    node: null,
    pair: pairId,
    kind,
    tone: 'fault',
    byUser: true,
    subject: 'broker-a → broker-a-s',
    sentence: { en: 'You did it.', zh: '你做的。' },
    action: null,
  }
}

function historyOf(lagMs: readonly (number | null)[]): History {
  const none = lagMs.map(() => null)
  return {
    atMs: lagMs.map((_, index) => (index + 1) * 1000),
    pairs: [
      {
        pair: 'broker-a>broker-a-s',
        lagMs: [...lagMs],
        lagBytes: none,
        writtenPerSecond: none,
        confirmedPerSecond: none,
        masterOffset: none,
        slaveOffset: none,
      },
    ],
    nodes: [],
    happenings: [],
  }
}

describe('the answer', () => {
  test('names how many are behind, how much, and what will happen', () => {
    const pairs = [pair('broker-a', BEHIND), pair('broker-b')]
    expect(replicationSentence(pairs, [DELAY], en)).toBe(
      'One of two slaves is behind, steadily: 804 ms, 926 KiB. It will catch up once the link is healed.',
    )
    expect(replicationSentence(pairs, [DELAY], zh)).toBe(
      '两个从节点中有一个落后（稳定）：804 ms、926 KiB。链路恢复后即可追平。',
    )
  })

  test('of a slave that gains says when it will be there', () => {
    const gaining = pair('broker-a', { ...BEHIND, confirmedPerSecond: 1_500_000, writtenPerSecond: 100_000 })
    expect(replicationSentence([gaining], [], en)).toMatch(
      /and catches up: 804 ms, 926 KiB\. It will have caught up in about 1 s\.$/,
    )
  })

  test('tells the worst first: a broken pair before one that is behind', () => {
    const reason = { en: 'broker-b is down.', zh: 'broker-b 已停机。' }
    const pairs = [pair('broker-a', BEHIND), pair('broker-b', { state: 'broken', reason })]
    expect(replicationSentence(pairs, [], en)).toBe('broker-b is down.')
  })

  test('never says 0 where nothing is known', () => {
    const unknown = pair('broker-a', { state: 'unknown', lagMs: null, lagBytes: null, masterOffset: null })
    expect(replicationSentence([unknown], [], en)).toMatch(/No pair runs/)
    expect(riskSentence([pair('broker-a', { lagBytes: null })], en)).toMatch(/^Not known/)
  })
})

describe('what is at risk', () => {
  test('counts what stands on masters only, and what would wait for it', () => {
    const pairs = [pair('broker-a', BEHIND), pair('broker-b', { lagBytes: 2360, lagMessages: 2 })]
    expect(riskSentence(pairs, en)).toBe(
      '806 acknowledged messages exist on a master only. With SYNC_MASTER a send would wait for the slave instead.',
    )
    expect(riskSentence([pair('broker-a')], en)).toMatch(/^Nothing/)
  })
})

describe('what happened', () => {
  test('gets letters in the order of time, at most one alphabet, without what is no replication', () => {
    const many = Array.from({ length: 30 }, (_, index) => happened('link-cut', 1000 + index))
    const marks = marksOf([...many, happened('group-read-only', 2000)], 0, 5000)
    expect(marks).toHaveLength(26)
    expect(marks[0]).toMatchObject({ letter: 'A', happening: { atMs: 1004 } })
    expect(marks.at(-1)?.letter).toBe('Z')
  })

  test('is told with what it did to the lag', () => {
    const pairs = [pair('broker-a')]
    const lagMs = [2, 2, 2, ...Array.from({ length: 20 }, () => 804)]
    const marks = marksOf([happened('link-delayed', 3100)], 0, 60_000)
    const effect = effectOf(marks[0] as (typeof marks)[number], marks, historyOf(lagMs), pairs, en)
    expect(effect).toBe('Lag rose from 2 ms to 804 ms in 1 s and stays.')
    const healed = marksOf([happened('link-healed', 3100)], 0, 60_000)
    const fell = effectOf(healed[0] as (typeof healed)[number], healed, historyOf([804, 804, 804, 2, 2]), pairs, en)
    expect(fell).toMatch(/^Lag fell from 804 ms to 2 ms/)
  })

  test('an event that did nothing to the lag claims nothing', () => {
    const marks = marksOf([happened('node-resumed', 3100)], 0, 60_000)
    expect(
      effectOf(marks[0] as (typeof marks)[number], marks, historyOf([2, 2, 2, 3, 2]), [pair('broker-a')], en),
    ).toBe('')
  })
})

test('six lines are drawn at most, the chosen one and the worst among them, colours by name', () => {
  const pairs = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => pair(name, name === 'h' ? BEHIND : {}))
  const drawn = drawnPairs(pairs, 'g>g-s')
  expect(drawn.size).toBe(6)
  expect(drawn.has('g>g-s') && drawn.has('h>h-s')).toBe(true)
  expect([...drawn.values()]).toEqual([1, 2, 3, 4, 5, 6])
})

test('a report survives names that would break its table', () => {
  const report = replicationReport(
    {
      cluster: 'lab',
      pairs: [pair('bad|name')],
      history: historyOf([1]),
      marks: [],
      spanMs: 900_000,
      nowMs: 0,
      stateWord: (state) => state,
    },
    en,
  )
  const rows = report.split('\n').filter((line) => line.startsWith('| bad'))
  expect(rows.every((row) => row.split('|').length === 9)).toBe(true)
})
