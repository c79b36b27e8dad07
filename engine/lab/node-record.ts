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

/** A record that cannot be read; it was moved to `badFile`. */
export interface RecordDamage {
  readonly badFile: string
  /** Where the text breaks off or goes wrong, when that can be told. */
  readonly line: number | undefined
}

/** undefined when there is none, or none that can be read. */
export function readNodeRecord(fs: FileSystem, path: string): NodeRecord | undefined {
  const bytes = fs.readFile(path)
  return bytes === undefined ? undefined : parseRecord(bytes.utf8Slice()).record
}

/**
 * The record, or what is wrong with it. A damaged one is moved aside so that nothing is started over it unseen; the damage is
 * told until a new record is there.
 */
export function takeNodeRecord(
  fs: FileSystem,
  path: string,
): { readonly record?: NodeRecord | undefined; readonly damage?: RecordDamage } {
  const badFile = `${path}.bad`
  const bytes = fs.readFile(path)
  if (bytes === undefined) {
    const bad = fs.readFile(badFile)
    return bad === undefined ? {} : { damage: { badFile, line: parseRecord(bad.utf8Slice()).line } }
  }
  const { record, line } = parseRecord(bytes.utf8Slice())
  if (record !== undefined) return { record }
  fs.rename(path, badFile)
  return { damage: { badFile, line } }
}

export function writeNodeRecord(fs: FileSystem, path: string, record: NodeRecord): void {
  fs.replaceFile(path, bytesFromUtf8(`${JSON.stringify(record, null, 2)}\n`))
}

function parseRecord(text: string): { readonly record?: NodeRecord; readonly line: number | undefined } {
  try {
    const value = JSON.parse(text) as Partial<NodeRecord> | null
    const isSound =
      value?.version === 1 &&
      Number.isInteger(value.process?.pid) &&
      typeof value.token === 'string' &&
      value.token !== ''
    return isSound ? { record: value as NodeRecord, line: undefined } : { line: undefined }
  } catch (error) {
    return { line: lineOfFailure(text, String(error)) }
  }
}

/** JSON.parse names a position, or says that the text ends too early. */
function lineOfFailure(text: string, message: string): number {
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? text.length)
  const end = text.trimEnd()
  return (position < end.length ? text.slice(0, position) : end).split('\n').length
}
