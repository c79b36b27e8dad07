/**
 * The samples of a cluster for the time shown: read once, then once a second what was added. Long times are read thinned, so that
 * an hour of a large cluster is no burden. Stands still while it is paused.
 */
import { useEffect, useState } from 'react'
import type { History } from '../../../engine/contract/clusters-api.ts'
import { lab } from '../../api/lab.ts'
import { useConnection } from '../../stores/connection.ts'
import { mergeHistory } from '../topology/recent-history.ts'

const READ_EVERY_MS = 1000
/** Above this the first read is thinned. */
const RAW_SPAN_MS = 900_000
const THIN_STEP_MS = 4000

export interface ShownHistory {
  readonly history: History | undefined
  /** The end of the time axis. */
  readonly toMs: number
  readonly error: unknown
}

export function useHistory(cluster: string, spanMs: number, isPaused: boolean): ShownHistory {
  const [state, setState] = useState<ShownHistory>(() => ({ history: undefined, toMs: Date.now(), error: undefined }))
  const isOpen = useConnection().status === 'open'
  useEffect(() => {
    if (!isOpen || isPaused) return
    let isCurrent = true
    let timer: number | undefined
    let kept: History | undefined
    const read = async (): Promise<void> => {
      const fromMs = Math.max(0, Date.now() - spanMs)
      const sinceMs = kept?.atMs.at(-1)
      const stepMs = sinceMs === undefined && spanMs > RAW_SPAN_MS ? { stepMs: THIN_STEP_MS } : {}
      try {
        const added = await lab.call('history.read', { cluster, sinceMs: sinceMs ?? fromMs, ...stepMs })
        if (!isCurrent) return
        kept = mergeHistory(kept, added, fromMs)
        setState({ history: kept, toMs: Date.now(), error: undefined })
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
  }, [cluster, spanMs, isOpen, isPaused])
  return state
}
