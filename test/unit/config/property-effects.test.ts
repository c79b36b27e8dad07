import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BROKER_KEYS } from '../../../engine/config/broker-keys.ts'
import { keysOf, NAMESRV_FILE_OWNERS } from '../../../engine/config/catalogue.ts'
import { supportOf } from '../../../engine/config/property-support.ts'
import { type Effects, seenAfterUpdate, seenFromStart } from './property-effects/effect.ts'
import { IDENTITY_EFFECTS } from './property-effects/identity-effects.ts'
import { MESSAGE_EFFECTS } from './property-effects/message-effects.ts'
import { NAMESRV_EFFECTS, seenFromNamesrv, seenFromUpdatedNamesrv } from './property-effects/namesrv-effects.ts'
import { REPLICATION_EFFECTS } from './property-effects/replication-effects.ts'
import { STORE_EFFECTS } from './property-effects/store-effects.ts'

const EFFECTS: Effects = { ...IDENTITY_EFFECTS, ...MESSAGE_EFFECTS, ...STORE_EFFECTS, ...REPLICATION_EFFECTS }

/** Keys whose effect needs more than two looks at one broker: the test that observes it. */
const OBSERVED_ELSEWHERE: Readonly<Record<string, readonly [file: string, title: string]>> = {
  bindAddress: ['test/integration/config-effects.test.ts', 'listens at bindAddress only'],
  checkCRCOnRecover: ['test/unit/store/recovery.test.ts', 'does not match its checksum, unless told not to look'],
}

describe('the effect of a property', () => {
  test('every key that the broker acts on is observed', () => {
    for (const key of Object.keys(BROKER_KEYS)) {
      expect(key in EFFECTS || key in OBSERVED_ELSEWHERE, key).toBe(true)
    }
  })

  test.each(Object.entries(OBSERVED_ELSEWHERE))('of %s is observed by a test that exists', (_key, [file, title]) => {
    expect(readFileSync(join(import.meta.dirname, '../../..', file), 'utf8')).toContain(title)
  })

  test.each(Object.entries(EFFECTS))('of %s', async (key, effect) => {
    const [one, other] = effect.sees
    expect(await seenFromStart(key, effect, effect.values[0]), `${key}=${effect.values[0]}`).toEqual(one)
    expect(await seenFromStart(key, effect, effect.values[1]), `${key}=${effect.values[1]}`).toEqual(other)
    const isNow = supportOf(key, 'broker').hotInEngine === 'now'
    expect(await seenAfterUpdate(key, effect), `updated to ${effect.values[1]}`).toEqual(isNow ? other : one)
  })
})

describe('the effect of a property of a name server', () => {
  test('every key that it acts on is observed', () => {
    const acting = keysOf(NAMESRV_FILE_OWNERS).filter((key) => supportOf(key, 'namesrv').engine === 'acts')
    // Where it listens is seen on real sockets; see test/integration/config-effects.test.ts.
    expect(acting.filter((key) => !(key in NAMESRV_EFFECTS))).toEqual(['bindAddress'])
  })

  test.each(Object.entries(NAMESRV_EFFECTS))('of %s', async (key, effect) => {
    const [one, other] = effect.sees
    expect(await seenFromNamesrv(key, effect, effect.values[0]), `${key}=${effect.values[0]}`).toEqual(one)
    expect(await seenFromNamesrv(key, effect, effect.values[1]), `${key}=${effect.values[1]}`).toEqual(other)
    const isNow = supportOf(key, 'namesrv').hotInEngine === 'now'
    expect(await seenFromUpdatedNamesrv(key, effect), `updated to ${effect.values[1]}`).toEqual(isNow ? other : one)
  })
})
