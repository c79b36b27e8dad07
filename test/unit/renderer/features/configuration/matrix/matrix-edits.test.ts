import { describe, expect, test } from 'vitest'
import { BROKER_FILE_OWNERS, rowFor } from '../../../../../../engine/config/catalogue.ts'
import { commandOfCell } from '../../../../../../renderer/features/configuration/matrix/matrix-commands.ts'
import {
  nodesIn,
  scopesOf,
  textsWith,
  valueToWrite,
} from '../../../../../../renderer/features/configuration/matrix/matrix-edits.ts'
import { matrixOf } from '../../../../../../renderer/features/configuration/matrix/matrix-model.ts'
import { brokerFile, pairFiles } from './matrix-files.ts'

const { columns } = matrixOf(pairFiles(), 'broker')
const row = (key: string) => rowFor(key, BROKER_FILE_OWNERS)

describe('scopes of a row', () => {
  test('are all, masters, slaves and each group of a cluster with two pairs', () => {
    const scopes = scopesOf(columns)
    expect(scopes.map((scope) => (scope.kind === 'group' ? scope.group : scope.kind))).toEqual([
      'all',
      'masters',
      'slaves',
      'broker-a',
      'broker-b',
    ])
    expect(nodesIn({ kind: 'masters' }, columns)).toEqual(['broker-a', 'broker-b'])
    expect(nodesIn({ kind: 'slaves' }, columns)).toEqual(['broker-a-s', 'broker-b-s'])
    expect(nodesIn({ kind: 'group', group: 'broker-b' }, columns)).toEqual(['broker-b', 'broker-b-s'])
  })

  test('one broker has only itself', () => {
    const single = matrixOf([brokerFile('broker-a', 'brokerName=a\n')], 'broker').columns
    expect(scopesOf(single)).toEqual([{ kind: 'all' }])
  })

  test('leave out files that cannot be read', () => {
    const broken = matrixOf([brokerFile('broker-a', 'a=\\uXXXX'), brokerFile('broker-b', 'a=b')], 'broker').columns
    expect(nodesIn({ kind: 'all' }, broken)).toEqual(['broker-b'])
  })
})

describe('an edit', () => {
  test('touches only files in which it changes something, and only the line of its key', () => {
    const texts = { a: '# mine\r\nfileReservedTime = 72\r\nlistenPort=1\r\n', b: 'fileReservedTime=48\n', c: 'x=1\n' }
    expect(textsWith(texts, ['a', 'b', 'c'], 'fileReservedTime', '48')).toEqual({
      a: '# mine\r\nfileReservedTime = 48\r\nlistenPort=1\r\n',
      c: 'x=1\nfileReservedTime=48\n',
    })
  })

  test('taking a key out removes its line', () => {
    expect(textsWith({ a: 'x=1\ny=2\n', b: 'y=2\n' }, ['a', 'b'], 'x', null)).toEqual({ a: 'y=2\n' })
  })

  test('units are written as what Java reads, nothing takes the key out', () => {
    expect(valueToWrite(row('mappedFileSizeCommitLog'), '64 MiB')).toBe('67108864')
    expect(valueToWrite(row('fileReservedTime'), '48')).toBe('48')
    expect(valueToWrite(row('brokerName'), 'a b')).toBe('a b')
    expect(valueToWrite(row('brokerName'), '  ')).toBeNull()
    expect(valueToWrite(undefined, 'x')).toBe('x')
  })
})

describe('a cell stands for', () => {
  const at = { cluster: 'lab', key: 'fileReservedTime', value: '48', isHot: true }

  test('updateBrokerConfig of that broker when it takes effect at once', () => {
    expect(commandOfCell(at, 'broker-a', '127.0.0.1:10911', 'h:1;h:2')).toEqual({
      command: "mqadmin updateBrokerConfig -b 127.0.0.1:10911 -k fileReservedTime -v 48 -n 'h:1;h:2'",
      mqadminLine: 'updateBrokerConfig -b 127.0.0.1:10911 -k fileReservedTime -v 48',
    })
  })

  test('an apply of its file when it needs a restart or its address is not known', () => {
    expect(commandOfCell({ ...at, isHot: false }, 'broker-a', '127.0.0.1:10911', 'h:1').command).toBe(
      'mqlab apply lab broker-a.properties',
    )
    expect(commandOfCell(at, 'broker-a', undefined, 'h:1').mqadminLine).toBeUndefined()
  })
})
