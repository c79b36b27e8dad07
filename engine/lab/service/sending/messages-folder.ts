/** Where the lab keeps what belongs to sending and receiving in one cluster: runs, and offsets of broadcasting groups. */
import type { LabPaths } from '../../lab-paths.ts'

/** In a lab cluster's own folder, which goes with it; attached clusters have one beside those. */
export function messagesFolder(paths: LabPaths, cluster: { readonly name: string; readonly kind: string }): string {
  return cluster.kind === 'lab' ? paths.clusterFolder(cluster.name) : `${paths.home}/attached/${cluster.name}`
}
