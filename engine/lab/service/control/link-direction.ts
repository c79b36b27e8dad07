/**
 * Two ways to name the direction of a link fault: what flows (`data` from master to slave, `acks` back) and what the node
 * that disturbs it sees (`out`, `in`). Pure.
 *
 * A link that is no replication has no data and acks of its own: there `data` is what the node sends and `acks` what comes
 * back, so that a one-way fault that was set by the command line is still told as one-way.
 */
import type * as z from 'zod'
import type { faultDirection } from '../../../contract/state.ts'
import { type ClusterSpec, isMaster, isSlave, type NodeSpec } from '../../cluster-spec.ts'

export type FlowDirection = z.infer<typeof faultDirection>
export type SeenDirection = 'in' | 'out' | 'both'

/** What `node` is to `peer`; undefined when no replication runs between them. */
export function pairRole(spec: ClusterSpec, node: string, peer: string): 'master' | 'slave' | undefined {
  const [one, other] = [nodeOf(spec, node), nodeOf(spec, peer)]
  if (one === undefined || other === undefined) return undefined
  if (isMaster(one) && isSlave(other) && isSameGroup(one, other)) return 'master'
  if (isSlave(one) && isMaster(other) && isSameGroup(one, other)) return 'slave'
  return undefined
}

/** How `node` sees what flows in `direction` on its link to `peer`. */
export function seenAt(spec: ClusterSpec, node: string, peer: string, direction: FlowDirection): SeenDirection {
  if (direction === 'both') return 'both'
  const sends = pairRole(spec, node, peer) === 'slave' ? 'acks' : 'data'
  return direction === sends ? 'out' : 'in'
}

/** What flows in the direction that `node` sees as `seen`. */
export function flowOf(spec: ClusterSpec, node: string, peer: string, seen: SeenDirection): FlowDirection {
  if (seen === 'both') return 'both'
  return seenAt(spec, node, peer, 'data') === seen ? 'data' : 'acks'
}

function nodeOf(spec: ClusterSpec, name: string): NodeSpec | undefined {
  return spec.nodes.find((node) => node.name === name)
}

function isSameGroup(one: NodeSpec, other: NodeSpec): boolean {
  return (
    one.kind === 'broker' &&
    other.kind === 'broker' &&
    one.clusterName === other.clusterName &&
    one.brokerName === other.brokerName
  )
}
