/**
 * The draft being edited: proposed by the service, changed here, checked 200 ms after each change. An answer that was overtaken by
 * a later change is dropped. The draft outlives a reload of the tab.
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import { clusterDraft } from '../../../engine/contract/new-cluster-api.ts'
import type { ClusterDraft, DraftNode, DraftShape, newClusterApi } from '../../../engine/contract/new-cluster-api.ts'
import type { OutputOf } from '../../../engine/contract/rpc.ts'
import { lab } from '../../api/lab.ts'

const CHECK_AFTER_MS = 200
const PROPOSE_AFTER_MS = 80
const KEPT_KEY = 'mqlab.draft'

export type DraftReport = OutputOf<(typeof newClusterApi)['draft.check']>

export interface DraftState {
  readonly draft: ClusterDraft | undefined
  /** Of this very draft, or of the one before while `isChecking`. */
  readonly report: DraftReport | undefined
  readonly isChecking: boolean
  readonly error: unknown
}

export interface DraftEditing extends DraftState {
  readonly setShape: (shape: DraftShape) => void
  /** Changes that keep the shape: names, ports, folders. */
  readonly edit: (change: Partial<Pick<ClusterDraft, 'name' | 'brokerClusterName'>>) => void
  readonly editNode: (name: string, change: Partial<Pick<DraftNode, 'listenPort' | 'folder'>>) => void
  readonly replace: (draft: ClusterDraft) => void
  /** After it was created: the next visit begins anew. */
  readonly forget: () => void
  readonly retry: () => void
}

export function useDraft(first: DraftShape): DraftEditing {
  const [state, setState] = useState<DraftState>({
    draft: undefined,
    report: undefined,
    isChecking: true,
    error: undefined,
  })
  const wanted = useRef(0)
  const timer = useRef<number | undefined>(undefined)
  const latest = useRef<ClusterDraft | undefined>(undefined)

  const check = useCallback((draft: ClusterDraft, afterMs: number) => {
    const turn = ++wanted.current
    latest.current = draft
    keep(draft)
    window.clearTimeout(timer.current)
    setState((before) => ({ ...before, draft, isChecking: true }))
    timer.current = window.setTimeout(() => {
      lab.call('draft.check', { draft }).then(
        (report) => {
          if (turn === wanted.current) setState({ draft, report, isChecking: false, error: undefined })
        },
        (error: unknown) => {
          if (turn === wanted.current) setState((before) => ({ ...before, isChecking: false, error }))
        },
      )
    }, afterMs)
  }, [])

  const propose = useCallback(
    (shape: DraftShape, previous: ClusterDraft | undefined) => {
      const turn = ++wanted.current
      window.clearTimeout(timer.current)
      setState((before) => ({
        ...before,
        // The pictures and numbers follow at once; the nodes when they have ports.
        ...(before.draft === undefined ? {} : { draft: { ...before.draft, shape } }),
        isChecking: true,
      }))
      // A stepper is pressed several times in a row: only where it ends is asked for.
      timer.current = window.setTimeout(() => {
        lab.call('draft.propose', { shape, ...(previous === undefined ? {} : { previous }) }).then(
          ({ draft }) => {
            if (turn === wanted.current) check(draft, 0)
          },
          (error: unknown) => {
            if (turn === wanted.current) setState((before) => ({ ...before, isChecking: false, error }))
          },
        )
      }, PROPOSE_AFTER_MS)
    },
    [check],
  )

  const begin = useRef(first)
  const retry = useCallback(() => {
    const kept = latest.current ?? keptDraft(begin.current)
    if (kept === undefined) propose(begin.current, undefined)
    else check(kept, 0)
  }, [check, propose])

  useEffect(() => {
    retry()
    const turn = wanted
    return () => {
      turn.current++
      window.clearTimeout(timer.current)
    }
  }, [retry])

  return {
    ...state,
    setShape: (shape) => propose(shape, latest.current),
    edit: (change) => {
      if (latest.current !== undefined) check({ ...latest.current, ...change }, CHECK_AFTER_MS)
    },
    editNode: (name, change) => {
      const draft = latest.current
      if (draft === undefined) return
      const nodes = draft.nodes.map((node) => (node.name === name ? { ...node, ...change } : node))
      check({ ...draft, nodes }, CHECK_AFTER_MS)
    },
    replace: (draft) => check(draft, 0),
    forget: () => {
      latest.current = undefined
      keep(undefined)
    },
    retry,
  }
}

/** The draft of before the reload, when it is still about the topology of the address. */
function keptDraft(shape: DraftShape): ClusterDraft | undefined {
  try {
    const parsed = clusterDraft.safeParse(JSON.parse(sessionStorage.getItem(KEPT_KEY) ?? 'null'))
    return parsed.success && parsed.data.shape.topology === shape.topology ? parsed.data : undefined
  } catch {
    return undefined
  }
}

function keep(draft: ClusterDraft | undefined): void {
  try {
    if (draft === undefined) sessionStorage.removeItem(KEPT_KEY)
    else sessionStorage.setItem(KEPT_KEY, JSON.stringify(draft))
  } catch {
    return
  }
}
