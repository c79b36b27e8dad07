import { expect, test } from 'vitest'
import { isAddressLiteral, parseDledgerPeers, parseHostPorts } from '../../../engine/config/host-port.ts'

test('the last colon separates host and port, and trailing separators are dropped', () => {
  expect(parseHostPorts('10.0.0.1:9876; ns-2:1;;')).toEqual({
    status: 'ok',
    addresses: [
      { host: '10.0.0.1', port: 9876 },
      { host: 'ns-2', port: 1 },
    ],
  })
  expect(parseHostPorts('[::1]:9876')).toMatchObject({ addresses: [{ host: '[::1]', port: 9876 }] })
})

test.each([
  ['host', 'host'],
  ['a:1;;b:2', ''],
  ['a:1;b:', 'b:'],
  ['a:65536', 'a:65536'],
  ['a:-1', 'a:-1'],
  ['a:1 ', 'a:1 '],
])('%j is refused at %j', (text, part) => {
  expect(parseHostPorts(text)).toEqual({ status: 'bad', part })
})

test('address literals are told from names', () => {
  expect(['10.0.0.1', '[::1]', 'fe80::1'].every(isAddressLiteral)).toBe(true)
  expect(['ns1', 'localhost', '10.0.0'].some(isAddressLiteral)).toBe(false)
})

test('DLedger peers are id, host and port; other parts are left out', () => {
  expect(parseDledgerPeers('n0-192.168.56.1:40911;n1-my-host:40912;nonsense')).toEqual([
    { id: 'n0', host: '192.168.56.1', port: 40_911 },
    { id: 'n1', host: 'my-host', port: 40_912 },
  ])
})
