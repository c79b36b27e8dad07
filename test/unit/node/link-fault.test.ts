import { describe, expect, test } from 'vitest'
import { EngineError } from '../../../engine/base/errors.ts'
import {
  FAULT_PEERS_MAX,
  hostOfPattern,
  matchesAddress,
  parseLinkFault,
  TokenBucket,
} from '../../../engine/node/link-fault.ts'

describe('an address pattern', () => {
  const address = { host: '10.0.0.2', port: 10911 }

  test.each([
    ['10.0.0.2:10911', true],
    ['10.0.0.2:10912', false],
    ['10.0.0.3:10911', false],
    ['10.0.0.2:*', true],
    ['10.0.0.2', true],
    ['*:10911', true],
    ['*:1', false],
    ['*', true],
  ])('%s means 10.0.0.2:10911: %s', (pattern, expected) => {
    expect(matchesAddress(pattern, address)).toBe(expected)
  })

  test('may leave the host open', () => {
    expect([hostOfPattern('h:1'), hostOfPattern('h'), hostOfPattern('*:1'), hostOfPattern('*')]).toEqual([
      'h',
      'h',
      undefined,
      undefined,
    ])
  })
})

describe('a fault request', () => {
  test('is taken when complete, both directions by default', () => {
    expect(parseLinkFault({ peer: 'broker-b', kind: 'delay', ms: 50, addresses: ['h:1'], pids: [7] })).toEqual({
      peer: 'broker-b',
      kind: 'delay',
      ms: 50,
      direction: 'both',
      addresses: ['h:1'],
      pids: [7],
    })
  })

  test.each([
    ['peer', {}],
    ['peer', { peer: '', kind: 'cut' }],
    ['kind', { peer: 'p', kind: 'explode' }],
    ['direction', { peer: 'p', kind: 'cut', direction: 'up' }],
    ['ms', { peer: 'p', kind: 'delay' }],
    ['ms', { peer: 'p', kind: 'delay', ms: 600_001 }],
    ['kbps', { peer: 'p', kind: 'throttle', kbps: 0 }],
    ['kbps', { peer: 'p', kind: 'throttle', kbps: NaN }],
    ['addresses', { peer: 'p', kind: 'cut', addresses: [1] }],
    ['addresses', { peer: 'p', kind: 'cut', addresses: new Array(FAULT_PEERS_MAX + 1).fill('h:1') }],
    ['pids', { peer: 'p', kind: 'cut', pids: [-1] }],
  ])('is refused with the field named: %s', (field, params) => {
    const refused = (): unknown => parseLinkFault(params)
    expect(refused).toThrow(EngineError)
    expect(refused).toThrow(`link fault: ${field} must be`)
  })
})

describe('TokenBucket', () => {
  test('lets a burst pass, then the rate', () => {
    const bucket = new TokenBucket(8000, 0) // 1000 bytes per ms, 50,000 at once
    expect(bucket.take(60_000, 0)).toBe(50_000)
    expect(bucket.take(10_000, 0)).toBe(0)
    expect(bucket.waitMs(10_000)).toBe(2)
    expect(bucket.take(10_000, 4)).toBe(4000)
    expect(bucket.take(100, 1000)).toBe(100)
  })

  test('saves no more than its burst', () => {
    const bucket = new TokenBucket(8000, 0)
    expect(bucket.take(1_000_000, 60_000)).toBe(50_000)
  })
})
