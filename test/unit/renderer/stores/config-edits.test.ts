import { describe, expect, test } from 'vitest'
import {
  editedNodes,
  EDITS_MAX,
  KEPT_BYTES_MAX,
  keptEdits,
  NO_EDITS,
  overtakenNodes,
  TYPING_MS,
  withEdit,
  withKept,
  withMineKept,
  withRedo,
  withSaved,
  withUndo,
} from '../../../../renderer/stores/config-edits.ts'

const FILES = { a: 'brokerId=0\n', b: 'brokerId=1\n' }
const opened = withSaved(NO_EDITS, 'orders', FILES)

describe('undo', () => {
  test('takes back one edit of several files at once, and redo brings it again', () => {
    const edited = withEdit(opened, { a: 'x=1\n', b: 'x=1\n' })
    const undone = withUndo(edited)
    expect(undone.texts).toEqual(FILES)
    expect(withRedo(undone).texts).toEqual({ a: 'x=1\n', b: 'x=1\n' })
  })

  test('takes back keystrokes near to each other together, others one by one', () => {
    const typed = ['brokerId=01\n', 'brokerId=012\n'].reduce(
      (state, text, index) => withEdit(state, { a: text }, 1000 + index * (TYPING_MS - 1)),
      opened,
    )
    const later = withEdit(typed, { a: 'brokerId=0123\n' }, 10_000)
    expect(withUndo(later).texts.a).toBe('brokerId=012\n')
    expect(withUndo(withUndo(later)).texts.a).toBe('brokerId=0\n')
  })

  test('does not join a keystroke to an edit that stands alone', () => {
    const fixed = withEdit(opened, { a: 'brokerId=5\n' })
    const typed = withEdit(fixed, { a: 'brokerId=56\n' }, 1)
    expect(withUndo(typed).texts.a).toBe('brokerId=5\n')
  })

  test('goes back a bounded number of edits', () => {
    let state = opened
    for (let n = 0; n < EDITS_MAX + 20; n += 1) state = withEdit(state, { a: `brokerId=${n}\nx=1\n` })
    expect(state.past).toHaveLength(EDITS_MAX)
  })

  test('an edit that changes nothing is none', () => {
    expect(withEdit(opened, { a: FILES.a })).toBe(opened)
    expect(withEdit(opened, { unknown: 'x=1' })).toBe(opened)
  })
})

describe('files read anew', () => {
  test('take the new text where nothing was edited, and keep edits', () => {
    const edited = withEdit(opened, { a: 'mine\n' })
    const read = withSaved(edited, 'orders', { a: FILES.a, b: 'brokerId=2\n' })
    expect(read.texts).toEqual({ a: 'mine\n', b: 'brokerId=2\n' })
    expect(overtakenNodes(read)).toEqual([])
  })

  test('that somebody else wrote since editing began are told, until mine is kept', () => {
    const edited = withEdit(opened, { a: 'mine\n' })
    const read = withSaved(edited, 'orders', { ...FILES, a: 'theirs\n' })
    expect(overtakenNodes(read)).toEqual(['a'])
    expect(overtakenNodes(withEdit(read, { a: 'mine too\n' }))).toEqual(['a'])
    expect(overtakenNodes(withMineKept(read, 'a'))).toEqual([])
    expect(withMineKept(read, 'a').texts.a).toBe('mine\n')
    // Taking theirs is an edit as any other: it can be undone.
    const taken = withEdit(read, { a: 'theirs\n' })
    expect(overtakenNodes(taken)).toEqual([])
    expect(withUndo(taken).texts.a).toBe('mine\n')
  })

  test('as they were edited are not edited any more', () => {
    const applied = withSaved(withEdit(opened, { a: 'mine\n' }), 'orders', { ...FILES, a: 'mine\n' })
    expect(editedNodes(applied)).toEqual([])
    expect(applied.began).toEqual({})
  })

  test('of another cluster begin anew', () => {
    const other = withSaved(withEdit(opened, { a: 'mine\n' }), 'other', { c: '' })
    expect(other).toMatchObject({ cluster: 'other', texts: { c: '' }, past: [] })
  })
})

describe('kept edits', () => {
  test('come back after a reload with what they began from', () => {
    const { kept } = keptEdits(withEdit(opened, { a: 'mine\n' }))
    const back = withKept(withSaved(NO_EDITS, 'orders', FILES), kept)
    expect(back.texts.a).toBe('mine\n')
    expect(overtakenNodes(back)).toEqual([])
    const meanwhile = withKept(withSaved(NO_EDITS, 'orders', { ...FILES, a: 'theirs\n' }), kept)
    expect(overtakenNodes(meanwhile)).toEqual(['a'])
  })

  test('are left out for files that are gone or edited already', () => {
    const kept = { a: { began: FILES.a, text: 'old\n' }, gone: { began: '', text: 'x' } }
    const edited = withEdit(opened, { a: 'mine\n' })
    expect(withKept(edited, kept)).toBe(edited)
  })

  test('that are too large for a document are named', () => {
    const large = 'ä'.repeat(KEPT_BYTES_MAX / 2)
    const { kept, tooLarge } = keptEdits(withEdit(opened, { a: large, b: 'mine\n' }))
    expect(tooLarge).toEqual(['a'])
    expect(Object.keys(kept)).toEqual(['b'])
  })
})
