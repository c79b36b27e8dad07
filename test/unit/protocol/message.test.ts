import { expect, test } from 'vitest'
import {
  compressionOf,
  isReadable,
  isReservedProperty,
  isWritable,
  permissionText,
  transactionOf,
} from '../../../engine/protocol/message.ts'

test.each([
  [0, undefined],
  [0x300, undefined],
  [0x1, 'zlib'],
  [0x301, 'zlib'],
  [0x101, 'lz4'],
  [0x201, 'zstd'],
  [0x401, 'unknown'],
])('sysFlag %i is compressed as %s', (sysFlag, kind) => {
  expect(compressionOf(sysFlag)).toBe(kind)
})

test('transaction bits have four meanings', () => {
  expect([0, 4, 8, 12, 0x31].map(transactionOf)).toEqual(['none', 'prepared', 'commit', 'rollback', 'none'])
})

test('permissions read as RocketMQ prints them', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7].map(permissionText)).toEqual(['---', '--X', '-W-', '-WX', 'R--', 'R-X', 'RW-', 'RWX'])
  expect([isReadable(4), isReadable(3), isWritable(2), isWritable(5)]).toEqual([true, false, true, false])
})

test('names that RocketMQ uses are reserved', () => {
  expect([isReservedProperty('UNIQ_KEY'), isReservedProperty('__SHARDINGKEY'), isReservedProperty('mine')]).toEqual([
    true,
    true,
    false,
  ])
})
