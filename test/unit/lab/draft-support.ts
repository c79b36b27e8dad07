/** Facts of an empty, roomy machine, and drafts to start from. */
import type { ClusterDraft, DraftNode, DraftShape } from '../../../engine/contract/new-cluster-api.ts'
import type { DraftFacts } from '../../../engine/lab/draft-facts.ts'
import { proposeDraft } from '../../../engine/lab/draft-propose.ts'
import { labPaths } from '../../../engine/lab/lab-paths.ts'

export const GIB = 1024 ** 3

export function factsWith(change: Partial<DraftFacts> = {}): DraftFacts {
  return {
    paths: labPaths('/home/lab'),
    platform: 'linux',
    clusterNames: [],
    reserved: new Map(),
    ports: new Map(),
    folders: new Map(),
    freeMemoryBytes: 8 * GIB,
    diskBytes: 100 * GIB,
    freeDiskBytes: 60 * GIB,
    ...change,
  }
}

export function shapeOf(change: Partial<DraftShape> = {}): DraftShape {
  return {
    topology: '2m-2s-async',
    masters: 2,
    slavesPerMaster: 1,
    nameServers: 2,
    machines: 2,
    isCrossed: true,
    replication: 'async',
    flush: 'ASYNC_FLUSH',
    ...change,
  }
}

export function customShape(change: Partial<DraftShape>): DraftShape {
  return shapeOf({ topology: 'custom', ...change })
}

export function draftOf(shape: DraftShape = shapeOf(), facts: DraftFacts = factsWith()): ClusterDraft {
  return proposeDraft({ shape }, facts)
}

export function changed(draft: ClusterDraft, node: string, change: Partial<DraftNode>): ClusterDraft {
  return { ...draft, nodes: draft.nodes.map((n) => (n.name === node ? { ...n, ...change } : n)) }
}
