import { expect, test } from 'vitest'
import { editsAnswer } from '../../../../../../renderer/features/configuration/shared/edits-answer.ts'
import { NO_EDITS, withEdit, withSaved } from '../../../../../../renderer/stores/config-edits.ts'

const opened = withSaved(NO_EDITS, 'orders', { 'broker-a': 'a=1\nb=2\n', 'broker-a-s': 'a=1\nb=2\n' })
const edited = withEdit(opened, { 'broker-a-s': 'a=2\nb=3\n' })
const clean = { isKnown: true, errors: 0, warnings: 0 }

test('nothing is said before it is known', () => {
  expect(editsAnswer(opened, { ...clean, isKnown: false }, 'en')).toBe('')
  expect(editsAnswer(NO_EDITS, clean, 'en')).toBe('')
})

test('what is edited and what stands in the way, in both languages', () => {
  expect(editsAnswer(edited, { ...clean, errors: 1 }, 'en')).toBe(
    'broker-a-s: two edits, not applied. One error must go first.',
  )
  expect(editsAnswer(edited, { ...clean, errors: 1 }, 'zh')).toBe('broker-a-s：两处修改尚未应用。需先解决一个错误。')
})

test('nothing edited, with and without problems', () => {
  expect(editsAnswer(opened, clean, 'en')).toBe('2 files, nothing edited, no problem found.')
  expect(editsAnswer(opened, { ...clean, errors: 2 }, 'en')).toBe(
    '2 files, nothing edited. Two errors in the files as they are.',
  )
  expect(editsAnswer(opened, { ...clean, warnings: 1 }, 'en')).toBe('2 files, nothing edited. One warning, no error.')
})

test('several files, and one that somebody else wrote', () => {
  const both = withEdit(edited, { 'broker-a': 'a=1\n' })
  expect(editsAnswer(both, clean, 'en')).toBe('2 files: three edits, not applied.')
  const overtaken = withSaved(both, 'orders', { ...both.saved, 'broker-a': 'theirs' })
  expect(editsAnswer(overtaken, clean, 'en')).toContain('broker-a changed on disk since editing began.')
})
