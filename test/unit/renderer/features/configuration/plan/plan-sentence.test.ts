import { describe, expect, test } from 'vitest'
import {
  catalogueEffect,
  countEffects,
  editedKeys,
} from '../../../../../../renderer/features/configuration/plan/edited-keys.ts'
import {
  effectSentence,
  planAnswer,
  roundTime,
} from '../../../../../../renderer/features/configuration/plan/plan-sentence.ts'
import { configPlanTexts } from '../../../../../../renderer/i18n/config-plan.ts'
import { textsIn } from '../../../../../../renderer/i18n/use-texts.ts'

const en = textsIn('en', configPlanTexts)
const zh = textsIn('zh', configPlanTexts)
const counts = (now: number, restart: number, none = 0) => ({ keys: now + restart + none, now, restart, none })

describe('the sentence about edits', () => {
  test('tells what takes effect at once and what needs a restart', () => {
    expect(effectSentence(counts(2, 1), en)).toBe(
      'Three keys edited. Two take effect at once, one needs a rolling restart.',
    )
    expect(effectSentence(counts(2, 1), zh)).toBe('改了三个键：两个立即生效，一个需要滚动重启。')
  })

  test('says it once when all have the same effect', () => {
    expect(effectSentence(counts(1, 0), en)).toBe('One key edited. It takes effect at once.')
    expect(effectSentence(counts(0, 2), en)).toBe('Two keys edited. All need a rolling restart.')
    expect(effectSentence(counts(0, 0, 1), en)).toBe('One key edited. It has no effect.')
    expect(effectSentence(counts(1, 0), zh)).toBe('改了一个键：立即生效。')
  })

  test('is empty when no value changes', () => {
    expect(effectSentence(counts(0, 0), en)).toBe('')
  })
})

describe('counting effects', () => {
  test('a key counts once, by the strongest effect on any node', () => {
    const changes = [
      { key: 'deleteWhen', effect: 'now' as const },
      { key: 'deleteWhen', effect: 'restart' as const },
      { key: 'fileReservedTime', effect: 'now' as const },
      { key: 'aclEnable', effect: 'none' as const },
    ]
    expect(countEffects(changes)).toEqual({ keys: 3, now: 1, restart: 1, none: 1 })
  })

  test('edited keys are those whose value differs, file by file', () => {
    expect(editedKeys({ a: 'x=1\ny=2\n', b: 'x=1\n' }, { a: '# note\nx=3\n', b: 'x=1\n' })).toEqual([
      { node: 'a', key: 'x', from: '1', to: '3' },
      { node: 'a', key: 'y', from: '2', to: null },
    ])
  })

  test("attached clusters run Apache's brokers, which take some keys at once that ours does not", () => {
    expect(catalogueEffect('fileReservedTime', 'broker', false)).toBe('now')
    expect(catalogueEffect('mappedFileSizeCommitLog', 'broker', true)).toBe('restart')
    expect(catalogueEffect('noSuchKey', 'broker', true)).toBe('none')
  })
})

test('expected times are told in tenths below a second and in whole seconds above', () => {
  expect([5, 50, 940, 1500, 14_200, 148_000].map((ms) => roundTime(ms, en))).toEqual([
    '0.1 s',
    '0.1 s',
    '0.9 s',
    '2 s',
    '14 s',
    '2 min 28 s',
  ])
})

describe('the header', () => {
  const facts = {
    planned: { plan: undefined, isStale: true },
    applying: { apply: null, isRunning: false },
    hasEdits: true,
    errors: 0,
    counts: counts(1, 0),
    isPage: true,
  }

  test('tells by the catalogue what edits do while a plan is on its way', () => {
    expect(planAnswer(facts, en)).toBe('One key edited. It takes effect at once.')
    expect(planAnswer({ ...facts, counts: counts(0, 0) }, en)).toBe(
      'The edits change no value: only the files are written.',
    )
  })

  test('does not say that files are written when the plan writes none', () => {
    const plan = { cluster: 'c', planKey: '', changes: [], steps: [], clientsNotice: [], problems: [], expectedMs: 0 }
    expect(planAnswer({ ...facts, counts: counts(0, 0), planned: { plan, isStale: false } }, en)).toBe(
      'Nothing to apply: the edits change no value that runs.',
    )
  })

  test('leaves the word to others when nothing is edited or errors stand in the way', () => {
    expect(planAnswer({ ...facts, hasEdits: false }, en)).toBeNull()
    expect(planAnswer({ ...facts, errors: 1 }, en)).toBeNull()
  })
})
