/**
 * `app://lab/`: the built window under the same policy and the same path rule as the browser host's. One host, GET and HEAD only;
 * an address that is no file of the window is a screen and gets the page. A nonce for every page.
 */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isScreenAddress, PAGE_TYPE, pageWithNonce, WINDOW_PAGE, windowFile } from '../engine/base/static-paths.ts'
import { contentSecurityPolicy } from '../engine/contract/content-security-policy.ts'

export const APP_SCHEME = 'app'
export const APP_ORIGIN = 'app://lab'

/** What `protocol.handle` calls. */
export async function answerAppRequest(request: Request, rendererFolder: string): Promise<Response> {
  const url = new URL(request.url)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
  if (url.host !== 'lab') return refuse(404)
  const segments = segmentsOf(url.pathname)
  if (segments === undefined) return refuse(404)
  const file = windowFile(segments)
  const bytes = file === undefined ? undefined : await contentOf(join(rendererFolder, file.path))
  if (file !== undefined && bytes !== undefined) {
    return answer(request, new Uint8Array(bytes), file.contentType, 'no-cache', makeNonce())
  }
  const page = isScreenAddress(segments) ? await contentOf(join(rendererFolder, WINDOW_PAGE)) : undefined
  if (page === undefined) return refuse(404)
  const nonce = makeNonce()
  return answer(request, pageText(page.toString('utf8'), nonce), PAGE_TYPE, 'no-store', nonce)
}

/** The page as the browser host serves it too, but for how it reaches the lab service. */
function pageText(html: string, nonce: string): string {
  return pageWithNonce(html, nonce).replace('content="socket"', 'content="port"')
}

/** @returns undefined for what cannot be decoded. */
function segmentsOf(pathname: string): string[] | undefined {
  try {
    return pathname.split('/').slice(1).map(decodeURIComponent)
  } catch {
    return undefined
  }
}

async function contentOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch {
    return undefined
  }
}

function answer(
  request: Request,
  body: string | Uint8Array<ArrayBuffer>,
  contentType: string,
  cache: string,
  nonce: string,
): Response {
  return new Response(request.method === 'HEAD' ? null : body, {
    headers: {
      'content-type': contentType,
      'content-security-policy': contentSecurityPolicy(nonce),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': cache,
    },
  })
}

function makeNonce(): string {
  return randomBytes(16).toString('base64')
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: { 'content-security-policy': contentSecurityPolicy('-') } })
}
