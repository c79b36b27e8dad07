/** Where the shapes and lines of a topology picture stand. Pure. */
import type { MarkState } from './state-mark.tsx'

export interface PictureNode {
  readonly role: 'namesrv' | 'master' | 'slave'
  readonly isDown?: boolean
  /** Drawn at its corner, where it is worth a look. */
  readonly mark?: MarkState
}

/** State of a replication line; `plain` for shapes that are not clusters, `idle` for clusters at rest. */
export type PictureLink = 'plain' | 'idle' | 'in-sync' | 'behind' | 'broken' | 'cut' | 'diverged' | 'unknown'

export interface PictureMember {
  readonly node: PictureNode
  /** Column: the host it stands on. */
  readonly column: number
  /** Of a slave: its line to the master. */
  readonly link?: PictureLink
}

export interface PictureGroup {
  /** Master first, where there is one. */
  readonly members: readonly PictureMember[]
  readonly isSync: boolean
}

export interface PictureMetrics {
  readonly width: number
  readonly height: number
  /** Distance of the outer columns from the edge. */
  readonly edge: number
  readonly top: number
  readonly nameGap: number
  readonly firstRow: number
  readonly rowGap: number
  readonly square: number
  readonly rowsMax: number
}

export interface PlacedNode {
  readonly node: PictureNode
  readonly x: number
  readonly y: number
}

export interface PlacedLink {
  readonly x1: number
  readonly x2: number
  readonly y: number
  readonly state: PictureLink
  readonly isSync: boolean
}

export interface PicturePlaces {
  readonly nodes: readonly PlacedNode[]
  readonly links: readonly PlacedLink[]
  readonly height: number
  /** Groups that found no place. */
  readonly hidden: number
}

export function picturePlaces(
  nameServers: readonly PictureNode[],
  groups: readonly PictureGroup[],
  metrics: PictureMetrics,
): PicturePlaces {
  const rows = rowsOf(groups.map(spread))
  const shown = rows.slice(0, metrics.rowsMax)
  const columns = Math.max(1, ...groups.map(spread).flatMap(({ members }) => members.map(({ column }) => column + 1)))
  const xOf = (column: number): number =>
    columns === 1 ? metrics.width / 2 : metrics.edge + ((metrics.width - 2 * metrics.edge) * column) / (columns - 1)
  const nodes: PlacedNode[] = namePlaces(nameServers, metrics)
  const links: PlacedLink[] = []
  // One row alone stands where two would have their middle.
  const firstRow = metrics.firstRow + (shown.length === 1 ? metrics.rowGap / 3 : 0)
  shown.forEach((row, index) => {
    const y = firstRow + index * metrics.rowGap
    for (const group of row) {
      const [master, ...others] = group.members
      for (const { node, column } of group.members) nodes.push({ node, x: xOf(column), y })
      if (master?.node.role !== 'master') continue
      for (const slave of others) {
        const [from, to] = [xOf(master.column), xOf(slave.column)]
        const half = (metrics.square / 2 + 1) * Math.sign(to - from)
        links.push({ x1: from + half, x2: to - half, y, state: slave.link ?? 'plain', isSync: group.isSync })
      }
    }
  })
  const hidden = rows.slice(metrics.rowsMax).flat().length
  const used = firstRow + Math.max(0, shown.length - 1) * metrics.rowGap + metrics.square / 2 + 5
  return { nodes, links, height: Math.max(metrics.height, used + (hidden > 0 ? 12 : 0)), hidden }
}

function namePlaces(nameServers: readonly PictureNode[], metrics: PictureMetrics): PlacedNode[] {
  const gap = Math.min(metrics.nameGap, (metrics.width - 2 * metrics.square) / Math.max(1, nameServers.length - 1))
  const first = metrics.width / 2 - (gap * (nameServers.length - 1)) / 2
  return nameServers.map((node, index) => ({ node, x: first + index * gap, y: metrics.top }))
}

/** Members of a group on one host stand side by side instead. */
function spread(group: PictureGroup): PictureGroup {
  const columns = group.members.map(({ column }) => column)
  if (new Set(columns).size === columns.length) return group
  return { ...group, members: group.members.map((member, index) => ({ ...member, column: index })) }
}

/** Groups whose columns do not meet share a row. */
function rowsOf(groups: readonly PictureGroup[]): PictureGroup[][] {
  const rows: { group: PictureGroup; from: number; to: number }[][] = []
  for (const group of groups) {
    const columns = group.members.map(({ column }) => column)
    const placed = { group, from: Math.min(...columns), to: Math.max(...columns) }
    const row = rows.find((each) => each.every((other) => placed.from > other.to || placed.to < other.from))
    if (row === undefined) rows.push([placed])
    else row.push(placed)
  }
  return rows.map((row) => row.map(({ group }) => group))
}
