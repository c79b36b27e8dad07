/** Every hot key of the catalogue has a proof in test/conformance/hot-keys; those proofs run with real brokers elsewhere. */
import { describe, expect, test } from 'vitest'
import { supportOf } from '../../../engine/config/property-support.ts'
import { changedValue, HOT_ROWS } from '../../conformance/hot-keys/changed-values.ts'
import { scenariosFor } from '../../conformance/hot-keys/coverage.ts'
import { HOT_SCENARIOS, UNSEEN_KEYS } from '../../conformance/hot-keys/scenarios.ts'

const hotKeys = HOT_ROWS.map(({ key }) => key)
const seenOnOurs = new Set(scenariosFor('ours').flatMap((scenario) => scenario.keys))

describe('hot keys of the catalogue', () => {
  test('each can be read back with a valid other value', () => {
    const without = HOT_ROWS.filter((row) => {
      const current = row.type === 'boolean' ? row.defaultText : row.type === 'String' ? 'x' : '10'
      const changed = changedValue(row, row.type === 'enum' ? row.defaultText : current)
      return changed === undefined || changed === current
    })
    expect(without.map(({ key }) => key)).toEqual([])
  })

  test('each one that our broker obeys while it runs is seen to be obeyed, or says why nobody can see it', () => {
    const obeyed = hotKeys.filter((key) => supportOf(key, 'broker').hotInEngine === 'now')
    expect(obeyed.length).toBeGreaterThan(40)
    expect(obeyed.filter((key) => !seenOnOurs.has(key) && !(key in UNSEEN_KEYS))).toEqual([])
  })

  test('scenarios and reasons name hot keys only, and nothing that is seen is called unseen', () => {
    const named = [...HOT_SCENARIOS.flatMap((scenario) => scenario.keys), ...Object.keys(UNSEEN_KEYS)]
    expect(named.filter((key) => !hotKeys.includes(key))).toEqual([])
    expect(Object.keys(UNSEEN_KEYS).filter((key) => seenOnOurs.has(key))).toEqual([])
  })

  test('no scenario claims to show on our broker what our broker does not obey', () => {
    expect([...seenOnOurs].filter((key) => supportOf(key, 'broker').hotInEngine !== 'now')).toEqual([])
  })
})
