/** The rows themselves: what issue 4 asks for is there, and no row contradicts itself. */
import { describe, expect, test } from 'vitest'
import { optionsOf } from '../../../engine/admin/command-line.ts'
import { COMMANDS, findCommand } from '../../../engine/admin/registry.ts'

const NEEDED =
  'updateTopic deleteTopic topicList topicRoute topicStatus topicClusterList clusterList brokerStatus getBrokerConfig ' +
  'updateBrokerConfig updateSubGroup deleteSubGroup consumerProgress consumerConnection producerConnection ' +
  'queryMsgById queryMsgByKey queryMsgByUniqueKey queryMsgByOffset sendMessage consumeMessage printMsg ' +
  'resetOffsetByTime haStatus'

test.each(NEEDED.split(' '))('%s exists', (name) => {
  expect(findCommand(name)?.name).toBe(name)
})

test('names are unique without regard to case', () => {
  const names = COMMANDS.flatMap((row) => [row.name, ...(row.aliases ?? [])]).map((name) => name.toLowerCase())
  expect(new Set(names).size).toBe(names.length)
  expect(findCommand('TOPICROUTE')?.name).toBe('topicRoute')
  expect(findCommand('nosuch')).toBeUndefined()
})

describe.each(COMMANDS.map((row) => [row.name, row] as const))('%s', (_name, row) => {
  test('speaks both languages', () => {
    for (const text of [row.about, ...row.options.map((each) => each.help)]) {
      expect(text.en.trim()).not.toBe('')
      expect(text.zh).toMatch(/[\u4e00-\u9fff]/)
    }
  })

  test('has no two options of the same name', () => {
    const names = optionsOf(row).flatMap((each) => (each.short === undefined ? [each.long] : [each.long, each.short]))
    expect(new Set(names).size).toBe(names.length)
  })

  test('chooses among options that it has', () => {
    for (const long of row.choice?.among ?? []) expect(row.options.map((each) => each.long)).toContain(long)
  })
})
