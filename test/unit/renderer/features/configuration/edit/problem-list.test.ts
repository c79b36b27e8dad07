import { expect, test } from 'vitest'
import type { Finding, Severity } from '../../../../../../engine/config/finding.ts'
import {
  placeOf,
  problemList,
  PROBLEMS_SHOWN_MAX,
} from '../../../../../../renderer/features/configuration/edit/problem-list.ts'

const text = { en: 'a', zh: 'a' }
const finding = (ruleId: string, severity: Severity, file?: string, line?: number): Finding => ({
  ruleId,
  severity,
  message: text,
  fix: text,
  ...(file === undefined ? {} : { file }),
  ...(line === undefined ? {} : { line }),
})

test('those of the file come first, then those of the cluster, the worst first in each', () => {
  const { shown } = problemList(
    [
      finding('other', 'error', 'b'),
      finding('cluster', 'warning'),
      finding('late', 'warning', 'a', 3),
      finding('bad', 'error', 'a', 9),
    ],
    'a',
  )
  expect(shown.map(({ ruleId }) => ruleId)).toEqual(['bad', 'late', 'cluster', 'other'])
})

test('a place is file and line, as far as they are known', () => {
  expect(placeOf(finding('x', 'hint', 'broker-a', 4))).toBe('broker-a:4')
  expect(placeOf(finding('x', 'hint', 'broker-a'))).toBe('broker-a')
  expect(placeOf(finding('x', 'hint'))).toBeUndefined()
})

test('the list is bounded, and only findings with a repair count as fixable', () => {
  const many = Array.from({ length: PROBLEMS_SHOWN_MAX + 5 }, () => finding('x', 'hint', 'a'))
  const repairable: Finding = { ...finding('y', 'error', 'a'), edits: [{ kind: 'remove', key: 'k' }] }
  const list = problemList([...many, repairable], 'a')
  expect(list.shown).toHaveLength(PROBLEMS_SHOWN_MAX)
  expect(list.more).toBe(6)
  expect(list.fixable).toBe(1)
})
