import { expect, test } from 'vitest'
import { configRows, filterRows } from '../../../../../renderer/features/topology/config-rows.ts'

const FILE = '# mine\nfileReservedTime=48 \nnamesrvAddr=a:1;\\\n  b:2\nbrokerName broker-a\n'

test('the file is read as Java reads it: continued values, blanks as separators, blanks kept at the end', () => {
  const rows = configRows(
    [
      ['brokerName', 'broker-a'],
      ['fileReservedTime', '48'],
      ['listenPort', '10911'],
      ['namesrvAddr', 'a:1;b:3'],
    ],
    FILE,
  )
  expect(rows.map(({ key, file, isDifferent }) => [key, file, isDifferent])).toEqual([
    ['brokerName', 'broker-a', false],
    ['fileReservedTime', '48 ', false],
    ['listenPort', undefined, false],
    ['namesrvAddr', 'a:1;b:2', true],
  ])
  expect(filterRows(rows, 'port', true)).toEqual([])
  expect(filterRows(rows, 'PORT', false)).toHaveLength(1)
})

test('a file that Java cannot read has no rows of its own, and nothing differs while nothing runs', () => {
  expect(configRows([['a', '1']], 'a=\\u00')).toEqual([{ key: 'a', running: '1', file: undefined, isDifferent: false }])
  expect(configRows(null, 'a=1')[0]).toMatchObject({ file: '1', isDifferent: false })
})
