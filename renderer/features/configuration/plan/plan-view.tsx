/** The plan of an apply as a page of its own (`config/plan`); the same stands beside the matrix. */
import type { ReactNode } from 'react'
import { useClusterName } from '../../../routes/use-cluster-name.ts'

/** Takes no properties: the cluster comes from the address, the edits from the store. */
export function PlanView(): ReactNode {
  const cluster = useClusterName()
  return <div data-testid="plan">{cluster}</div>
}
