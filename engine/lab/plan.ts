/**
 * What to do to bring a cluster from what is observed to what is wanted: a pure function to ordered steps. Name servers
 * come first, then masters, then slaves; going down it is the other way round.
 */
import { type ClusterSpec, isMaster, isSlave, type NodeSpec } from './cluster-spec.ts'

/** What a node is seen to be. */
export type NodeState =
  | 'running'
  | 'starting' // the process is there, its control channel does not answer yet
  | 'paused' // frozen by a signal
  | 'stopped' // never started, or ended as asked
  | 'killed' // ended by `mqlab kill`
  | 'crashed' // ended by itself

export interface Step {
  readonly action: 'start' | 'resume' | 'stop'
  /** Done together; the next step begins when all are. */
  readonly nodes: readonly NodeSpec[]
}

export function isAlive(state: NodeState): boolean {
  return state === 'running' || state === 'starting' || state === 'paused'
}

export function planUp(spec: ClusterSpec, states: ReadonlyMap<string, NodeState>): Step[] {
  const steps: Step[] = []
  for (const tier of tiers(spec)) {
    const paused = tier.filter((node) => states.get(node.name) === 'paused')
    const dead = tier.filter((node) => !isAlive(states.get(node.name) ?? 'stopped'))
    if (paused.length > 0) steps.push({ action: 'resume', nodes: paused })
    if (dead.length > 0) steps.push({ action: 'start', nodes: dead })
  }
  return steps
}

export function planDown(spec: ClusterSpec, states: ReadonlyMap<string, NodeState>): Step[] {
  return tiers(spec)
    .reverse()
    .map((tier): Step => ({
      action: 'stop',
      nodes: tier.filter((node) => isAlive(states.get(node.name) ?? 'stopped')),
    }))
    .filter((step) => step.nodes.length > 0)
}

function tiers(spec: ClusterSpec): NodeSpec[][] {
  return [spec.nodes.filter((node) => node.kind === 'namesrv'), spec.nodes.filter(isMaster), spec.nodes.filter(isSlave)]
}
