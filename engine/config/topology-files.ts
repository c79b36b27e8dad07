/**
 * A cluster as property files on hosts: what an export writes, what a folder or an article is read into, and what becomes a
 * lab cluster. Pure data; knows no folders of the lab.
 */
import type { BilingualText } from './finding.ts'

export interface TopologyHost {
  /** `host-1`, or as the author named it: `192.168.1.161`, `rocketmq1`. Unique. */
  readonly name: string
  /** Addresses it is reached by, the first is the one to connect to; may be empty when nobody said. */
  readonly addresses: readonly string[]
}

export interface TopologyFile {
  /** Name of a `TopologyHost`. */
  readonly host: string
  /** Unique in the topology; becomes the node's name: `broker-a`, `namesrv-1`. */
  readonly node: string
  readonly program: 'broker' | 'namesrv'
  /** Properties text, one character per byte (ISO-8859-1) or as typed. */
  readonly text: string
  /** Java heap for Apache's scripts, bytes; the exporter chooses where it is absent. */
  readonly heapBytes?: number
  /** Where it came from, when it was read: path in a folder, or heading in an article. */
  readonly origin?: string
}

export interface TopologyFiles {
  readonly clusterName: string
  readonly hosts: readonly TopologyHost[]
  readonly files: readonly TopologyFile[]
}

export const EXPORT_FORMATS = ['folder', 'script', 'systemd', 'compose'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** One file of an export; `path` is relative, with `/`. */
export interface ExportedFile {
  readonly path: string
  readonly text: string
  readonly isExecutable: boolean
  readonly purpose: BilingualText
}
