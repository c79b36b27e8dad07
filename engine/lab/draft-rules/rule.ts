/** What a rule of the doctor is: a row with an id, what it makes sure of, and a pure function over a draft and the facts. */
import type { ClusterDraft, DraftNode } from '../../contract/new-cluster-api.ts'
import type { Text } from '../../contract/text.ts'
import type { DraftFacts } from '../draft-facts.ts'

export type DraftSeverity = 'error' | 'warning' | 'hint'

export interface DraftFix {
  readonly label: Text
  apply(draft: ClusterDraft): ClusterDraft
}

export interface DraftHit {
  readonly severity: DraftSeverity
  readonly title: Text
  readonly detail: Text
  /** `name`, `brokerClusterName` or a part of the node. */
  readonly field?: 'name' | 'brokerClusterName'
  readonly node?: DraftNode
  readonly part?: 'port' | 'folder' | 'role' | 'name'
  readonly fix?: DraftFix | LazyFix
}

/** A fix that has to be looked for: of many findings only some are shown, and one is applied at a time. */
export type LazyFix = () => DraftFix | undefined

export function fixOf(hit: DraftHit): DraftFix | undefined {
  return typeof hit.fix === 'function' ? hit.fix() : hit.fix
}

export interface DraftRule {
  readonly id: string
  /** What holds when the rule has nothing to say. */
  readonly passed: Text
  check(draft: ClusterDraft, facts: DraftFacts): readonly DraftHit[]
}

/** The draft with one node changed; it is found by its place, since names may be the trouble. */
export function withNode(draft: ClusterDraft, node: DraftNode, change: Partial<DraftNode>): ClusterDraft {
  const at = draft.nodes.findIndex((candidate) => candidate === node)
  const index = at >= 0 ? at : draft.nodes.findIndex((candidate) => candidate.name === node.name)
  return { ...draft, nodes: draft.nodes.map((candidate, i) => (i === index ? { ...candidate, ...change } : candidate)) }
}

export function brokersOf(draft: ClusterDraft): DraftNode[] {
  return draft.nodes.filter((node) => node.kind === 'broker')
}
