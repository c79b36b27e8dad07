/**
 * The samples of the last minutes for the drawer's charts: read once, then only what was added. Columns over one time axis, as the
 * service keeps them; a gap stays a gap.
 */
import { useEffect, useState } from 'react'
import type { History } from '../../../engine/contract/clusters-api.ts'
import { lab } from '../../api/lab.ts'
import { useConnection } from '../../stores/connection.ts'

const READ_EVERY_MS = 2000

export interface RecentHistory {
  readonly history: History | undefined
  readonly error: unknown
}

/** The history of a cluster since `spanMs` ago, renewed while it is shown. */
export function useRecentHistory(cluster: string, spanMs: number): RecentHistory {
  const [state, setState] = useState<RecentHistory>({ history: undefined, error: undefined })
  const isOpen = useConnection().status === 'open'
  useEffect(() => {
    if (!isOpen) return
    let isCurrent = true
    let timer: number | undefined
    let kept: History | undefined
    const read = async (): Promise<void> => {
      const fromMs = Math.max(0, Date.now() - spanMs)
      const sinceMs = kept?.atMs[kept.atMs.length - 1] ?? fromMs
      try {
        const added = await lab.call('history.read', { cluster, sinceMs })
        if (!isCurrent) return
        kept = mergeHistory(kept, added, fromMs)
        setState({ history: kept, error: undefined })
      } catch (error) {
        if (isCurrent) setState((before) => ({ ...before, error }))
      }
      if (isCurrent) timer = window.setTimeout(() => void read(), READ_EVERY_MS)
    }
    void read()
    return () => {
      isCurrent = false
      window.clearTimeout(timer)
    }
  }, [cluster, spanMs, isOpen])
  return state
}

type Column = readonly (number | null)[]

/** What was kept and what was added, from `fromMs` on. Series that come or go are filled with gaps. */
export function mergeHistory(kept: History | undefined, added: History, fromMs: number): History {
  if (kept === undefined || kept.atMs.length === 0) return added
  const first = kept.atMs.findIndex((at) => at >= fromMs)
  const drop = first < 0 ? kept.atMs.length : first
  const [before, after] = [kept.atMs.length - drop, added.atMs.length]
  const join = (old: Column | undefined, fresh: Column | undefined): (number | null)[] => [
    ...(old === undefined ? gaps(before) : old.slice(drop)),
    ...(fresh ?? gaps(after)),
  ]
  return {
    atMs: [...kept.atMs.slice(drop), ...added.atMs],
    pairs: joined(kept.pairs, added.pairs, (each) => each.pair).map(([id, old, fresh]) => ({
      pair: id,
      lagMs: join(old?.lagMs, fresh?.lagMs),
      lagBytes: join(old?.lagBytes, fresh?.lagBytes),
      writtenPerSecond: join(old?.writtenPerSecond, fresh?.writtenPerSecond),
      confirmedPerSecond: join(old?.confirmedPerSecond, fresh?.confirmedPerSecond),
      masterOffset: join(old?.masterOffset, fresh?.masterOffset),
      slaveOffset: join(old?.slaveOffset, fresh?.slaveOffset),
    })),
    nodes: joined(kept.nodes, added.nodes, (each) => each.node).map(([id, old, fresh]) => ({
      node: id,
      inPerSecond: join(old?.inPerSecond, fresh?.inPerSecond),
      outPerSecond: join(old?.outPerSecond, fresh?.outPerSecond),
      cpuPercent: join(old?.cpuPercent, fresh?.cpuPercent),
      rssBytes: join(old?.rssBytes, fresh?.rssBytes),
    })),
    happenings: [...kept.happenings.filter((each) => each.atMs >= fromMs), ...added.happenings],
  }
}

function joined<T>(
  old: readonly T[],
  fresh: readonly T[],
  idOf: (item: T) => string,
): [string, T | undefined, T | undefined][] {
  const ids = new Set([...old, ...fresh].map(idOf))
  return [...ids].map((id) => [id, old.find((each) => idOf(each) === id), fresh.find((each) => idOf(each) === id)])
}

function gaps(count: number): null[] {
  return Array.from({ length: count }, () => null)
}
