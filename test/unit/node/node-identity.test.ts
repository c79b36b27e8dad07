import { describe, expect, test } from 'vitest'
import { chooseLocalIpv4, nodeIdentity } from '../../../engine/node/node-identity.ts'

const ipv4 = (interfaceName: string, address: string, internal = false) => ({
  interfaceName,
  family: 'IPv4',
  address,
  internal,
})
const noBridge = (): boolean => false

describe('the advertised address', () => {
  test('is the first that is not a home network', () => {
    const addresses = [ipv4('wlan0', '192.168.1.7'), ipv4('eth0', '10.1.2.3'), ipv4('eth1', '172.16.0.9')]
    expect(chooseLocalIpv4(addresses, noBridge)).toBe('10.1.2.3')
  })

  test('is the last home network address when there is nothing else', () => {
    expect(chooseLocalIpv4([ipv4('a', '192.168.1.7'), ipv4('b', '192.168.3.105')], noBridge)).toBe('192.168.3.105')
  })

  test('is never a bridge, a loopback or an IPv6 address', () => {
    const addresses = [
      ipv4('docker0', '172.17.0.1'),
      ipv4('lo', '127.0.0.1', true),
      { interfaceName: 'eth0', family: 'IPv6', address: 'fe80::1', internal: false },
      ipv4('eth0', '192.168.1.7'),
    ]
    expect(chooseLocalIpv4(addresses, (name) => name === 'docker0')).toBe('192.168.1.7')
  })

  test('is loopback on a machine without a network', () => {
    expect(chooseLocalIpv4([ipv4('lo', '127.0.0.1', true)], noBridge)).toBe('127.0.0.1')
  })

  test('is found for this process', () => {
    expect(nodeIdentity()).toMatchObject({ processId: process.pid })
    expect(nodeIdentity().localIpv4).toMatch(/^\d+\.\d+\.\d+\.\d+$/)
  })
})
