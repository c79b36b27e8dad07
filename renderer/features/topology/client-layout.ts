/** Where the clients' cards stand: in rows below everything else, from the left; the first and the last column meet the frames' sides. Pure. */
import type { Box } from './layout.ts'

export interface ClientBox extends Box {
  readonly key: string
}

export const CLIENT_CARD = { width: 250, height: 36 }
const GAP = { x: 20, y: 10, above: 24 }
/** A cluster of one host is narrow; its clients need not stand in one column. */
const COLUMNS_MIN = 3
/** From card to card, however wide the graph is: as far as two hosts stand apart. */
const STEP_MAX = 538

/** @param below everything that was placed already */
export function placeClients(keys: readonly string[], below: Box): ClientBox[] {
  if (keys.length === 0) return []
  const fitting = Math.floor((below.width + GAP.x) / (CLIENT_CARD.width + GAP.x))
  const columns = Math.min(keys.length, Math.max(COLUMNS_MIN, fitting))
  const closest = CLIENT_CARD.width + GAP.x
  const widest = columns === 1 ? closest : (below.width - CLIENT_CARD.width) / (columns - 1)
  const step = Math.max(closest, Math.min(STEP_MAX, widest))
  return keys.map((key, index) => ({
    key,
    x: below.x + (index % columns) * step,
    y: below.y + below.height + GAP.above + Math.floor(index / columns) * (CLIENT_CARD.height + GAP.y),
    ...CLIENT_CARD,
  }))
}
