/** Two sets of files side by side: which of them differ, and what reverting to one of them would edit. Pure. */
import type { NodeText } from '../../../../engine/contract/config-api.ts'
import type { Texts } from '../../../stores/config-edits.ts'
import { changedKeys } from '../shared/parsed-file.ts'

export interface FilePair {
  readonly node: string
  /** Null where that side has no such file. */
  readonly before: string | null
  readonly after: string | null
  /** Keys that differ; 0 when only comments do, or nothing. */
  readonly keys: number
  readonly isSame: boolean
}

export function textsOf(files: readonly NodeText[]): Texts {
  return Object.fromEntries(files.map((file) => [file.node, file.text]))
}

/** Every file of either side, those that differ first, then by name. */
export function filePairs(before: Texts, after: Texts): readonly FilePair[] {
  const nodes = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return nodes
    .map((node): FilePair => {
      const [left, right] = [before[node] ?? null, after[node] ?? null]
      return {
        node,
        before: left,
        after: right,
        keys: changedKeys(left ?? '', right ?? '').size,
        isSame: left === right,
      }
    })
    .sort((a, b) => Number(a.isSame) - Number(b.isSame) || a.node.localeCompare(b.node, 'en', { numeric: true }))
}

export interface Revert {
  /** Texts that differ from what is edited now. */
  readonly texts: Texts
  /** Files of the version whose nodes the cluster has no more. */
  readonly gone: readonly string[]
}

export function revertOf(version: Texts, now: Texts): Revert {
  const entries = Object.entries(version)
  return {
    texts: Object.fromEntries(entries.filter(([node, text]) => node in now && now[node] !== text)),
    gone: entries.flatMap(([node]) => (node in now ? [] : [node])),
  }
}
