/**
 * What the doctor of drafts must know of this machine and this lab. Gathered by the lab service, plain data here, so that
 * checking a draft stays pure; a port or folder that is missing has not been looked at yet.
 */
import type { LabPaths } from './lab-paths.ts'

export type PortFact =
  | { readonly state: 'free' }
  /** Another program listens there (or the system refuses): who, as far as it was asked and tells. */
  | { readonly state: 'busy'; readonly isOwnerAsked?: boolean; readonly pid?: number; readonly program?: string }

export interface ReservedPort {
  readonly cluster: string
  readonly node: string
}

export type FolderFact = 'absent' | 'empty' | 'used' | 'file'

export interface DraftFacts {
  readonly paths: LabPaths
  /** `linux`, `darwin`, `win32`. */
  readonly platform: string
  readonly clusterNames: readonly string[]
  /** Ports of the lab's other clusters, running or not. */
  readonly reserved: ReadonlyMap<number, ReservedPort>
  readonly ports: ReadonlyMap<number, PortFact>
  /** Folders outside the cluster's own, by absolute path. */
  readonly folders: ReadonlyMap<string, FolderFact>
  readonly freeMemoryBytes: number
  readonly diskBytes: number | null
  readonly freeDiskBytes: number | null
}

/** Folder names that differ only in case are one folder there. */
export function isCaseBlind(platform: string): boolean {
  return platform === 'win32' || platform === 'darwin'
}
