/**
 * What an article's text is read into: its blocks with the machine and file each belongs to, the commands it tells its reader
 * to type, the clusters they make, and what is wrong with all of that. Types only.
 */
import type { BilingualText, Finding } from '../finding.ts'
import type { TopologyFiles, TopologyHost } from '../topology-files.ts'

export type BlockKind = 'properties' | 'shell' | 'hosts' | 'other'

/** Lines of the article that belong together. Prose between blocks is no block. */
export interface ArticleBlock {
  /** The same for the same text: `block-76`, after its first line. */
  readonly id: string
  readonly kind: BlockKind
  /** From 1, both inclusive; of the content, without fences. */
  readonly firstLine: number
  readonly lastLine: number
  /** As it stands in the article; for properties the file's text, without prompt and empty double spacing. */
  readonly text: string
  /** Properties: the line of the article for each line of `text`, where a finding's line leads back. */
  readonly fileLines?: readonly number[]
  /** Name of the host it is for. */
  readonly host?: string
  /** Path of the file, as the article has it: `conf/2m-2s-sync/broker-a.properties`. */
  readonly path?: string
  /** Properties: the node it becomes, unique in its cluster. */
  readonly node?: string
  readonly program?: 'broker' | 'namesrv'
  /** Index in `clusters`; absent for what becomes no file of a cluster. */
  readonly cluster?: number
  /** Why this kind, host and path were taken, or why it was left out. */
  readonly why: BilingualText
}

/** What a user decides about a block; what is absent stays as read. */
export interface BlockOverride {
  /** `other` leaves the block out. */
  readonly kind?: BlockKind
  readonly host?: string
  readonly node?: string
  readonly program?: 'broker' | 'namesrv'
}

/** By block id. */
export type ArticleOverrides = Readonly<Record<string, BlockOverride>>

export type CommandKind =
  | 'start-broker'
  | 'start-namesrv'
  | 'start-other'
  | 'stop'
  | 'mkdir'
  | 'permission'
  | 'firewall'
  | 'environment'
  | 'change-folder'
  | 'edit'
  | 'jvm-option'

/** One command the article tells its reader to type. */
export interface ArticleCommand {
  readonly line: number
  readonly kind: CommandKind
  /** Without prompt. */
  readonly text: string
  /** Hosts it is typed on; empty when the article does not say. */
  readonly hosts: readonly string[]
  /** Said to be for all hosts. */
  readonly isOnAllHosts: boolean
  /** `-c`, or the paths of mkdir and chmod, or the edited file. */
  readonly paths: readonly string[]
  /** `-n`. */
  readonly namesrvAddr?: string
  /** Firewall: ports opened. */
  readonly ports?: readonly number[]
  /** `NAME=value`. */
  readonly environment?: { readonly name: string; readonly value: string }
}

/** One cluster an article builds: a file for each of its brokers and name servers. */
export interface ArticleCluster {
  /** Lines its blocks span. */
  readonly firstLine: number
  readonly lastLine: number
  /** Heading it stands under; empty when there is none. */
  readonly heading: string
  readonly topology: TopologyFiles
  /** Ids of its properties blocks, in the order of the broker files in `topology`. */
  readonly blocks: readonly string[]
  /** Of its files; `file` is the node, `line` counts in that file. */
  readonly findings: readonly Finding[]
}

export interface Article {
  readonly blocks: readonly ArticleBlock[]
  readonly commands: readonly ArticleCommand[]
  /** Every machine it names. */
  readonly hosts: readonly TopologyHost[]
  /** Names of /etc/hosts and address tables. */
  readonly hostNames: Readonly<Record<string, string>>
  /** In order of the text; an article may build several. */
  readonly clusters: readonly ArticleCluster[]
  /** The cluster to offer first: the one with the most brokers, of several the first; empty when there is none. */
  readonly topology: TopologyFiles
  /**
   * Of its commands, its prose and the blocks that were left out; `line` counts in the article, `file` is absent. They are about
   * machines of the author's and do not keep a lab cluster from starting.
   */
  readonly findings: readonly Finding[]
  /** The text is longer than what is read. */
  readonly isCut: boolean
}
