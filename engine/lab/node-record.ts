/**
 * `node.json`: which process a node is and what was last done to it. Written before anything depends on it, read by every
 * command; a node is adopted by pid, start time and start token, never by name.
 */
import { bytesFromUtf8 } from '../base/bytes.ts'
import type { FileSystem, ProcessRecord } from '../base/ports.ts'

export interface NodeRecord {
  readonly version: 1
  readonly process: ProcessRecord
  readonly token: string
  readonly startedAtMs: number
  /** How it was ended by the lab; absent while it is meant to run. */
  readonly ended?: 'stopped' | 'killed'
}

export function readNodeRecord(fs: FileSystem, path: string): NodeRecord | undefined {
  const bytes = fs.readFile(path)
  if (bytes === undefined) return undefined
  try {
    const value = JSON.parse(bytes.utf8Slice()) as Partial<NodeRecord> | null
    const isSound =
      value?.version === 1 &&
      Number.isInteger(value.process?.pid) &&
      typeof value.token === 'string' &&
      value.token !== ''
    return isSound ? (value as NodeRecord) : undefined
  } catch {
    // Half a record tells nothing: the node then counts as not started and its ports tell whether something runs there.
    return undefined
  }
}

export function writeNodeRecord(fs: FileSystem, path: string, record: NodeRecord): void {
  fs.replaceFile(path, bytesFromUtf8(`${JSON.stringify(record, null, 2)}\n`))
}
