/**
 * Goal: nobody but a browser that was signed in by a launch link gets anything from the browser host. Method: each attack over
 * real sockets, with the same request done rightly beside it, so that a host that refuses everything fails too.
 */
import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { SOCKETS_MAX } from '../../engine/cli/serve/http-host.ts'
import { LAUNCH_TOKEN_MS } from '../../engine/cli/serve/launch-tokens.ts'
import { SOCKET_MESSAGES_BURST } from '../../engine/cli/serve/rpc-socket.ts'
import { SESSION_IDLE_MS_MAX } from '../../engine/cli/serve/session-store.ts'
import { RPC_MESSAGE_CHARS_MAX } from '../../engine/contract/rpc.ts'
import {
  ask,
  askRaw,
  closeCode,
  cookieIn,
  type Headers,
  nextMessage,
  openSocket,
  OWN_PAGE,
  signIn,
  TYPED,
} from './support/browser.ts'
import { SECRET, TinyHost } from './support/tiny-host.ts'
import { until } from './support/until.ts'

let tiny: TinyHost
let cookie: string
let sockets: WebSocket[]

beforeEach(async () => {
  tiny = await TinyHost.start()
  sockets = []
  cookie = await signIn(tiny.host.launchLink())
})

afterEach(async () => {
  for (const socket of sockets) socket.terminate()
  await tiny.stop()
})

const read = (path: string, headers: Headers = {}) => ask(tiny.host.origin, path, { ...OWN_PAGE, cookie, ...headers })

async function connect(headers: Headers = {}): Promise<WebSocket> {
  const outcome = await openSocket(tiny.host.origin, { origin: tiny.host.origin, cookie, ...headers })
  if (!('opened' in outcome)) throw new Error(`refused: ${outcome.refused}`)
  sockets.push(outcome.opened)
  return outcome.opened
}

/** Status with which the socket is refused; 101 when it opens. */
async function socketStatus(headers: Headers): Promise<number> {
  const outcome = await openSocket(tiny.host.origin, headers)
  if (!('opened' in outcome)) return outcome.refused
  sockets.push(outcome.opened)
  return 101
}

test('control: a signed-in window gets its page, its files and its socket', async () => {
  const page = await read('/', TYPED)
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  expect((await read('/assets/main-1a2b3c.js')).body).toBe('main()')
  const socket = await connect()
  socket.send(JSON.stringify({ t: 'call', id: 1, name: 'echo', input: { text: 'hello' } }))
  expect(await nextMessage(socket)).toEqual({ t: 'value', id: 1, value: { text: 'hello' } })
})

describe('DNS rebinding', () => {
  test.each(['evil.example', 'evil.example:PORT', '127.0.0.1', '127.0.0.1:1', '0.0.0.0:PORT', 'localhost.evil:PORT'])(
    'host %s is refused',
    async (name) => {
      const host = name.replace('PORT', String(tiny.host.port))
      expect((await read('/session', { host })).status).toBe(421)
      expect(await socketStatus({ host, origin: `http://${host}`, cookie })).toBe(421)
    },
  )

  test.each(['127.0.0.1:PORT', 'localhost:PORT', '[::1]:PORT'])('control: host %s is served', async (name) => {
    const host = name.replace('PORT', String(tiny.host.port))
    expect((await read('/session', { host })).status).toBe(200)
    expect(await socketStatus({ host, origin: `http://${host}`, cookie })).toBe(101)
  })
})

describe('pages of other origins, with our cookie', () => {
  test.each(['same-site', 'cross-site', 'nonsense'])('a read that says Sec-Fetch-Site: %s is refused', async (site) => {
    const answer = await read('/session', { 'sec-fetch-site': site })
    expect(answer.status).toBe(403)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    expect((await read('/assets/main-1a2b3c.js', { 'sec-fetch-site': site })).status).toBe(403)
    expect((await read('/', { ...TYPED, 'sec-fetch-site': site })).body).not.toContain('window')
  })

  test('another port of this host is another origin, even where it hides Fetch-Metadata', async () => {
    const other = `http://127.0.0.1:${tiny.host.port + 1}`
    const headers = { cookie, origin: other }
    expect((await ask(tiny.host.origin, '/session', headers)).status).toBe(403)
    expect((await ask(tiny.host.origin, '/session', { ...OWN_PAGE, ...headers })).status).toBe(403)
    expect((await ask(tiny.host.origin, '/session', { ...headers, origin: tiny.host.origin })).status).toBe(200)
  })

  test('a request that says nothing of where it comes from is refused', async () => {
    expect((await ask(tiny.host.origin, '/session', { cookie })).status).toBe(403)
  })

  test.each(['http://evil.example', 'null', 'http://127.0.0.1:1', 'https://127.0.0.1:PORT', 'http://localhost:PORT'])(
    'a socket of origin %s is refused',
    async (name) => {
      expect(await socketStatus({ origin: name.replace('PORT', String(tiny.host.port)), cookie })).toBe(403)
    },
  )

  test('a socket without origin is refused, one with the exact origin opens', async () => {
    expect(await socketStatus({ cookie })).toBe(403)
    expect(await socketStatus({ origin: tiny.host.origin, cookie })).toBe(101)
    expect(await socketStatus({ origin: tiny.host.origin, cookie, 'sec-fetch-site': 'same-site' })).toBe(403)
  })

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s changes nothing and is not answered', async (method) => {
    const crossSite = { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site', cookie }
    for (const path of ['/session', '/rpc', '/open?token=x', '/']) {
      const answer = await ask(tiny.host.origin, path, crossSite, method, 'id=all')
      expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, HEAD'])
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
    expect(tiny.sessions.list()).toHaveLength(1)
  })

  test('a preflight learns nothing', async () => {
    const headers = { origin: 'http://evil.example', 'access-control-request-method': 'GET' }
    const names = Object.keys((await ask(tiny.host.origin, '/session', headers, 'OPTIONS')).headers)
    expect(names.filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('launch tokens', () => {
  test('without a token nobody gets in', async () => {
    expect((await ask(tiny.host.origin, '/session', OWN_PAGE)).status).toBe(401)
    const page = await ask(tiny.host.origin, '/', TYPED)
    expect([page.status, page.body.includes('mqlab serve --open')]).toEqual([401, true])
    expect((await ask(tiny.host.origin, '/assets/main-1a2b3c.js', OWN_PAGE)).status).toBe(401)
    expect(await socketStatus({ origin: tiny.host.origin })).toBe(401)
    for (const path of ['/open', '/open?token=', '/open?token=made-up']) {
      const answer = await ask(tiny.host.origin, path, TYPED)
      expect([answer.status, cookieIn(answer)]).toEqual([403, undefined])
    }
  })

  test('a token works once', async () => {
    const link = new URL(tiny.host.launchLink())
    const open = () => ask(link.origin, link.pathname + link.search, TYPED)
    const first = await open()
    expect([first.status, first.headers['location'], first.headers['cache-control']]).toEqual([303, '/', 'no-store'])
    const second = await open()
    expect([second.status, cookieIn(second)]).toEqual([403, undefined])
  })

  test('a token that is too old does not work, one that is nearly does', async () => {
    const [young, old] = [new URL(tiny.host.launchLink()), new URL(tiny.host.launchLink())]
    tiny.laterMs = LAUNCH_TOKEN_MS - 1000
    expect((await ask(young.origin, young.pathname + young.search, TYPED)).status).toBe(303)
    tiny.laterMs = LAUNCH_TOKEN_MS + 1000
    expect((await ask(old.origin, old.pathname + old.search, TYPED)).status).toBe(403)
  })

  test('a look ahead or an embedded link does not use it up', async () => {
    const link = new URL(tiny.host.launchLink())
    const path = link.pathname + link.search
    expect((await ask(link.origin, path, TYPED, 'HEAD')).status).toBe(403)
    expect((await ask(link.origin, path, { ...TYPED, 'sec-purpose': 'prefetch' })).status).toBe(403)
    expect((await ask(link.origin, path, { ...TYPED, 'sec-fetch-dest': 'image' })).status).toBe(403)
    expect((await ask(link.origin, path, TYPED)).status).toBe(303)
  })

  test('a link clicked in another page signs in by a page of our own, so that the strict cookie comes along', async () => {
    const link = new URL(tiny.host.launchLink())
    const answer = await ask(link.origin, link.pathname + link.search, { ...TYPED, 'sec-fetch-site': 'cross-site' })
    expect([answer.status, answer.headers['refresh']]).toEqual([200, '0; url=/'])
    expect(cookieIn(answer)).toBeDefined()
  })

  test('the cookie is out of reach of scripts and other sites, and named for the port', async () => {
    const link = new URL(tiny.host.launchLink())
    const [header] = (await ask(link.origin, link.pathname + link.search, TYPED)).headers['set-cookie'] ?? []
    expect(header).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/)
    expect(header).toMatch(new RegExp(`^mqlab_${tiny.host.port}=`))
    expect(header).not.toMatch(/Domain/i)
  })
})

describe('sessions', () => {
  test('a session survives a restart of the service', async () => {
    await tiny.restart()
    expect((await read('/session')).status).toBe(200)
    await connect()
  })

  test('a revoked session is out at once: reads, new sockets and the open one', async () => {
    const other = await signIn(tiny.host.launchLink())
    const socket = await connect()
    socket.send(JSON.stringify({ t: 'call', id: 1, name: 'ticks', input: {} }))
    await until('the stream is open', () => tiny.streamsOpen === 1)
    const staying = await connect({ cookie: other })
    const closed = closeCode(socket)
    const id = cookie.split('=')[1]?.split('.')[0] ?? ''
    expect(tiny.sessions.revoke(id)).toBe(1)
    expect(await closed).toBe(4401)
    await until('its stream was stopped', () => tiny.streamsOpen === 0)
    expect((await read('/session')).status).toBe(401)
    expect(await socketStatus({ origin: tiny.host.origin, cookie })).toBe(401)
    expect((await read('/session', { cookie: other })).status).toBe(200)
    expect(staying.readyState).toBe(staying.OPEN)
    await tiny.restart()
    expect((await read('/session')).status).toBe(401)
    expect((await read('/session', { cookie: other })).status).toBe(200)
  })

  test('a session that nobody used for long is over', async () => {
    tiny.laterMs = SESSION_IDLE_MS_MAX - 60_000
    expect((await read('/session')).status).toBe(200)
    tiny.laterMs += SESSION_IDLE_MS_MAX + 60_000
    expect((await read('/session')).status).toBe(401)
  })

  test('an altered credential is none', async () => {
    expect((await read('/session', { cookie: `${cookie}x` })).status).toBe(401)
    expect((await read('/session', { cookie: cookie.replace(/\..*/, '.') })).status).toBe(401)
    expect((await read('/session', { cookie: cookie.replace(/mqlab_\d+/, 'mqlab_1') })).status).toBe(401)
    expect((await read('/session', { cookie })).status).toBe(200)
  })

  test('a cookie that a page on another port has put beside ours signs nobody out', async () => {
    const name = cookie.split('=')[0] ?? ''
    expect((await read('/session', { cookie: `${name}=forged.value; ${cookie}` })).status).toBe(200)
  })

  test('the file of sessions is for its user only and holds no secret', () => {
    expect(statSync(tiny.sessionFile).mode & 0o777).toBe(0o600)
    expect(statSync(join(tiny.folder, 'serve')).mode & 0o777).toBe(0o700)
    const [id, secret] = (cookie.split('=')[1] ?? '').split('.')
    const text = readFileSync(tiny.sessionFile, 'utf8')
    expect([text.includes(id ?? '-'), text.includes(secret ?? '-')]).toEqual([true, false])
  })

  test('a file that was opened to others is closed again at the next start', async () => {
    chmodSync(tiny.sessionFile, 0o644)
    await tiny.restart()
    expect(statSync(tiny.sessionFile).mode & 0o777).toBe(0o600)
  })

  test('an unreadable file signs everybody out, is put aside, and signing in works', async () => {
    writeFileSync(tiny.sessionFile, '{"sessions": [{')
    await tiny.restart()
    expect((await read('/session')).status).toBe(401)
    expect(readFileSync(`${tiny.sessionFile}.bad`, 'utf8')).toBe('{"sessions": [{')
    cookie = await signIn(tiny.host.launchLink())
    expect((await read('/session')).status).toBe(200)
  })
})

describe('traversal', () => {
  const ways = [
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/assets/..\\..\\secret.txt',
    '/%252e%252e/secret.txt',
    '/%252e%252e%252fsecret.txt',
    '/%c0%ae%c0%ae/secret.txt',
    '/theme.js%00.txt',
    '/....//secret.txt',
    '//etc/passwd',
    '/../renderer-secret.js',
    '/assets/link.js',
    'http://127.0.0.1/secret.txt',
  ]

  test.each(ways)('%s gives nothing away', async (path) => {
    symlinkSync(join(tiny.folder, 'secret.txt'), join(tiny.folder, 'renderer', 'assets', 'link.js'))
    for (const headers of [OWN_PAGE, TYPED]) {
      const answer = await read(path, headers)
      expect(answer.body).not.toContain(SECRET)
      expect(answer.body).not.toContain('root:')
      // Only where it reads as one of the window's own addresses is it answered at all, with the page.
      if (answer.status === 200) expect([headers, answer.body.includes('window')]).toEqual([TYPED, true])
    }
  })

  test('control: files of the window are read, and a name with escapes is one of its addresses', async () => {
    expect((await read('/theme.js')).body).toBe('theme()')
    expect((await read('/%74heme.js')).body).toBe('theme()')
    const page = await read('/c/lab/topics/a%2Fb%20%25', TYPED)
    expect([page.status, page.body.includes('window')]).toEqual([200, true])
  })
})

describe('sockets that want too much', () => {
  test('a message above the bound ends the connection, one at the bound is answered', async () => {
    const empty = JSON.stringify({ t: 'call', id: 1, name: 'nothing', input: '' }).length
    const longest = { t: 'call', id: 1, name: 'nothing', input: 'x'.repeat(RPC_MESSAGE_CHARS_MAX - empty) }
    const fine = await connect()
    fine.send(JSON.stringify(longest))
    expect(await nextMessage(fine)).toMatchObject({ t: 'error', id: 1, error: { code: 'unsupported' } })
    const above = await connect()
    above.send(JSON.stringify({ ...longest, input: `${longest.input}x` }))
    expect(await closeCode(above)).toBe(1013)
    const farAbove = await connect()
    farAbove.send('x'.repeat(3 * RPC_MESSAGE_CHARS_MAX + 1))
    expect(await closeCode(farAbove)).toBe(1009)
    expect(fine.readyState).toBe(fine.OPEN)
  })

  test('one socket above the bound is refused, and there is room when one ends', async () => {
    for (let i = 0; i < SOCKETS_MAX; i++) await connect()
    expect(await socketStatus({ origin: tiny.host.origin, cookie })).toBe(503)
    sockets[0]?.close()
    await until('a place is free', async () => (await socketStatus({ origin: tiny.host.origin, cookie })) === 101)
  })

  test('a flood of messages ends its own connection only', async () => {
    const [flooding, quiet] = [await connect(), await connect()]
    const closed = closeCode(flooding)
    for (let i = 0; i < 2 * SOCKET_MESSAGES_BURST; i++) flooding.send('{"t":"abort","id":1}')
    expect(await closed).toBe(1008)
    quiet.send(JSON.stringify({ t: 'call', id: 1, name: 'echo', input: { text: 'still here' } }))
    expect(await nextMessage(quiet)).toMatchObject({ value: { text: 'still here' } })
  })

  test('a binary frame, or one that is no message, ends the connection', async () => {
    const binary = await connect()
    binary.send(Buffer.from([1, 2, 3]))
    expect(await closeCode(binary)).toBe(1008)
    const noise = await connect()
    noise.send('not json')
    expect(await closeCode(noise)).toBe(1013)
  })

  test('only /rpc is a socket', async () => {
    const head = (path: string) =>
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${tiny.host.port}\r\nOrigin: ${tiny.host.origin}\r\nCookie: ${cookie}\r\n` +
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n'
    expect(await askRaw(tiny.host.origin, head('/other'))).toMatch(/^HTTP\/1.1 404 /)
    expect(await askRaw(tiny.host.origin, head('/rpc').replace('Key: AAAAAAAAAAAAAAAAAAAAAA==', 'Key: x'))).toMatch(
      /^HTTP\/1.1 400 /,
    )
  })
})

describe('what every answer carries', () => {
  test('the policy is the measured one, without any unsafe word, with a new nonce for each page', async () => {
    const [first, second] = [await read('/', TYPED), await read('/clusters', TYPED)]
    const policy = String(first.headers['content-security-policy'])
    const nonce = /'nonce-([\w-]{43})'/.exec(policy)?.[1] ?? '-'
    expect(policy.replace(nonce, 'N')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-N'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types default",
    )
    expect(first.body).toContain(`nonce="${nonce}"`)
    expect(first.body).not.toContain('__CSP_NONCE__')
    expect(String(second.headers['content-security-policy'])).not.toContain(nonce)
  })

  test('files, pages and refusals all carry it, and none lets another origin read', async () => {
    const answers = [
      await read('/', TYPED),
      await read('/assets/main-1a2b3c.js'),
      await read('/assets/missing.js'),
      await read('/session', { host: 'evil.example' }),
      await ask(tiny.host.origin, '/', TYPED),
      await ask(tiny.host.origin, '/', {}, 'POST'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 421, 401, 405])
    for (const { headers } of answers) {
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'/)
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
      expect(headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  test('pages are never kept, files with a hash in their name are, others are asked for again', async () => {
    const kept = async (path: string, headers: Headers = {}) => (await read(path, headers)).headers['cache-control']
    expect(await kept('/', TYPED)).toBe('no-store')
    expect(await kept('/assets/main-1a2b3c.js')).toBe('private, max-age=31536000, immutable')
    expect(await kept('/theme.js')).toBe('no-cache')
  })

  test('HEAD is answered like GET without the body', async () => {
    const answer = await ask(tiny.host.origin, '/theme.js', { ...OWN_PAGE, cookie }, 'HEAD')
    expect([answer.status, answer.headers['content-length'], answer.body]).toEqual([200, '7', ''])
  })
})
