/**
 * Which file of the built window a path names, of what type it is and how long it may be kept: one rule for the browser host and
 * the desktop shell. A segment is a plain name, so that no path leaves the folder. Pure; who reads the file is elsewhere.
 */

/** Starts with no dot: neither hidden files nor steps up. */
const SEGMENT = /^[A-Za-z0-9_@-][A-Za-z0-9_.@-]{0,200}$/
const SEGMENTS_MAX = 8
/** Files whose names carry a hash of their content. */
const ASSETS = 'assets'

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
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

/** The page of every screen. It needs a nonce and is never named as a file. */
export const WINDOW_PAGE = 'index.html'
export const PAGE_TYPE = 'text/html; charset=utf-8'

export interface WindowFile {
  /** Below the window's folder. */
  readonly path: string
  readonly contentType: string
  /** Its name carries a hash of its content, so it never changes. */
  readonly isImmutable: boolean
}

/** @param segments of the path, decoded. Undefined for what cannot be a file of the window: the address of a screen, or an attack. */
export function windowFile(segments: readonly string[]): WindowFile | undefined {
  if (segments.length > SEGMENTS_MAX || !segments.every((segment) => SEGMENT.test(segment))) return undefined
  const extension = /\.([a-z0-9]+)$/.exec(segments.at(-1) ?? '')?.[1] ?? ''
  const contentType = Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined
  if (contentType === undefined) return undefined
  return { path: segments.join('/'), contentType, isImmutable: segments[0] === ASSETS }
}

/** Whether a path without a file is the address of a screen, which gets the page, and not a part of the window that is missing. */
export function isScreenAddress(segments: readonly string[]): boolean {
  return segments[0] !== ASSETS
}

/** The page with its nonce wherever the build asks for one. */
export function pageWithNonce(html: string, nonce: string): string {
  return html.replaceAll('__CSP_NONCE__', nonce)
}
