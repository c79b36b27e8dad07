import { describe, expect, test } from 'vitest'
import { drawLine, widthOf } from '../../../../../renderer/features/mqadmin/line-drawing.ts'
import {
  commonStart,
  emptyLine,
  HISTORY_MAX,
  type LineState,
  replaced,
  typed,
} from '../../../../../renderer/features/mqadmin/line-editor.ts'

function press(state: LineState, ...keys: readonly string[]): LineState {
  for (const key of keys) {
    const action = typed(state, key)
    if (action.kind === 'edited' || action.kind === 'enter' || action.kind === 'interrupt') state = action.state
  }
  return state
}

const LEFT = '\u001b[D'
const UP = '\u001b[A'
const DOWN = '\u001b[B'
const BACK = '\u007f'

describe('the line', () => {
  test('takes text at the cursor and keys around it', () => {
    const state = press(emptyLine(), 'topicStatu', 's', LEFT, LEFT, BACK, 'x')
    expect(state.text).toBe('topicStaxus')
    expect(state.cursor).toBe(9)
  })
  test('deletes a character of two units whole', () => {
    expect(press(emptyLine(), 'a😀', BACK).text).toBe('a')
    expect(press(emptyLine(), 'a😀b', LEFT, LEFT).cursor).toBe(1)
  })
  test('pasted lines become one, control characters are dropped', () => {
    expect(press(emptyLine(), 'a\r\nb\u0007c').text).toBe('a bc')
  })
  test('Ctrl W takes the word before the cursor, Ctrl U all before it, Ctrl K all behind it', () => {
    expect(press(emptyLine(), 'haStatus -b x', '\u0017').text).toBe('haStatus -b ')
    expect(press(emptyLine(), 'abc', LEFT, '\u0015').text).toBe('c')
    expect(press(emptyLine(), 'abc', LEFT, '\u000b').text).toBe('ab')
  })
  test('an unknown escape sequence changes nothing', () => {
    expect(typed(emptyLine(), '\u001b[15~')).toEqual({ kind: 'none' })
  })
})

describe('the history', () => {
  test('is walked by arrows and gives the line being typed back', () => {
    const state = press(emptyLine(), 'one', '\r', 'two', '\r', 'dra')
    expect(press(state, UP).text).toBe('two')
    expect(press(state, UP, UP, UP).text).toBe('one')
    expect(press(state, UP, UP, DOWN, DOWN).text).toBe('dra')
  })
  test('keeps no empty line, no repeated one, and not more than its bound', () => {
    expect(press(emptyLine(), 'a', '\r', 'a', '\r', ' ', '\r').history).toEqual(['a'])
    let state = emptyLine()
    for (let i = 0; i < HISTORY_MAX + 5; i++) state = press(state, `line ${i}`, '\r')
    expect(state.history).toHaveLength(HISTORY_MAX)
    expect(state.history.at(-1)).toBe(`line ${HISTORY_MAX + 4}`)
  })
})

test('a completion replaces what was typed of the word and leaves the rest', () => {
  const state = { ...emptyLine(), text: 'topicStatus -t ord -x', cursor: 18 }
  expect(replaced(state, 15, 'orders ').text).toBe('topicStatus -t orders  -x')
})

test('commonStart is what all words share', () => {
  expect(commonStart(['orders', 'orders-eu', 'ord'])).toBe('ord')
  expect(commonStart([])).toBe('')
})

describe('drawing', () => {
  test('counts East Asian characters as two columns', () => expect(widthOf('a订单')).toBe(5))
  test('puts the cursor back into a wrapped line', () => {
    // 12 characters in 10 columns: the second row holds two; the cursor stands on the ninth of the first.
    expect(drawLine('> ', 'abcdefghij', 7, 10, 0)).toEqual({
      sequence: '\r\u001b[J> abcdefghij\u001b[1A\r\u001b[9C',
      cursorRow: 0,
    })
  })
  test('goes up to the prompt before it draws anew', () => {
    const first = drawLine('> ', 'abcdefghij', 10, 10, 0)
    expect(first.cursorRow).toBe(1)
    expect(drawLine('> ', 'a', 1, 10, first.cursorRow).sequence).toBe('\u001b[1A\r\u001b[J> a\r\u001b[3C')
  })
  test('a line that ends at the last column continues on the next row', () => {
    expect(drawLine('> ', 'abcdefgh', 8, 10, 0)).toEqual({ sequence: '\r\u001b[J> abcdefgh\r\n\r', cursorRow: 1 })
  })
})
