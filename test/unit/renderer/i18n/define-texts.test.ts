import { describe, expect, test } from 'vitest'
import { defineTexts, fillText, splitText, translate } from '../../../../renderer/i18n/define-texts.ts'

const texts = defineTexts('test', {
  plain: { en: 'Running', zh: '运行中' },
  nodes: { en: '{n} {n|node runs|nodes run} of {all}', zh: '{n}/{all} 节点运行中' },
  braces: { en: 'Use \\{seq} for {what}', zh: '{what} 用 \\{seq}' },
})

describe('texts', () => {
  test('take the language asked for', () => {
    expect(translate('en', texts, 'plain')).toBe('Running')
    expect(translate('zh', texts, 'plain')).toBe('运行中')
  })

  test('put parameters and the word for their number in', () => {
    expect(translate('en', texts, 'nodes', { n: 1, all: 6 })).toBe('1 node runs of 6')
    expect(translate('en', texts, 'nodes', { n: 5, all: 6 })).toBe('5 nodes run of 6')
    expect(translate('zh', texts, 'nodes', { n: 5, all: 6 })).toBe('5/6 节点运行中')
  })

  test('keep escaped braces', () => {
    expect(translate('en', texts, 'braces', { what: 'numbers' })).toBe('Use {seq} for numbers')
  })

  test('leave what they have no parameter for as it is written', () => {
    expect(fillText('{a} and {b}', { a: 1 })).toBe('1 and {b}')
  })

  test('put values in as they are, even when they look like parameters', () => {
    expect(fillText('{a} {b}', { a: '{b}', b: '$&' })).toBe('{b} $&')
  })

  test('fall into pieces for elements', () => {
    expect(splitText('a {b} \\{c} {n|x|y}')).toEqual([
      'a ',
      { name: 'b', forms: '' },
      ' ',
      '{',
      'c} ',
      { name: 'n', forms: '|x|y' },
    ])
  })
})
