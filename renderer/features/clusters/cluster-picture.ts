/** A live cluster as the small picture of its card. Pure. */
import type { NodeView, PairView } from '../../../engine/contract/state.ts'
import type { MarkState } from '../../ui/state-mark.tsx'
import type { PictureGroup, PictureLink, PictureNode } from '../../ui/topology-picture.tsx'

/** Marks worth a look; a node that runs or was stopped is told by its outline. */
const MARKS: Partial<Record<NodeView['health'], MarkState>> = {
  behind: 'behind',
  diverged: 'diverged',
  frozen: 'frozen',
  crashed: 'crashed',
  unreachable: 'unreachable',
  starting: 'starting',
}

export function pictureOfCluster(
  nodes: readonly NodeView[],
  pairs: readonly PairView[],
): { nameServers: PictureNode[]; groups: PictureGroup[] } {
  const machines = [...new Set(nodes.map((node) => node.machine))].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  )
  const brokers = nodes.filter((node) => node.kind === 'broker')
  const groupNames = [...new Set(brokers.map((node) => node.brokerName ?? node.name))]
  return {
    nameServers: nodes.filter((node) => node.kind === 'namesrv').map(shapeOf),
    groups: groupNames.map((name) => {
      const members = brokers
        .filter((node) => (node.brokerName ?? node.name) === name)
        .toSorted((a, b) => (a.brokerId ?? 0) - (b.brokerId ?? 0))
      return {
        isSync: pairs.some((pair) => pair.brokerName === name && pair.mode === 'sync'),
        members: members.map((node) => ({
          node: shapeOf(node),
          column: Math.max(0, machines.indexOf(node.machine)),
          link: linkOf(pairs.find((pair) => pair.slave === node.name)),
        })),
      }
    }),
  }
}

function shapeOf(node: NodeView): PictureNode {
  const mark = MARKS[node.health]
  const isDown = node.state !== 'running' && node.state !== 'frozen'
  return {
    role: node.role,
    ...(isDown ? { isDown } : {}),
    ...(mark === undefined || (mark === 'unreachable' && !node.isOurs) ? {} : { mark }),
  }
}

function linkOf(pair: PairView | undefined): PictureLink {
  return pair === undefined || pair.state === 'unknown' ? 'idle' : pair.state
}
