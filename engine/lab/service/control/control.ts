/** What a user does to clusters, nodes and links: joins the acts into one area of the lab service. */
import type { ServiceArea, ServiceContext } from '../context.ts'
import type { LabServiceHandlers } from '../lab-service.ts'
import { clusterActs, type StartInBackground } from './cluster-acts.ts'
import { controlParts } from './control-parts.ts'
import { dataActs } from './data-acts.ts'
import { linkActs } from './link-acts.ts'
import { nodeActs } from './node-acts.ts'

export type ControlCalls =
  | 'clusters.start'
  | 'clusters.stop'
  | 'clusters.delete'
  | 'clusters.attach'
  | 'clusters.allowWrites'
  | 'nodes.start'
  | 'nodes.stop'
  | 'nodes.kill'
  | 'nodes.freeze'
  | 'nodes.resume'
  | 'nodes.restart'
  | 'nodes.wipePreview'
  | 'nodes.wipe'
  | 'nodes.clone'
  | 'links.break'
  | 'links.heal'
  | 'links.healAll'

export type ControlHandlers = Pick<LabServiceHandlers, ControlCalls>

export interface ControlArea extends ServiceArea<ControlHandlers> {
  readonly startInBackground: StartInBackground
}

/** Keeps nothing but the acts under way: what is wanted and what runs stands in files and processes. */
export function makeControl(context: ServiceContext): ControlArea {
  const parts = controlParts(context)
  const { startInBackground, ...onClusters } = clusterActs(parts)
  return {
    startInBackground,
    handlers: { ...onClusters, ...nodeActs(parts), ...dataActs(parts), ...linkActs(parts) },
    stop: () => parts.acts.whenIdle(),
  }
}
