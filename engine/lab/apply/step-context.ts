/** What one step of an apply gets, and how it ends. Types only. */
import type { Text } from '../../contract/text.ts'
import type { ApplyParts } from './apply-parts.ts'
import type { HeldNode } from './apply-record.ts'
import type { ApplyTarget, NodeWork } from './apply-target.ts'
import type { ApplyCluster } from './read-target.ts'

export type StepOutcome =
  | { readonly kind: 'done'; readonly note: Text | null }
  | { readonly kind: 'failed'; readonly isRolledBack: boolean; readonly problem: Text }

export interface StepContext {
  readonly parts: ApplyParts
  readonly cluster: ApplyCluster
  readonly target: ApplyTarget
  readonly work: ReadonlyMap<string, NodeWork>
  readonly version: number
  /** Writes down what has to be put back should this process die; null once that is over. */
  hold(held: HeldNode | null): void
}
