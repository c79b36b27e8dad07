/** A browser as far as the browser host sees one: raw requests with every header in hand, its cookie, and its sockets. */
import { type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import { WebSocket } from 'ws'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type Headers = Readonly<Record<string, string>>

/** What a page of the origin itself sends with a read. */
export const OWN_PAGE: Headers = { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' }
/** What a person sends who types the address. */
export const TYPED: Headers = { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' }

/** One request, its path sent exactly as given: no client may tidy up what an attacker would not. */
export function ask(origin: string, path: string, headers: Headers = {}, method = 'GET', body = ''): Promise<Answer> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** Sends bytes as they are and returns everything that comes back. */
export function askRaw(origin: string, text: string): Promise<string> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text))
    let answer = ''
    socket.setEncoding('latin1')
    socket.on('data', (part: string) => (answer += part))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

/** Signs in with a launch link. @returns the cookie as a browser would send it. */
export async function signIn(link: string): Promise<string> {
  const url = new URL(link)
  const answer = await ask(url.origin, url.pathname + url.search, TYPED)
  const cookie = cookieIn(answer)
  if (answer.status !== 303 || cookie === undefined) throw new Error(`signing in: ${answer.status} ${answer.body}`)
  return cookie
}

export function cookieIn(answer: Answer): string | undefined {
  return answer.headers['set-cookie']?.[0]?.split(';')[0]
}

export type SocketOutcome = { readonly opened: WebSocket } | { readonly refused: number }

/** Opens the page's WebSocket; the status when the host refuses. */
export function openSocket(origin: string, headers: Headers): Promise<SocketOutcome> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers })
    socket.on('open', () => resolve({ opened: socket }))
    socket.on('unexpected-response', (outgoing, response) => {
      resolve({ refused: response.statusCode ?? 0 })
      outgoing.destroy()
    })
    socket.on('error', reject)
  })
}

/** Code with which the host closes `socket`. */
export function closeCode(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.on('close', (code) => resolve(code)))
}

/** Next message of `socket`. */
export function nextMessage(socket: WebSocket): Promise<unknown> {
  return new Promise((resolve) => {
    socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString('utf8'))))
  })
}
