/** The shapes a cluster may have: the pictures' numbers, and what a change of one number makes of a shape. Pure. */
import { TOPOLOGIES, TOPOLOGY_COUNTS, topologyOfCounts } from '../../../engine/config/topologies.ts'
import type { ClusterDraft, DraftShape, TopologyName } from '../../../engine/contract/new-cluster-api.ts'
import type { PictureGroup, PictureNode } from '../../ui/topology-picture.tsx'

export const SHAPE_NAMES: readonly TopologyName[] = [...TOPOLOGIES, 'custom']

export const LIMITS = {
  masters: { min: 1, max: 16 },
  slavesPerMaster: { min: 0, max: 4 },
  nameServers: { min: 1, max: 8 },
  machines: { min: 1, max: 8 },
} as const
export type CountKey = keyof typeof LIMITS

/** The shape of a picture; `custom` begins with what was there, or with three brokers of one group as its picture shows. */
export function shapeOfTopology(topology: TopologyName, before?: DraftShape): DraftShape {
  const rest = {
    isCrossed: before?.isCrossed ?? true,
    flush: before?.flush ?? ('ASYNC_FLUSH' as const),
  }
  if (topology === 'custom') {
    return before === undefined
      ? { topology, masters: 1, slavesPerMaster: 2, nameServers: 2, machines: 3, replication: 'async', ...rest }
      : { ...before, topology }
  }
  const counts = TOPOLOGY_COUNTS[topology]
  return { topology, ...counts, machines: topology === 'single' ? 1 : 2, ...rest }
}

/** One number changed, within its limits; the topology is named again when the numbers are one's. */
export function withCount(shape: DraftShape, key: CountKey, value: number): DraftShape {
  const { min, max } = LIMITS[key]
  const next = { ...shape, [key]: Math.min(max, Math.max(min, value)) }
  if (next.slavesPerMaster === 0) next.replication = 'async'
  return named(next)
}

export function withReplication(shape: DraftShape, replication: DraftShape['replication']): DraftShape {
  return named({ ...shape, replication })
}

function named(shape: DraftShape): DraftShape {
  return { ...shape, topology: topologyOfCounts(shape) ?? 'custom' }
}

export interface ShapePicture {
  readonly nameServers: readonly PictureNode[]
  readonly groups: readonly PictureGroup[]
}

/** A shape as a picture, hosts crossed. */
export function pictureOfShape(
  shape: Pick<DraftShape, 'masters' | 'slavesPerMaster' | 'nameServers' | 'machines' | 'replication'>,
): ShapePicture {
  return {
    nameServers: Array.from({ length: shape.nameServers }, () => ({ role: 'namesrv' as const })),
    groups: Array.from({ length: shape.masters }, (_, master) => ({
      isSync: shape.replication === 'sync',
      members: Array.from({ length: 1 + shape.slavesPerMaster }, (__, index) => ({
        node: { role: index === 0 ? ('master' as const) : ('slave' as const) },
        column: (master + index) % shape.machines,
      })),
    })),
  }
}

/** The hosts of a draft in order, each with its nodes; hosts without nodes too. */
export function machinesOfDraft(draft: ClusterDraft): { machine: string; nodes: ClusterDraft['nodes'] }[] {
  const named = Array.from({ length: draft.shape.machines }, (_, index) => `host-${index + 1}`)
  const others = draft.nodes.map((node) => node.machine).filter((machine) => !named.includes(machine))
  return [...named, ...new Set(others)].map((machine) => ({
    machine,
    nodes: draft.nodes.filter((node) => node.machine === machine),
  }))
}
