import { expect, test } from 'vitest'
import type { Finding, Severity } from '../../../../../../engine/config/finding.ts'
import { placeOf, problemList } from '../../../../../../renderer/features/configuration/edit/problem-list.ts'

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
  const { sorted } = problemList(
    [
      finding('other', 'error', 'b'),
      finding('cluster', 'warning'),
      finding('late', 'warning', 'a', 3),
      finding('bad', 'error', 'a', 9),
    ],
    'a',
  )
  expect(sorted.map(({ ruleId }) => ruleId)).toEqual(['bad', 'late', 'cluster', 'other'])
})

test('a place is file and line, as far as they are known', () => {
  expect(placeOf(finding('x', 'hint', 'broker-a', 4))).toBe('broker-a:4')
  expect(placeOf(finding('x', 'hint', 'broker-a'))).toBe('broker-a')
  expect(placeOf(finding('x', 'hint'))).toBeUndefined()
})

test('only findings with a repair count as fixable', () => {
  const repairable: Finding = { ...finding('y', 'error', 'a'), edits: [{ kind: 'remove', key: 'k' }] }
  expect(problemList([finding('x', 'hint', 'a'), repairable], 'a').fixable).toBe(1)
})
