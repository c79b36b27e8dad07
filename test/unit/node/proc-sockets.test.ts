import { describe, expect, test } from 'vitest'
import { parseSocketTable, procPeerFinder } from '../../../engine/node/proc-sockets.ts'

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2AA0 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 1 0000000000000000 100 0 0 10 0
   1: 0200A8C0:9C40 0100007F:2AA0 01 00000000:00000000 02:000A2B3C 00000000     0        0 12346 2 0000000000000000 20 4 30 10 -1
`
const TABLE_V6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:2694 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 777 1 0000000000000000 100 0 0 10 0
   1: 0000000000000000FFFF00000100007F:2694 0000000000000000FFFF00000100007F:8000 01 00000000:00000000 00:00000000 00000000     0        0 778 1 0000000000000000 100 0 0 10 0
   2: B80D0120000000000000000001000000:2694 B80D0120000000000000000002000000:8000 01 00000000:00000000 00:00000000 00000000     0        0 779 1 0000000000000000 100 0 0 10 0
`

describe('the socket table', () => {
  test('gives addresses, state and inode of IPv4 sockets', () => {
    expect(parseSocketTable(TABLE)).toEqual([
      { local: { host: '127.0.0.1', port: 10912 }, remote: { host: '0.0.0.0', port: 0 }, state: '0A', inode: '12345' },
      {
        local: { host: '192.168.0.2', port: 40000 },
        remote: { host: '127.0.0.1', port: 10912 },
        state: '01',
        inode: '12346',
      },
    ])
  })

  test('reads mapped and unset IPv6 addresses as IPv4 and leaves real ones out', () => {
    expect(parseSocketTable(TABLE_V6).map((row) => [row.local.host, row.inode])).toEqual([
      ['0.0.0.0', '777'],
      ['127.0.0.1', '778'],
    ])
  })
})

test('nothing is known about peers on other systems', () => {
  const connection = { local: { host: '127.0.0.1', port: 1 }, remote: { host: '127.0.0.1', port: 2 } }
  expect(procPeerFinder('darwin')(connection, { addresses: ['*'], pids: [] })).toBe('unknown')
})
