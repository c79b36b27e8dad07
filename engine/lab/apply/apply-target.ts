/**
 * A cluster as a plan sees it: its nodes with their files and what they run with. Types only; `read-target.ts` fills them,
 * `plan-apply.ts` reads them.
 */
import type { FileEncoding } from '../../config/file-text.ts'
import type { Text } from '../../contract/text.ts'
import type { NodeKind, NodeSpec } from '../cluster-spec.ts'

/** What can be done with a node now. */
export type ApplyNodeState =
  | 'running'
  /** Its process lives and answers nobody until it is resumed. */
  | 'frozen'
  /** It should run, or runs somewhere, and does not answer. */
  | 'silent'
  | 'stopped'

export interface ApplyNode {
  readonly name: string
  readonly kind: NodeKind
  readonly role: 'namesrv' | 'master' | 'slave'
  /** Empty for name servers. */
  readonly brokerName: string
  readonly address: string
  /** The host it stands for. */
  readonly machine: string
  readonly state: ApplyNodeState
  /** Absent for attached nodes. */
  readonly spec: NodeSpec | undefined
  /** Null for attached nodes. */
  readonly path: string | null
  /** The file today; of an attached node a text made of what it runs with. Null when neither can be read. */
  readonly text: string | null
  readonly encoding: FileEncoding
  /** What it says it runs with; null when it does not answer. */
  readonly running: ReadonlyMap<string, string> | null
  /** Why `text` or `running` is missing. */
  readonly problem: Text | null
  /** Links of it that are disturbed on purpose. */
  readonly hasFaults: boolean
  /** Of a master: messages that arrive a second; null when nobody says. */
  readonly putsPerSecond: number | null
  /** Of a slave: bytes that its master has and it has not; null when nobody says. */
  readonly lagBytes: number | null
}

export interface ApplyTarget {
  readonly cluster: string
  readonly namesrvAddr: string
  /** Its processes are the lab's: files can be written and nodes restarted. */
  readonly isOurs: boolean
  readonly isWritable: boolean
  readonly nodes: readonly ApplyNode[]
  /** Addresses of each machine, for lint. */
  readonly hostAddresses: Readonly<Record<string, readonly string[]>>
}

/** What the runner does to one node, beside the plan that a person reads. */
export interface NodeWork {
  readonly node: string
  /** The file as it shall be. */
  readonly text: string
  readonly encoding: FileEncoding
  /** Keys changed while it runs. */
  readonly updates: ReadonlyMap<string, string>
  readonly isRestarted: boolean
  /** `brokerPermission` that it shall have at the end. */
  readonly permission: string
  /** The role that `cluster.json` shall tell; undefined when it stays. */
  readonly masterRole: 'ASYNC_MASTER' | 'SYNC_MASTER' | undefined
}
