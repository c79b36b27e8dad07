/** Every spelling of an option that Apache's parser takes, and each of its complaints. */
import { describe, expect, test } from 'vitest'
import { parseCommandLine } from '../../../engine/admin/command-line.ts'
import { type CommandRow, flag, option, REQUIRED, say } from '../../../engine/admin/command-row.ts'

const HELP = say('help', '帮助')

const row: CommandRow = {
  name: 'test',
  group: 'topic',
  about: HELP,
  options: [
    option('t', 'topic', 'name', HELP, REQUIRED),
    option('b', 'brokerAddr', 'addr', HELP),
    option('bn', 'brokerName', 'name', HELP),
    option('m', 'machine room', 'text', HELP),
    option(undefined, 'attributes', 'list', HELP),
    flag('l', 'list', HELP),
  ],
  run: async () => undefined,
}

const choosing: CommandRow = {
  ...row,
  options: [option('b', 'brokerAddr', 'addr', HELP), option('c', 'clusterName', 'name', HELP)],
  choice: { among: ['brokerAddr', 'clusterName'], isExclusive: true },
}

function values(...words: readonly string[]): Record<string, string> {
  const parsed = parseCommandLine(row, words)
  if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed))
  return Object.fromEntries(parsed.values)
}

function complaint(target: CommandRow, ...words: readonly string[]): string {
  const parsed = parseCommandLine(target, words)
  if (parsed.kind !== 'bad') throw new Error(JSON.stringify(parsed))
  return parsed.reason.en
}

describe('spellings', () => {
  test.each([[['-t', 'A']], [['-tA']], [['--topic', 'A']], [['--topic=A']], [['-t=A']], [['-topic', 'A']]])(
    '%j',
    (words) => {
      expect(values(...words)).toEqual({ topic: 'A' })
    },
  )

  test('short names of two letters win over a value glued to one letter', () => {
    expect(values('-t', 'A', '-bn', 'broker-a', '-b10.0.0.1:10911')).toEqual({
      topic: 'A',
      brokerName: 'broker-a',
      brokerAddr: '10.0.0.1:10911',
    })
  })

  test('long names may contain a blank or have no short form', () => {
    expect(values('-t', 'A', '--machine room', 'r1', '--attributes', '+a=b')).toEqual({
      topic: 'A',
      'machine room': 'r1',
      attributes: '+a=b',
    })
  })

  test('a flag takes no value, a value may be empty, negative or hold blanks', () => {
    expect(values('-l', '-t', '', '-b', '-1', '-m', 'a b')).toEqual({
      list: '',
      topic: '',
      brokerAddr: '-1',
      'machine room': 'a b',
    })
  })

  test('the beginning of a long name is enough where it is the only one', () => {
    expect(values('--top', 'A')).toEqual({ topic: 'A' })
    expect(complaint(row, '-t', 'A', '--broker', 'x')).toBe('Unrecognized option: --broker')
  })

  test('every command takes name servers, help and the language', () => {
    expect(values('-t', 'A', '-n', 'a:1;b:2', '--lang', 'zh')).toMatchObject({ namesrvAddr: 'a:1;b:2', lang: 'zh' })
    expect(parseCommandLine(row, ['-h']).kind).toBe('help')
    expect(parseCommandLine(row, ['--help', '-t', 'A']).kind).toBe('help')
  })
})

describe('complaints', () => {
  test.each([
    [[], 'Missing required option: t'],
    [['-x', '-t', 'A'], 'Unrecognized option: -x'],
    [['-t'], 'Missing argument for option: t'],
    [['-t', '-l'], 'Missing argument for option: t'],
    [['-t', 'A', '--list=yes'], 'Unrecognized option: --list=yes'],
  ])('%j', (words, text) => {
    expect(complaint(row, ...words)).toBe(text)
  })

  test('of two options that exclude each other exactly one must be there', () => {
    expect(complaint(choosing)).toBe('Missing required option: one of -b, -c')
    expect(complaint(choosing, '-b', 'x', '-c', 'y')).toBe('Only one of these options is allowed: -b, -c')
    expect(parseCommandLine(choosing, ['-c', 'y']).kind).toBe('ok')
  })

  test('where they do not exclude each other both may be there', () => {
    const both: CommandRow = { ...choosing, choice: { among: ['brokerAddr', 'clusterName'], isExclusive: false } }
    expect(parseCommandLine(both, ['-b', 'x', '-c', 'y']).kind).toBe('ok')
  })
})
