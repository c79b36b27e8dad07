/**
 * Where cards were put by hand, which frames are closed and whether clients show, kept per cluster by the lab service as a document
 * (`positions/<cluster>`), saved half a second after the last move. A document that is none is treated as empty.
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import * as z from 'zod'
import { lab } from '../../api/lab.ts'
import type { Point } from './layout.ts'

const SAVE_AFTER_MS = 500
const PLACES_MAX = 1000

const finite = z.number().min(-100_000).max(100_000)
const positionsSchema = z.object({
  version: z.literal(1),
  places: z.record(z.string(), z.object({ x: finite, y: finite })),
  /** Undefined: nobody has chosen yet. */
  closed: z.array(z.string()).max(PLACES_MAX).optional(),
  /** Whether the clients below the graph are left out. */
  hidesClients: z.boolean().optional(),
})
export type Positions = z.infer<typeof positionsSchema>

export const NO_POSITIONS: Positions = { version: 1, places: {} }

/** A stored document as positions. */
export function parsePositions(value: unknown): Positions {
  const parsed = positionsSchema.safeParse(value)
  return parsed.success ? parsed.data : NO_POSITIONS
}

export interface PositionsApi {
  /** Undefined until they were read (or could not be). */
  readonly positions: Positions | undefined
  readonly move: (places: Readonly<Record<string, Point>>) => void
  readonly setClosed: (closed: readonly string[]) => void
  readonly setHidesClients: (hides: boolean) => void
  /** Forgets every place. */
  readonly reset: () => void
}

/** The positions of a cluster, loaded when it changes. */
export function usePositions(cluster: string): PositionsApi {
  const [state, setState] = useState<{ cluster: string; positions: Positions | undefined }>({
    cluster,
    positions: undefined,
  })
  const timer = useRef<number | undefined>(undefined)
  const unsaved = useRef<{ cluster: string; positions: Positions } | undefined>(undefined)

  const flush = useCallback(() => {
    window.clearTimeout(timer.current)
    const due = unsaved.current
    unsaved.current = undefined
    if (due === undefined) return
    // A place that could not be kept is kept with the next move; the graph itself lost nothing.
    lab.call('documents.save', { key: keyOf(due.cluster), value: due.positions }).catch(() => undefined)
  }, [])

  useEffect(() => {
    let isCurrent = true
    lab
      .call('documents.load', { key: keyOf(cluster) })
      .then(({ value }) => parsePositions(value))
      .catch(() => NO_POSITIONS)
      .then((positions) => {
        if (isCurrent) setState({ cluster, positions })
      })
      .catch(() => undefined)
    return () => {
      isCurrent = false
      flush()
    }
  }, [cluster, flush])

  const change = useCallback(
    (update: (before: Positions) => Positions) => {
      setState((before) => {
        if (before.positions === undefined || before.cluster !== cluster) return before
        const positions = update(before.positions)
        unsaved.current = { cluster, positions }
        return { cluster, positions }
      })
      window.clearTimeout(timer.current)
      timer.current = window.setTimeout(flush, SAVE_AFTER_MS)
    },
    [cluster, flush],
  )

  const move = useCallback(
    (places: Readonly<Record<string, Point>>) =>
      change((before) => ({ ...before, places: { ...before.places, ...rounded(places) } })),
    [change],
  )
  const setClosed = useCallback(
    (closed: readonly string[]) => change((before) => ({ ...before, closed: [...closed], places: {} })),
    [change],
  )
  const setHidesClients = useCallback(
    (hidesClients: boolean) => change((before) => ({ ...before, hidesClients })),
    [change],
  )
  const reset = useCallback(() => change((before) => ({ ...before, places: {} })), [change])
  const positions = state.cluster === cluster ? state.positions : undefined
  return { positions, move, setClosed, setHidesClients, reset }
}

function keyOf(cluster: string): string {
  return `positions/${cluster}`
}

function rounded(places: Readonly<Record<string, Point>>): Record<string, Point> {
  return Object.fromEntries(
    Object.entries(places).map(([name, point]) => [name, { x: Math.round(point.x), y: Math.round(point.y) }]),
  )
}
