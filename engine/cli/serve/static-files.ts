/**
 * The built window as files: which one a path names, its type and how long it may be kept. Serves nothing outside its
 * folder: a segment is a plain name, and links are followed only inside.
 */
import { readFile, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'

/** Files of the build are far smaller. */
const FILE_BYTES_MAX = 32 * 1024 * 1024
/** Starts with no dot: neither hidden files nor steps up. */
const SEGMENT = /^[A-Za-z0-9_@-][A-Za-z0-9_.@-]{0,200}$/
const SEGMENTS_MAX = 8

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
  webp: 'image/webp',
  woff2: 'font/woff2',
}

export const NONCE_PLACEHOLDER = '__CSP_NONCE__'

export interface StaticFile {
  readonly bytes: Buffer
  readonly contentType: string
  /** Its name carries a hash of its content, so it never changes. */
  readonly isImmutable: boolean
}

export class StaticFiles {
  readonly #folder: string

  /** @param folder where the build put `index.html`; looked at anew for each request, so a new build is served at once. */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** The file that `segments` name; undefined when there is none, or none to be served. */
  async find(segments: readonly string[]): Promise<StaticFile | undefined> {
    if (segments.length > SEGMENTS_MAX || !segments.every((segment) => SEGMENT.test(segment))) return undefined
    const extension = /\.([a-z0-9]+)$/.exec(segments.at(-1) ?? '')?.[1] ?? ''
    const contentType = Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined
    // The page itself needs a nonce and is asked for by `page`.
    if (contentType === undefined || extension === 'html') return undefined
    const bytes = await this.#read(segments)
    return bytes === undefined ? undefined : { bytes, contentType, isImmutable: segments[0] === 'assets' }
  }

  /** The page with `nonce` in place; undefined when the window is not built. */
  async page(nonce: string): Promise<string | undefined> {
    const bytes = await this.#read(['index.html'])
    return bytes?.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce)
  }

  async #read(segments: readonly string[]): Promise<Buffer | undefined> {
    try {
      const folder = await realpath(this.#folder)
      const path = await realpath(join(folder, ...segments))
      if (!path.startsWith(folder + sep)) return undefined
      const info = await stat(path)
      return info.isFile() && info.size <= FILE_BYTES_MAX ? await readFile(path) : undefined
    } catch {
      return undefined
    }
  }
}
