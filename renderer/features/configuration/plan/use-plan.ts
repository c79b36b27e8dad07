/**
 * The plan for the edits as they are: asked again 300 ms after the last edit and whenever the state of a node or a pair changes. An
 * older plan stays, marked, until the newer one is here.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ConfigPlan, NodeText } from '../../../../engine/contract/config-api.ts'
import { lab } from '../../../api/lab.ts'
import { editedNodes, useConfigEdits } from '../../../stores/config-edits.ts'
import { useConnection } from '../../../stores/connection.ts'
import { useNodes, usePairs } from '../../../stores/lab.ts'

/** How long after the last edit a plan is asked. */
export const PLAN_AFTER_MS = 300

export interface Planned {
  /** Undefined until the first answer, and while nothing is edited. */
  readonly plan: ConfigPlan | undefined
  /** What it was made for. */
  readonly files: readonly NodeText[]
  /** Edits or nodes have changed since; a newer one is on its way. */
  readonly isStale: boolean
  /** Why the latest could not be made. */
  readonly error: unknown
  readonly again: () => void
}

interface Kept {
  readonly key: string
  readonly cluster: string
  readonly files: readonly NodeText[]
  readonly plan: ConfigPlan | undefined
  readonly error: unknown
}

const NO_FILES: readonly NodeText[] = []

/** The edited files of the cluster as `config.plan` and `config.apply` take them. */
export function useEditedFiles(cluster: string): readonly NodeText[] {
  const edits = useConfigEdits()
  return useMemo(() => {
    if (edits.cluster !== cluster) return NO_FILES
    const files = editedNodes(edits).map((node) => ({ node, text: edits.texts[node] ?? '' }))
    return files.length === 0 ? NO_FILES : files
  }, [edits, cluster])
}

/** @param isPaused nothing is asked: an apply runs. */
export function usePlan(cluster: string, isPaused: boolean): Planned {
  const files = useEditedFiles(cluster)
  const state = useClusterState(cluster)
  const { status } = useConnection()
  const [round, setRound] = useState(0)
  const [kept, setKept] = useState<Kept>()
  const key = useMemo(() => JSON.stringify([cluster, state, round, files]), [cluster, state, round, files])
  const latest = useRef(key)
  const isIdle = files.length === 0 || isPaused || status !== 'open'
  useEffect(() => {
    latest.current = key
    if (isIdle) return undefined
    const keep = (plan: ConfigPlan | undefined, error: unknown): void => {
      if (latest.current === key) setKept({ key, cluster, files, plan, error })
    }
    const timer = window.setTimeout(() => {
      lab.call('config.plan', { cluster, files: [...files] }).then(
        (plan) => keep(plan, undefined),
        (error: unknown) => keep(undefined, error),
      )
    }, PLAN_AFTER_MS)
    return () => window.clearTimeout(timer)
  }, [key, cluster, files, isIdle])

  const again = useCallback(() => setRound((before) => before + 1), [])
  const isOfThis = kept?.cluster === cluster && files.length > 0
  return {
    plan: isOfThis ? kept.plan : undefined,
    files: isOfThis ? kept.files : NO_FILES,
    isStale: kept?.key !== key,
    error: isOfThis ? kept.error : undefined,
    again,
  }
}

/** What a plan depends on besides the edits: who runs, and which pairs are in sync. */
function useClusterState(cluster: string): string {
  const nodes = useNodes(cluster).map((node) => `${node.name} ${node.state} ${node.role}`)
  const pairs = usePairs(cluster).map((pair) => `${pair.id} ${pair.state}`)
  return [...nodes, ...pairs].join('\n')
}
