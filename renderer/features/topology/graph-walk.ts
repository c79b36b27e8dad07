/** Where an arrow key leads from a card: along a link that goes that way, else to the nearest card there. Pure. */
import type { Box, CardBox } from './layout.ts'

export type WalkDirection = 'left' | 'right' | 'up' | 'down'

/** Across the direction counts double: what lies straight ahead is nearer than what lies aside. */
const ASIDE_WEIGHT = 2

export function walk(
  cards: readonly CardBox[],
  links: readonly (readonly [string, string])[],
  from: string,
  direction: WalkDirection,
): string | undefined {
  const here = cards.find((card) => card.name === from)
  if (here === undefined) return undefined
  const linked = new Set(links.flatMap(([a, b]) => (a === from ? [b] : b === from ? [a] : [])))
  const ahead = cards.filter((card) => card.name !== from && isAhead(here, card, direction))
  return (
    nearest(
      here,
      ahead.filter((card) => linked.has(card.name)),
      direction,
    ) ?? nearest(here, ahead, direction)
  )
}

function nearest(here: Box, cards: readonly CardBox[], direction: WalkDirection): string | undefined {
  let best: { name: string; distance: number } | undefined
  for (const card of cards) {
    const distance = weigh(here, card, direction)
    if (best === undefined || distance < best.distance) best = { name: card.name, distance }
  }
  return best?.name
}

/** Ahead: further that way than aside. */
function isAhead(here: Box, there: Box, direction: WalkDirection): boolean {
  const dx = centerX(there) - centerX(here)
  const dy = centerY(there) - centerY(here)
  switch (direction) {
    case 'left':
      return dx < -1 && Math.abs(dx) >= Math.abs(dy)
    case 'right':
      return dx > 1 && Math.abs(dx) >= Math.abs(dy)
    case 'up':
      return dy < -1 && Math.abs(dx) < here.width
    case 'down':
      return dy > 1 && Math.abs(dx) < here.width
  }
}

function weigh(here: Box, there: Box, direction: WalkDirection): number {
  const dx = Math.abs(centerX(there) - centerX(here))
  const dy = Math.abs(centerY(there) - centerY(here))
  return direction === 'left' || direction === 'right' ? dx + ASIDE_WEIGHT * dy : dy + ASIDE_WEIGHT * dx
}

function centerX(box: Box): number {
  return box.x + box.width / 2
}

function centerY(box: Box): number {
  return box.y + box.height / 2
}
