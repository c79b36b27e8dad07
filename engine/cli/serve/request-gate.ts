/**
 * Who may ask the browser host for anything: decided from the head of a request alone, before any file or session is
 * looked at. Cookies ignore ports and names resolve to anything, so the host a request names, the page it comes from and
 * its method are checked on reads too. Pure.
 */
import { say, type Text } from '../../contract/text.ts'

const TARGET_CHARS_MAX = 4096
const COOKIES_MAX = 8

export interface RequestHead {
  readonly method?: string | undefined
  /** Request target as it came: `/path?query`. */
  readonly url?: string | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

export interface GateRefusal {
  readonly status: 400 | 403 | 405 | 421
  readonly reason: Text
}

export interface Admitted {
  /** `http://` and the host that the request named: where its page must come from. */
  readonly origin: string
  /** Segments of the path, decoded once. */
  readonly segments: readonly string[]
  readonly query: URLSearchParams
  readonly isDocument: boolean
}

/** Whether a request to the server on `port` may go on; cookies come after. */
export function admit(head: RequestHead, port: number): Admitted | GateRefusal {
  const host = single(head, 'host')
  if (host === undefined || !allowedHosts(port).includes(host)) {
    return refuse(421, `This server is only at ${allowedHosts(port)[0]}.`, `此服务仅在 ${allowedHosts(port)[0]} 提供。`)
  }
  if (head.method !== 'GET' && head.method !== 'HEAD')
    return refuse(405, 'Only GET and HEAD are answered.', '仅支持 GET 和 HEAD。')
  const target = parseTarget(head.url ?? '')
  if (target === undefined) return refuse(400, 'This address is malformed.', '地址格式错误。')
  const dest = single(head, 'sec-fetch-dest')
  const isDocument = dest === undefined ? (single(head, 'accept') ?? '').includes('text/html') : dest === 'document'
  return { origin: `http://${host}`, ...target, isDocument }
}

/**
 * Whether the request comes from a page of this very origin, or from a person: an address that was typed, a bookmark. A
 * request that tells neither Origin nor Fetch-Metadata, as every browser of today does, is refused.
 */
export function isFromOwnPage(head: RequestHead, origin: string): boolean {
  const from = single(head, 'origin')
  const site = single(head, 'sec-fetch-site')
  if (from === undefined && site === undefined) return false
  if (from !== undefined && from !== origin) return false
  return site === undefined || site === 'same-origin' || site === 'none'
}

/** A socket carries everything, so it needs the exact Origin, which every browser sends with one. */
export function isSocketFromOwnPage(head: RequestHead, origin: string): boolean {
  const site = single(head, 'sec-fetch-site')
  return single(head, 'origin') === origin && (site === undefined || site === 'same-origin')
}

/** A launch link may be clicked anywhere, but only to be the page, and not by a browser that fetches ahead of a click. */
export function isNavigation(head: RequestHead): boolean {
  const dest = single(head, 'sec-fetch-dest')
  const isAhead = [single(head, 'sec-purpose'), single(head, 'purpose')].some((purpose) =>
    purpose?.includes('prefetch'),
  )
  return (dest === undefined || dest === 'document') && !isAhead
}

export function isRefusal(verdict: Admitted | GateRefusal): verdict is GateRefusal {
  return 'status' in verdict
}

/**
 * The values of the cookie `name`. Several when a page on another port has set one for this host too: that page knows no
 * session, so it must neither sign anybody in nor out.
 */
export function cookiesOf(head: RequestHead, name: string): string[] {
  return (single(head, 'cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .slice(0, COOKIES_MAX)
    .map((pair) => pair.slice(name.length + 1))
}

export function headerOf(head: RequestHead, name: string): string | undefined {
  return single(head, name)
}

function allowedHosts(port: number): string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]
}

/** Path segments without their escapes; undefined for what is no plain path, or tries to leave the folder. */
function parseTarget(target: string): { segments: string[]; query: URLSearchParams } | undefined {
  if (!target.startsWith('/') || target.startsWith('//') || target.length > TARGET_CHARS_MAX) return undefined
  const mark = target.indexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  const segments: string[] = []
  for (const raw of path.slice(1).split('/')) {
    const segment = decoded(raw)
    if (segment === undefined || climbs(segment)) return undefined
    segments.push(segment)
  }
  return { segments, query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)) }
}

/** A name may hold any character (topics of attached clusters do), but no step up, however it is written. */
function climbs(segment: string): boolean {
  return segment.includes('\0') || segment.split(/[/\\]/).some((part) => part === '..' || part === '.')
}

function decoded(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw)
  } catch {
    return undefined
  }
}

function single(head: RequestHead, name: string): string | undefined {
  const value = head.headers[name]
  return typeof value === 'string' ? value : undefined
}

function refuse(status: GateRefusal['status'], en: string, zh: string): GateRefusal {
  return { status, reason: say(en, zh) }
}
