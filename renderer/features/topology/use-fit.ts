/**
 * Keeps the whole graph in sight until somebody pans or zooms: it is fitted when it comes, when the window or the drawer changes
 * the room, and when nodes come or go. *Fit* takes that up again.
 */
import { useReactFlow, useStore } from '@xyflow/react'
import { useCallback, useEffect, useRef } from 'react'
import { create } from 'zustand'
import type { ClientBox } from './client-layout.ts'
import { contentBounds } from './graph-elements.ts'
import type { GraphShape } from './graph-shape.ts'
import type { Box, GraphLayout } from './layout.ts'

const MARGIN = { x: 24, y: 20 }
const ZOOM_MIN = 0.15

interface FitStore {
  readonly isFitting: boolean
  /** Counts presses of *Fit*. */
  readonly asked: number
}

const useFitStore = create<FitStore>()(() => ({ isFitting: true, asked: 0 }))

/** *Fit* of the bar. */
export function askToFit(): void {
  useFitStore.setState((state) => ({ isFitting: true, asked: state.asked + 1 }))
}

/** The zoom buttons choose a size of their own. */
export function stopFitting(): void {
  useFitStore.setState({ isFitting: false })
}

/** The view that shows a box: never larger than life, from the left when it does not fit. */
export function fittedView(
  content: Box,
  room: { readonly width: number; readonly height: number },
): { readonly x: number; readonly y: number; readonly zoom: number } {
  const [width, height] = [Math.max(1, room.width - 2 * MARGIN.x), Math.max(1, room.height - 2 * MARGIN.y)]
  const fitting = Math.min(1, width / Math.max(1, content.width), height / Math.max(1, content.height))
  const zoom = Math.max(ZOOM_MIN, fitting)
  const free = room.width - content.width * zoom
  return {
    x: Math.max(MARGIN.x, free / 2) - content.x * zoom,
    y: MARGIN.y - content.y * zoom,
    zoom,
  }
}

export function useFit(
  layout: GraphLayout,
  shape: GraphShape,
  clients: readonly ClientBox[],
  coveredBelow: number,
): { stopFitting: () => void } {
  const flow = useReactFlow()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const { isFitting, asked } = useFitStore()
  const latest = useRef({ layout, clients })
  useEffect(() => {
    latest.current = { layout, clients }
  }, [layout, clients])
  // A row more or less, not each client that comes and goes.
  const rows = new Set(clients.map((box) => box.y)).size
  const closed = layout.frames.filter((frame) => frame.isClosed).length

  useEffect(() => {
    useFitStore.setState({ isFitting: true })
  }, [shape])

  useEffect(() => {
    if (!isFitting || width === 0 || height === 0) return
    const content = contentBounds(latest.current.layout, latest.current.clients)
    void flow.setViewport(fittedView(content, { width, height: height - coveredBelow }))
  }, [flow, isFitting, asked, width, height, coveredBelow, shape, closed, rows])

  return { stopFitting: useCallback(() => stopFitting(), []) }
}
