/**
 * Nodes started by hand (`mqbroker`, `mqnamesrv`) leave a record under the lab's home, with a control channel of their own,
 * so that `mqshutdown` ends exactly the recorded processes of this user and never one found by name.
 */
import { EngineError } from '../base/errors.ts'
import type { FileSystem } from '../base/ports.ts'
import { type NodeRecord, readNodeRecord, writeNodeRecord } from '../lab/node-record.ts'
import { makeStartToken, processRecord } from '../node/node-process.ts'

export type RunKind = 'namesrv' | 'broker'

export interface OwnRun {
  /** Where the control channel of this process is. */
  readonly folder: string
  readonly token: string
  /** Takes the record back; for the end of the process. */
  remove(): void
}

export interface RecordedRun {
  readonly kind: RunKind
  readonly folder: string
  readonly record: NodeRecord
}

/** Records this process as a node started by hand. @throws {EngineError} 'store-io' when the home cannot be written. */
export function recordOwnRun(fs: FileSystem, home: string, kind: RunKind, nowMs: number): OwnRun {
  const folder = `${home}/run/${kind}-${process.pid}`
  const token = makeStartToken()
  // Whoever had this pid before is gone.
  fs.removeTree(folder)
  fs.makeDirectories(folder)
  writeNodeRecord(fs, `${folder}/node.json`, {
    version: 1,
    process: processRecord(process.pid),
    token,
    startedAtMs: nowMs,
  })
  return {
    folder,
    token,
    remove: () => {
      try {
        fs.removeTree(folder)
      } catch (error) {
        if (!(error instanceof EngineError)) throw error
        // The record of a dead process is recognised by its pid and start time.
      }
    },
  }
}

export function recordedRuns(fs: FileSystem, home: string): RecordedRun[] {
  return fs.list(`${home}/run`).flatMap((name) => {
    const kind = /^(namesrv|broker)-\d+$/.exec(name)?.[1] as RunKind | undefined
    const folder = `${home}/run/${name}`
    const record = kind === undefined ? undefined : readNodeRecord(fs, `${folder}/node.json`)
    return kind === undefined || record === undefined ? [] : [{ kind, folder, record }]
  })
}
