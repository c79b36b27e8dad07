/**
 * One JSON file of `config/` with its `.bak` sibling: which of the two is believed, and how a new text replaces the
 * old one. It refuses to know what the text means. Answers to Java's ConfigManager.
 */
import { bytesFromUtf8 } from '../base/bytes.ts'
import { EngineError, errorText } from '../base/errors.ts'
import type { FileSystem, Log } from '../base/ports.ts'

export class ConfigFile {
  readonly path: string
  readonly #fs: FileSystem
  readonly #log: Log

  constructor(path: string, fs: FileSystem, log: Log) {
    this.path = path
    this.#fs = fs
    this.#log = log
  }

  /**
   * The decoded file. A missing or empty main file, or one that `decode` throws on, leaves the word to `.bak`; when that
   * is missing or empty too, the answer is undefined and defaults apply.
   * @throws {EngineError} 'store-corrupt' when the backup has to be used and does not decode.
   * Source: ConfigManager#load, #loadBak.
   */
  load<T>(decode: (text: string) => T): T | undefined {
    const main = this.#text(this.path)
    if (main !== undefined) {
      try {
        return decode(main)
      } catch (cause) {
        this.#log.warn('configuration file does not decode, trying its backup', {
          path: this.path,
          reason: errorText(cause),
        })
      }
    }
    const backupPath = `${this.path}.bak`
    const backup = this.#text(backupPath)
    if (backup === undefined) return undefined
    try {
      const value = decode(backup)
      this.#log.info('configuration read from its backup', { path: backupPath })
      return value
    } catch (cause) {
      throw new EngineError('store-corrupt', `neither ${this.path} nor its backup can be read`, {
        cause,
        context: { path: this.path, backupPath },
      })
    }
  }

  /**
   * Replaces the file and keeps the old text as `.bak`.
   * Differs: Java overwrites in place; here a crash leaves the old or the new text, never half of one.
   * @throws {EngineError} 'store-io'.
   * Source: MixAll#string2File.
   */
  save(text: string): void {
    const old = this.#fs.readFile(this.path)
    const next = bytesFromUtf8(text)
    if (old?.equals(next) === true) return
    if (old === undefined) this.#fs.makeDirectories(this.path.slice(0, this.path.lastIndexOf('/')))
    else this.#fs.replaceFile(`${this.path}.bak`, old)
    this.#fs.replaceFile(this.path, next)
  }

  #text(path: string): string | undefined {
    if (this.#fs.info(path)?.kind !== 'file') return undefined
    const bytes = this.#fs.readFile(path)
    return bytes === undefined || bytes.length === 0 ? undefined : bytes.utf8Slice()
  }
}
