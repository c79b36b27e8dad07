/** `g` and a letter: where it leads (window.md 9). Pure, for the listener and the list under `?`. */
import type { ClusterScreen } from '../routes/addresses.ts'

export const GO_KEYS: readonly (readonly [key: string, screen: ClusterScreen | 'clusters'])[] = [
  ['g', 'clusters'],
  ['t', 'topology'],
  ['r', 'replication'],
  ['l', 'logs'],
  ['s', 'send'],
  ['e', 'receive'],
  ['a', 'runs'],
  ['m', 'messages'],
  ['c', 'config'],
]

/** How long the second letter may take. */
export const SEQUENCE_MS = 1200

/** The screen of a second letter. */
export function screenOfKey(key: string): ClusterScreen | 'clusters' | undefined {
  return GO_KEYS.find(([each]) => each === key)?.[1]
}

/** The keys of a screen, for the palette's right column: `g t`. */
export function keysOfScreen(screen: ClusterScreen | 'clusters'): string {
  const entry = GO_KEYS.find(([, each]) => each === screen)
  return entry === undefined ? '' : `g ${entry[0]}`
}
