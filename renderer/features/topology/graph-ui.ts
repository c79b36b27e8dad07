/**
 * What the cards and lines of the graph share without being redrawn with it: which one is selected, which one Tab reaches,
 * what their keys and clicks do. Filled by the graph that is on the screen.
 */
import type { KeyboardEvent } from 'react'
import { create } from 'zustand'
import { useNow } from '../../ui/use-now.ts'
import type { Point } from './layout.ts'

export interface GraphUi {
  readonly selected: string | undefined
  readonly selectedLink: string | undefined
  readonly selectedClient: string | undefined
  /** The one card that Tab reaches; arrows go on from it. */
  readonly tabStop: string | undefined
  /** Nothing moves by itself: the system asks for reduced motion, or what is shown is old. */
  readonly isStill: boolean
  /** When the figures are of, once they are old; ages are told as they were then. */
  readonly staleSinceMs: number | null
  readonly onCardKey: (event: KeyboardEvent, name: string) => void
  readonly openNode: (name: string) => void
  readonly openLink: (pairId: string) => void
  readonly openClient: (key: string | undefined) => void
  readonly openMenu: (name: string, at: Point) => void
  readonly toggleFrame: (machine: string) => void
}

const nothing = (): void => undefined

export const useGraphUi = create<GraphUi>()(() => ({
  selected: undefined,
  selectedLink: undefined,
  selectedClient: undefined,
  tabStop: undefined,
  isStill: false,
  staleSinceMs: null,
  onCardKey: nothing,
  openNode: nothing,
  openLink: nothing,
  openClient: nothing,
  openMenu: nothing,
  toggleFrame: nothing,
}))

/** The time that ages on the graph are told by. */
export function useGraphNow(): number {
  const nowMs = useNow()
  return useGraphUi((ui) => ui.staleSinceMs) ?? nowMs
}
