import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../../../../engine/admin/registry.ts'
import { NAMED_EFFECTS } from '../../../../../engine/admin/command-effects.ts'
import {
  type CompletionFacts,
  completionPoint,
  completions,
  splitWords,
} from '../../../../../engine/lab/service/console/command-line-text.ts'

const FACTS: CompletionFacts = {
  topics: ['orders', 'orders-eu', 'TopicTest'],
  groups: ['order-service'],
  brokerNames: ['broker-a'],
  brokerAddresses: ['127.0.0.1:10911'],
  clusters: ['DefaultCluster'],
  namesrvAddr: '127.0.0.1:9876',
}

const inserts = (line: string): string[] => completions(completionPoint(line), FACTS).items.map((item) => item.insert)

describe('splitWords', () => {
  test('splits at blanks and keeps what quotes and backslashes protect', () => {
    expect(splitWords(`sendMessage -t T -p '{"a": 1}' -k "a \\"b\\"" x\\ y`)).toEqual([
      'sendMessage',
      '-t',
      'T',
      '-p',
      '{"a": 1}',
      '-k',
      'a "b"',
      'x y',
    ])
  })
  test('an empty quoted word is a word', () => expect(splitWords(`a ''`)).toEqual(['a', '']))
  test('names the quote that is not closed, in both languages', () => {
    expect(() => splitWords(`sendMessage -p 'x`)).toThrow(/quote ' is not closed/)
  })
})

describe('completions', () => {
  test('begin with the commands', () => {
    expect(inserts('')).toHaveLength(COMMANDS.length)
    expect(inserts('hasta')).toEqual(['haStatus'])
    expect(inserts('mqadmin cluster')).toEqual(['clusterList', 'clusterRT'])
  })
  test('offer the options that are not given yet, required ones first', () => {
    const options = inserts('topicStatus ')
    expect(options[0]).toBe('-t')
    expect(inserts('topicStatus -t orders ')).not.toContain('-t')
    expect(inserts('topicStatus --to')).toEqual(['--topic'])
  })
  test('offer the cluster’s own topics, groups and brokers as values', () => {
    expect(inserts('topicStatus -t ord')).toEqual(['orders', 'orders-eu'])
    expect(inserts('consumerProgress -g ')).toEqual(['order-service'])
    expect(inserts('haStatus -b ')).toEqual(['127.0.0.1:10911'])
    expect(inserts('topicStatus -n ')).toEqual(['127.0.0.1:9876'])
  })
  test('say where the completed word begins', () => {
    expect(completions(completionPoint('topicStatus -t ord'), FACTS).from).toBe('topicStatus -t '.length)
  })
  test('offer nothing behind a command that does not exist', () => expect(inserts('nonsense -')).toEqual([]))
})

test('every command whose effect is named exists', () => {
  const names = new Set(COMMANDS.map((row) => row.name))
  expect(NAMED_EFFECTS.filter((name) => !names.has(name))).toEqual([])
})
