/**
 * When slaves count as behind, a threshold a cluster (`thresholds.json`): the user's where he set one, else the default. Read once
 * at the start, replaced at each change; a file that cannot be read is put aside and costs the settings only.
 */
import * as z from 'zod'
import { bytesFromUtf8 } from '../../../base/bytes.ts'
import { EngineError, errorText } from '../../../base/errors.ts'
import type { FileSystem, Log } from '../../../base/ports.ts'
import { BEHIND_DEFAULT, type BehindThreshold, behindThreshold, clusterName } from '../../../contract/state.ts'
import { putAside } from '../attached-file.ts'

const file = z.object({ version: z.literal(1), behind: z.record(clusterName, behindThreshold) })

export interface BehindThresholdsParts {
  readonly fs: FileSystem
  readonly log: Log
  readonly path: string
}

export class BehindThresholds {
  readonly #parts: BehindThresholdsParts
  readonly #set: Map<string, BehindThreshold>

  constructor(parts: BehindThresholdsParts) {
    this.#parts = parts
    this.#set = read(parts)
  }

  of(cluster: string): BehindThreshold {
    return this.#set.get(cluster) ?? BEHIND_DEFAULT
  }

  /** @param behind `null` takes the default again. @throws {EngineError} 'store-io' when it cannot be kept: then nothing changed. */
  set(cluster: string, behind: BehindThreshold | null): void {
    const before = this.#set.get(cluster)
    this.#put(cluster, behind ?? undefined)
    try {
      this.#write()
    } catch (error) {
      this.#put(cluster, before)
      throw error
    }
  }

  /** The cluster is no more; one of the same name starts with the default. */
  forget(cluster: string): void {
    if (!this.#set.delete(cluster)) return
    try {
      this.#write()
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      this.#parts.log.warn('a threshold was not forgotten', { cluster, error: errorText(error) })
    }
  }

  #put(cluster: string, behind: BehindThreshold | undefined): void {
    if (behind === undefined) this.#set.delete(cluster)
    else this.#set.set(cluster, behind)
  }

  #write(): void {
    const content = { version: 1, behind: Object.fromEntries(this.#set) }
    this.#parts.fs.replaceFile(this.#parts.path, bytesFromUtf8(`${JSON.stringify(content, null, 2)}\n`))
  }
}

function read({ fs, path, log }: BehindThresholdsParts): Map<string, BehindThreshold> {
  try {
    const bytes = fs.readFile(path)
    if (bytes === undefined) return new Map()
    return new Map(Object.entries(file.parse(JSON.parse(bytes.utf8Slice())).behind))
  } catch (error) {
    if (!(error instanceof EngineError || error instanceof SyntaxError || error instanceof z.ZodError)) throw error
    const aside = error instanceof EngineError ? undefined : putAside(fs, path)
    log.warn('the thresholds cannot be read; the default counts', { path, aside, error: errorText(error) })
    return new Map()
  }
}
