/**
 * The figures that cards and lines show: a copy of the lab's mirror for one cluster, taken over in slices, a few entities a frame.
 * When 60 nodes change in one batch no frame has to draw more than a tenth of them (window-stack.md 7).
 */
import { useEffect } from 'react'
import { create } from 'zustand'
import type { NodeView, PairView } from '../../../engine/contract/state.ts'
import { useLab } from '../../stores/lab.ts'

interface GraphFigures {
  readonly cluster: string
  readonly nodes: Readonly<Record<string, NodeView>>
  readonly pairs: Readonly<Record<string, PairView>>
}

const EMPTY: GraphFigures = { cluster: '', nodes: {}, pairs: {} }
const SLICES = 10
/** Up to so many changes are taken over at once. */
const SMALL_BATCH = 12

const useFigures = create<GraphFigures>()(() => EMPTY)

/** The latest figures of a node that a card may show. */
export function useCardFigures(name: string): NodeView | undefined {
  return useFigures((state) => state.nodes[name])
}

export function useLineFigures(pairId: string): PairView | undefined {
  return useFigures((state) => state.pairs[pairId])
}

/** The pair a slave belongs to. */
export function usePairOfSlave(slave: string): PairView | undefined {
  return useFigures((state) => Object.values(state.pairs).find((pair) => pair.slave === slave))
}

/** Keeps the figures of this cluster in step with the lab while the component is there. */
export function useFollowFigures(cluster: string): void {
  useEffect(() => followFigures(cluster), [cluster])
}

interface Change {
  readonly table: 'nodes' | 'pairs'
  readonly id: string
}

/** Starts following; the returned function ends it. */
export function followFigures(cluster: string, frame: (task: () => void) => () => void = byAnimationFrame): () => void {
  let waiting = new Map<string, Change>()
  let cancel: (() => void) | undefined
  useFigures.setState({ cluster, ...ofCluster(cluster) })

  const work = (): void => {
    cancel = undefined
    const total = Object.keys(useFigures.getState().nodes).length + Object.keys(useFigures.getState().pairs).length
    const take = waiting.size <= SMALL_BATCH ? waiting.size : Math.max(SMALL_BATCH / 2, Math.ceil(total / SLICES))
    const now = [...waiting].slice(0, take)
    for (const [key] of now) waiting.delete(key)
    takeOver(
      cluster,
      now.map(([, change]) => change),
    )
    if (waiting.size > 0) cancel = frame(work)
  }

  const unsubscribe = useLab.subscribe(() => {
    for (const change of differences(cluster)) waiting.set(`${change.table} ${change.id}`, change)
    if (waiting.size > 0) cancel ??= frame(work)
  })
  return () => {
    unsubscribe()
    cancel?.()
    waiting = new Map()
    useFigures.setState(EMPTY)
  }
}

function ofCluster(cluster: string): Pick<GraphFigures, 'nodes' | 'pairs'> {
  const state = useLab.getState()
  return {
    nodes: Object.fromEntries(
      Object.values(state.nodes)
        .filter((node) => node.cluster === cluster)
        .map((node) => [node.name, node]),
    ),
    pairs: Object.fromEntries(
      Object.values(state.pairs)
        .filter((pair) => pair.cluster === cluster)
        .map((pair) => [pair.id, pair]),
    ),
  }
}

function differences(cluster: string): Change[] {
  const wanted = ofCluster(cluster)
  const shown = useFigures.getState()
  const changes: Change[] = []
  for (const table of ['nodes', 'pairs'] as const) {
    const ids = new Set([...Object.keys(wanted[table]), ...Object.keys(shown[table])])
    for (const id of ids) if (wanted[table][id] !== shown[table][id]) changes.push({ table, id })
  }
  return changes
}

function takeOver(cluster: string, changes: readonly Change[]): void {
  const wanted = ofCluster(cluster)
  useFigures.setState((state) => {
    const next = { nodes: { ...state.nodes }, pairs: { ...state.pairs } }
    for (const { table, id } of changes) {
      const rows = next[table] as Record<string, NodeView | PairView>
      const value = wanted[table][id]
      if (value === undefined) delete rows[id]
      else rows[id] = value
    }
    return next
  })
}

function byAnimationFrame(task: () => void): () => void {
  const handle = requestAnimationFrame(task)
  return () => cancelAnimationFrame(handle)
}
