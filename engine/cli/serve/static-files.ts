/**
 * The built window's files, read from its folder. Serves nothing outside: the path rule lets plain names through only, and links
 * are followed only inside.
 */
import { readFile, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { pageWithNonce, WINDOW_PAGE, type WindowFile, windowFile } from '../../base/static-paths.ts'

/** Files of the build are far smaller. */
const FILE_BYTES_MAX = 32 * 1024 * 1024

export interface StaticFile extends Pick<WindowFile, 'contentType' | 'isImmutable'> {
  readonly bytes: Buffer
}

export class StaticFiles {
  readonly #folder: string

  /** @param folder where the build put `index.html`; looked at anew for each request, so a new build is served at once. */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** The file that `segments` name; undefined when there is none, or none to be served. */
  async find(segments: readonly string[]): Promise<StaticFile | undefined> {
    const file = windowFile(segments)
    const bytes = file === undefined ? undefined : await this.#read(file.path)
    if (file === undefined || bytes === undefined) return undefined
    return { bytes, contentType: file.contentType, isImmutable: file.isImmutable }
  }

  /** The page with `nonce` in place; undefined when the window is not built. */
  async page(nonce: string): Promise<string | undefined> {
    const bytes = await this.#read(WINDOW_PAGE)
    return bytes === undefined ? undefined : pageWithNonce(bytes.toString('utf8'), nonce)
  }

  async #read(below: string): Promise<Buffer | undefined> {
    try {
      const folder = await realpath(this.#folder)
      const path = await realpath(join(folder, below))
      if (!path.startsWith(folder + sep)) return undefined
      const info = await stat(path)
      return info.isFile() && info.size <= FILE_BYTES_MAX ? await readFile(path) : undefined
    } catch {
      return undefined
    }
  }
}
