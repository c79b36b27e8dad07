/**
 * `app://lab/`: the built window under the same policy as the browser host's. One host, GET and HEAD only, paths that stay in
 * the folder; an address without a file name's dot is a screen and gets the page. A nonce for every page.
 */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { contentSecurityPolicy } from '../engine/contract/content-security-policy.ts'

export const APP_SCHEME = 'app'
export const APP_ORIGIN = 'app://lab'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
}

/** What `protocol.handle` calls. */
export async function answerAppRequest(request: Request, rendererFolder: string): Promise<Response> {
  const url = new URL(request.url)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
  if (url.host !== 'lab') return refuse(404)
  const file = fileOf(url.pathname, rendererFolder)
  if (file === undefined) return refuse(404)
  const type = TYPES[extname(file)]
  if (type === undefined) return refuse(404)
  let bytes: Buffer
  try {
    bytes = await readFile(file)
  } catch {
    return refuse(404)
  }
  const nonce = randomBytes(16).toString('base64')
  const isPage = type.startsWith('text/html')
  const body = isPage ? pageText(bytes.toString('utf8'), nonce) : new Uint8Array(bytes)
  return new Response(request.method === 'HEAD' ? null : body, {
    headers: {
      'content-type': type,
      'content-security-policy': contentSecurityPolicy(nonce),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': isPage ? 'no-store' : 'no-cache',
    },
  })
}

/** The page as the browser host serves it too, but for how it reaches the lab service. */
function pageText(html: string, nonce: string): string {
  return html.replaceAll('__CSP_NONCE__', nonce).replace('content="socket"', 'content="port"')
}

/** @returns a path inside the folder; undefined for everything that leaves it or cannot be decoded. */
function fileOf(pathname: string, folder: string): string | undefined {
  let path: string
  try {
    path = decodeURIComponent(pathname)
  } catch {
    return undefined
  }
  if (path.includes('\0') || path.includes('\\')) return undefined
  const isAsset = extname(path) !== '' && path.startsWith('/assets/')
  const isKnownFile = /^\/[A-Za-z0-9._-]+\.(js|svg|png|ico)$/.test(path)
  const file = normalize(join(folder, isAsset || isKnownFile ? path : '/index.html'))
  return file.startsWith(normalize(folder) + sep) ? file : undefined
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: { 'content-security-policy': contentSecurityPolicy('-') } })
}
