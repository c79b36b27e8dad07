import { describe, expect, test } from 'vitest'
import { findLocks } from '../../../engine/node/store-lock.ts'

const LOCKS = `1: POSIX  ADVISORY  WRITE 4711 08:02:262148 0 0
2: FLOCK  ADVISORY  WRITE 99 fd:01:262148 0 EOF
3: POSIX  ADVISORY  READ 5 08:02:262148 0 EOF
4: POSIX  ADVISORY  WRITE 6 08:02:2621480 0 EOF
5: -> POSIX  ADVISORY  WRITE 7 08:02:262148 0 0
6: OFDLCK ADVISORY  WRITE -1 08:02:262148 0 0
`

describe('/proc/locks', () => {
  test('names the holders of writing locks on an inode, not those that wait', () => {
    expect(findLocks(LOCKS, 262148)).toEqual([
      { pid: 4711, device: '08:02' },
      { pid: 99, device: 'fd:01' },
    ])
  })
})
