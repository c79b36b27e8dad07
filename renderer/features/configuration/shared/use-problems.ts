/** The findings of lint over all files of the cluster of the address, as they are edited. */
import { useMemo } from 'react'
import type { Finding } from '../../../../engine/config/finding.ts'
import { useClusterName } from '../../../routes/use-cluster-name.ts'
import { useProblemStore } from './config-problems.ts'

export interface Problems {
  /** False until the files were checked once. */
  readonly isKnown: boolean
  /** `finding.file` is the node; absent when it is about the cluster. */
  readonly findings: readonly Finding[]
  readonly byNode: ReadonlyMap<string, readonly Finding[]>
  readonly errors: number
  readonly warnings: number
  readonly hints: number
}

const UNKNOWN_PROBLEMS: Problems = {
  isKnown: false,
  findings: [],
  byNode: new Map(),
  errors: 0,
  warnings: 0,
  hints: 0,
}

export function useProblems(): Problems {
  const cluster = useClusterName()
  const store = useProblemStore()
  return useMemo(() => {
    if (store.cluster !== cluster) return UNKNOWN_PROBLEMS
    const { findings, errors, warnings, hints } = store
    const byNode = new Map<string, Finding[]>()
    for (const finding of findings) {
      if (finding.file === undefined) continue
      const of = byNode.get(finding.file)
      if (of === undefined) byNode.set(finding.file, [finding])
      else of.push(finding)
    }
    return { isKnown: true, findings, byNode, errors, warnings, hints }
  }, [store, cluster])
}
