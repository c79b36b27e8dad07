import { expect, test } from 'vitest'
import type { RunSpec } from '../../../../../engine/contract/messages-api.ts'
import { happening } from '../../../../../engine/contract/state.ts'
import { runStartedHappening } from '../../../../../engine/lab/service/sending/run-words.ts'

test('a run is the subject of what happens to it in both languages', () => {
  const spec = { cluster: 'orders', message: { topic: 'Orders' }, count: 1000, accountingGroup: null } as RunSpec
  const told = runStartedHappening(spec, 7)
  expect(told.subject).toEqual({ en: 'run #7', zh: '第 7 次测试' })
  expect(happening.parse({ ...told, id: '1', atMs: 1 }).subject).toEqual(told.subject)
})
