/**
 * The versions of a cluster's configuration: each apply with its files, author, note and how it ended. Version 0 is what was
 * there before the first apply. One file a version, bounded; the oldest go, version 0 stays.
 */
import { bytesFromUtf8 } from '../../base/bytes.ts'
import { EngineError } from '../../base/errors.ts'
import type { FileSystem } from '../../base/ports.ts'
import { configVersion, type ConfigVersion, nodeText, type NodeText } from '../../contract/config-api.ts'

export const VERSIONS_MAX = 200
const FILE_NAME = /^(\d{1,9})\.json$/

/** A version with its files. */
export interface StoredVersion extends ConfigVersion {
  readonly files: readonly NodeText[]
}

export class Versions {
  readonly #fs: FileSystem
  readonly #folder: string

  /** @param folder is made with the first version */
  constructor(fs: FileSystem, folder: string) {
    this.#fs = fs
    this.#folder = folder
  }

  /** Newest first; a version whose file cannot be read is left out. */
  list(): ConfigVersion[] {
    return this.#numbers()
      .reverse()
      .flatMap((number) => {
        const version = this.#read(number)
        if (version === undefined) return []
        const { files: _, ...head } = version
        return [head]
      })
  }

  get count(): number {
    return this.#numbers().length
  }

  /** @throws {EngineError} 'not-found' naming the versions there are. */
  get(number: number): StoredVersion {
    const version = this.#read(number)
    if (version !== undefined) return version
    const numbers = this.#numbers()
    const known = numbers.length === 0 ? '–' : `${numbers[0] ?? 0}…${numbers.at(-1) ?? 0}`
    throw new EngineError('not-found', `there is no version ${number} of this configuration; there are ${known}`, {
      context: { field: 'version', value: number },
      zh: `没有版本 ${number}；现有版本：${known}`,
    })
  }

  /** Stores a version under the next number. */
  add(version: Omit<StoredVersion, 'version'>): number {
    const numbers = this.#numbers()
    const number = (numbers.at(-1) ?? -1) + 1
    this.#fs.makeDirectories(this.#folder)
    this.#write({ ...version, version: number })
    const surplus = numbers.length + 1 - VERSIONS_MAX
    for (const old of numbers.filter((one) => one !== 0).slice(0, Math.max(0, surplus)))
      this.#fs.remove(this.#path(old))
    return number
  }

  setResult(number: number, result: ConfigVersion['result']): void {
    const version = this.#read(number)
    if (version !== undefined && version.result !== result) this.#write({ ...version, result })
  }

  #numbers(): number[] {
    return this.#fs
      .list(this.#folder)
      .flatMap((name) => {
        const match = FILE_NAME.exec(name)
        return match === null ? [] : [Number(match[1])]
      })
      .sort((a, b) => a - b)
  }

  #read(number: number): StoredVersion | undefined {
    const bytes = this.#fs.readFile(this.#path(number))
    if (bytes === undefined) return undefined
    try {
      const value = JSON.parse(bytes.utf8Slice()) as { readonly files?: unknown }
      const head = configVersion.safeParse(value).data
      const files = nodeText.array().safeParse(value.files).data
      return head === undefined || files === undefined || head.version !== number ? undefined : { ...head, files }
    } catch {
      // Half a file of a full disk: the other versions are still good.
      return undefined
    }
  }

  #write(version: StoredVersion): void {
    this.#fs.replaceFile(this.#path(version.version), bytesFromUtf8(`${JSON.stringify(version)}\n`))
  }

  #path(number: number): string {
    return `${this.#folder}/${number}.json`
  }
}
