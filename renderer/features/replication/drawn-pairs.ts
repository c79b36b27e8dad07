/** Which pairs the charts draw and in which colour: six at most, the chosen one and the worst among them. Pure. */
import type { PairView } from '../../../engine/contract/state.ts'
import { worstFirst } from './replication-sentence.ts'

export type PairColor = 1 | 2 | 3 | 4 | 5 | 6

const COLORS: readonly PairColor[] = [1, 2, 3, 4, 5, 6]

/** Colours go by the order of names, so that a line keeps its colour while others come and go. */
export function drawnPairs(pairs: readonly PairView[], chosen: string | null): ReadonlyMap<string, PairColor> {
  const first = pairs.filter((pair) => pair.id === chosen)
  const rest = worstFirst(pairs.filter((pair) => pair.id !== chosen))
  const drawn = new Set([...first, ...rest].slice(0, COLORS.length).map((pair) => pair.id))
  const shown = pairs.filter((pair) => drawn.has(pair.id))
  return new Map(shown.map((pair, index) => [pair.id, COLORS[index] as PairColor]))
}
