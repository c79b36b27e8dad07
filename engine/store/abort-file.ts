/**
 * The file that exists while a store is open: found at start, it says that the last run did not end cleanly.
 * Answers to DefaultMessageStore#createTempFile, #isTempFileExist.
 */
import { bytesFromUtf8, EMPTY_BYTES } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'
import type { FileSystem } from '../base/ports.ts'

export class AbortFile {
  readonly path: string
  readonly #fs: FileSystem

  constructor(fs: FileSystem, rootPath: string) {
    this.#fs = fs
    this.path = `${rootPath}/abort`
  }

  /** @throws {EngineError} 'store-io' when the path is a directory. Java finds that out only after recovery. */
  exists(): boolean {
    const info = this.#fs.info(this.path)
    if (info?.kind === 'directory') {
      throw new EngineError(
        'store-io',
        `${this.path} is a directory, but the store keeps its abort file there: remove it`,
        {
          context: { path: this.path, operation: 'open', systemCode: 'EISDIR' },
        },
      )
    }
    return info !== undefined
  }

  /** Writes the process id; what stood there before goes to `abort.bak`, as Java's text helper does it. */
  write(processId: number): void {
    this.#fs.replaceFile(`${this.path}.bak`, this.#fs.readFile(this.path) ?? EMPTY_BYTES)
    this.#fs.replaceFile(this.path, bytesFromUtf8(String(processId)))
  }

  remove(): void {
    if (this.exists()) this.#fs.remove(this.path)
  }
}
