/** Which nodes and links the graph has, without figures: it keeps its identity until a node, a role or a link comes or goes. */
import { useMemo } from 'react'
import type { NodeRole, NodeView, PairView } from '../../../engine/contract/state.ts'
import { nodesOf, pairsOf, useLab } from '../../stores/lab.ts'
import type { PlacedNode } from './layout.ts'

export interface ShapeNode extends PlacedNode {
  readonly role: NodeRole
  readonly address: string
}

export interface ShapeLink {
  readonly id: string
  readonly master: string
  readonly slave: string
}

export interface GraphShape {
  readonly cluster: string
  readonly nodes: readonly ShapeNode[]
  readonly links: readonly ShapeLink[]
}

/** The shape of a cluster; the same object while it stays the same. */
export function useGraphShape(cluster: string): GraphShape {
  // Compared as text: the mirror's views change every second, their shape hardly ever.
  const signature = useLab((state) =>
    JSON.stringify(shapeOf(cluster, nodesOf(state, cluster), pairsOf(state, cluster))),
  )
  return useMemo(() => JSON.parse(signature) as GraphShape, [signature])
}

export function shapeOf(cluster: string, nodes: readonly NodeView[], pairs: readonly PairView[]): GraphShape {
  return {
    cluster,
    nodes: nodes.map((node) => ({
      name: node.name,
      machine: node.machine,
      role: node.role,
      group: node.kind === 'namesrv' ? null : `${node.brokerCluster ?? ''}/${node.brokerName ?? node.name}`,
      brokerId: node.brokerId,
      address: node.address,
    })),
    links: pairs.map(({ id, master, slave }) => ({ id, master, slave })),
  }
}
