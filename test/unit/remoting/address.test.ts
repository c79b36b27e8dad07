import { describe, expect, test } from 'vitest'
import { formatAddress, parseAddress, parseAddressList } from '../../../engine/remoting/address.ts'

describe('addresses', () => {
  test('are read from host:port, IPv6 in brackets', () => {
    expect(parseAddress(' 127.0.0.1:9876 ')).toEqual({ host: '127.0.0.1', port: 9876 })
    expect(parseAddress('[::1]:9876')).toEqual({ host: '::1', port: 9876 })
  })

  test.each(['', '127.0.0.1', ':9876', 'host:', 'host:0', 'host:65536', 'host:12x', 'host:-1'])(
    'refuses "%s" and names it',
    (text) => {
      expect(() => parseAddress(text)).toThrow(`"${text}" is not an address`)
    },
  )

  test('a list skips empty parts and refuses bad ones', () => {
    expect(parseAddressList('a:1; b:2 ;;')).toEqual(['a:1', 'b:2'])
    expect(() => parseAddressList('a:1;b')).toThrow('"b" is not an address')
  })

  test('are written as they are read', () => {
    expect(formatAddress(parseAddress('[::1]:1'))).toBe('[::1]:1')
    expect(formatAddress({ host: 'h', port: 2 })).toBe('h:2')
  })
})
