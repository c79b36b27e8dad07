/** What a user does to clusters, nodes and links: joins the acts into one area of the lab service. */
import type { ServiceArea, ServiceContext } from '../context.ts'
import type { ActQueues } from './act-queues.ts'
import { clusterActs, type StartInBackground } from './cluster-acts.ts'
import type { ControlHandlers } from './control-calls.ts'
import { controlParts } from './control-parts.ts'
import { dataActs } from './data-acts.ts'
import { linkActs } from './link-acts.ts'
import { nodeActs } from './node-acts.ts'

export interface ControlArea extends ServiceArea<ControlHandlers> {
  readonly startInBackground: StartInBackground
  /** For other areas that act on nodes: their acts wait for these and these for theirs. */
  readonly acts: ActQueues
}

/** Keeps nothing but the acts under way: what is wanted and what runs stands in files and processes. */
export function makeControl(context: ServiceContext): ControlArea {
  const parts = controlParts(context)
  const { startInBackground, ...onClusters } = clusterActs(parts)
  return {
    startInBackground,
    acts: parts.acts,
    handlers: { ...onClusters, ...nodeActs(parts), ...dataActs(parts), ...linkActs(parts) },
    stop: () => parts.acts.whenIdle(),
  }
}
