/**
 * Since which release a property exists, and which ones of older releases are gone. Made by listing, with `javap -public`, the
 * setters with one parameter (what Java's reader of property files calls) of BrokerConfig with its base class, MessageStoreConfig,
 * NettyServerConfig, NettyClientConfig, NamesrvConfig, ControllerConfig with JraftConfig, AuthConfig and the tiered store's
 * MessageStoreConfig (TieredMessageStoreConfig before 5.2), in the jars that Maven Central has of the releases in
 * `RELEASES_LOOKED_AT`; the proxy is on Central for few of them and left out. A key is dated by the first release that has it,
 * even where a later one lacks it again (configBlackList: 4.9.8, then 5.2.0). It refuses to say what takes the place of a key;
 * see old-keys.ts.
 */
import { assert } from '../base/assert.ts'
import { KEYS_GONE, KEYS_SINCE } from './catalogue/history.ts'
import type { PropertyOwner, PropertyRow } from './catalogue.ts'
import { say, type BilingualText } from './finding.ts'

/** In order. A key that the first one has may be older still. */
export const RELEASES_LOOKED_AT: readonly string[] = [
  '4.2.0',
  '4.5.0',
  '4.7.0',
  '4.9.0',
  '4.9.8',
  '5.0.0',
  '5.1.0',
  '5.1.4',
  '5.2.0',
  '5.3.0',
  '5.3.3',
]

/** A key that some older release has and 5.3.3 has not. */
export interface GoneProperty {
  readonly key: string
  readonly owner: PropertyOwner
  /** The last release looked at that has it, and the one after it. */
  readonly last: string
  readonly gone: string
}

interface HistoryLine {
  readonly release: string
  readonly owner: PropertyOwner
  readonly keys: readonly string[]
}

const SINCE: ReadonlyMap<string, string> = new Map(
  linesOf(KEYS_SINCE).flatMap(({ release, owner, keys }) =>
    keys.map((key): [string, string] => [`${owner}/${key}`, release]),
  ),
)

/** Sorted by key. */
export const GONE_PROPERTIES: readonly GoneProperty[] = linesOf(KEYS_GONE)
  .flatMap(({ release, owner, keys }) =>
    keys.map((key) => ({ key, owner, last: release, gone: releaseAfter(release) })),
  )
  .sort((left, right) => (left.key < right.key ? -1 : 1))

const GONE: ReadonlyMap<string, GoneProperty> = new Map(GONE_PROPERTIES.map((gone) => [gone.key, gone]))

/** The first release looked at that has the key; undefined when the oldest one has it already. */
export function sinceOf(row: Pick<PropertyRow, 'key' | 'owner'>): string | undefined {
  return SINCE.get(`${row.owner}/${row.key}`)
}

/** The note beside a key that is not as old as the oldest release looked at. */
export function sinceNote(row: Pick<PropertyRow, 'key' | 'owner'>): BilingualText | undefined {
  const since = sinceOf(row)
  if (since === undefined) return undefined
  const before = RELEASES_LOOKED_AT[RELEASES_LOOKED_AT.indexOf(since) - 1]
  assert(before !== undefined, 'a key that is not older has a release before it', { key: row.key, since })
  return say(`Since ${since}; ${before} ignores it.`, `始于 ${since}；${before} 会忽略它。`)
}

/** A key of an older release that 5.3.3 ignores without a word. */
export function goneProperty(key: string): GoneProperty | undefined {
  return GONE.get(key)
}

function releaseAfter(release: string): string {
  const next = RELEASES_LOOKED_AT[RELEASES_LOOKED_AT.indexOf(release) + 1]
  assert(next !== undefined, 'a key that is gone has a release after its last one', { release })
  return next
}

/** `release | owner | key key key`, one a line. */
function linesOf(text: string): HistoryLine[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [release = '', owner = '', keys = ''] = line.split(' | ')
      assert(keys !== '', 'a line of the history has three columns', { line })
      return { release, owner: owner as PropertyOwner, keys: keys.split(' ') }
    })
}
