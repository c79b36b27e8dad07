/** A cluster of the directory as plans and applies want it. */
import type { ApplyCluster, AttachedNode } from '../../apply/read-target.ts'
import type { ClusterAccess } from '../context.ts'

/** @param attachedNodes the nodes of an attached cluster, as the caller comes to know them */
export function applyClusterOf(
  access: ClusterAccess,
  attachedNodes: () => Promise<readonly AttachedNode[]>,
): ApplyCluster {
  const { name, namesrvAddr, isWritable, spec } = access
  return {
    name,
    namesrvAddr,
    isWritable,
    spec,
    // Asked for when needed: it throws where there are no name servers.
    get admin() {
      return access.admin
    },
    attachedNodes,
  }
}
