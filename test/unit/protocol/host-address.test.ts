import { describe, expect, test } from 'vitest'
import { hostOf, hostText, ipText, parseIp, UNKNOWN_HOST } from '../../../engine/protocol/host-address.ts'

describe('IP texts', () => {
  test.each([
    ['10.0.0.1', '0a000001', '10.0.0.1'],
    ['::1', '00000000000000000000000000000001', '0:0:0:0:0:0:0:1'],
    ['::', '00000000000000000000000000000000', '0:0:0:0:0:0:0:0'],
    ['2001:DB8::ff00:42:8329', '20010db8000000000000ff0000428329', '2001:db8:0:0:0:ff00:42:8329'],
    ['fe80::1%eth0', 'fe800000000000000000000000000001', 'fe80:0:0:0:0:0:0:1'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008', '1:2:3:4:5:6:7:8'],
    ['::ffff:192.168.1.2', 'c0a80102', '192.168.1.2'],
    ['::FFFF:c0a8:0102', 'c0a80102', '192.168.1.2'],
    ['64:ff9b::10.0.0.1', '0064ff9b00000000000000000a000001', '64:ff9b:0:0:0:0:a00:1'],
  ])('%s', (text, hex, written) => {
    const ip = parseIp(text)
    expect(ip?.hexSlice()).toBe(hex)
    expect(ip === undefined ? '' : ipText(ip)).toBe(written)
  })

  test.each([
    '',
    'localhost',
    '10.0.0',
    '10.0.0.256',
    '1.2.3.4.5',
    '1::2::3',
    '1:2:3',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    ':::',
    '::1.2.3',
  ])('%j is none', (text) => {
    expect(parseIp(text)).toBeUndefined()
  })
})

test('a host is shown with its port', () => {
  expect(hostText(hostOf({ host: '10.0.0.1', port: 80 }))).toBe('10.0.0.1:80')
  expect(hostText(hostOf({ host: '::1', port: 80 }))).toBe('[0:0:0:0:0:0:0:1]:80')
  expect(hostText(UNKNOWN_HOST)).toBe('0.0.0.0:0')
})

test('a name is not a host', () => {
  expect(() => hostOf({ host: 'localhost', port: 1 })).toThrow('"localhost" is not an IP address')
})
