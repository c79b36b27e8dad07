/**
 * Goal: `mqlab serve` can be started twice, ended, killed and started again without a browser noticing more than a pause.
 * Method: the command as a process of its own, on a lab home of its own, asked by raw requests.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ask, closeCode, nextMessage, openSocket, OWN_PAGE, signIn, TYPED } from './support/browser.ts'
import { programEnvironment } from './support/programs.ts'
import { until } from './support/until.ts'

const FIXTURE = join(import.meta.dirname, 'serve-fixtures', 'tiny-service.ts')

interface Served {
  readonly url: string
  readonly pid: number
  readonly origin: string
  readonly child: ChildProcess
}

interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

let home: string
let children: ChildProcess[]
let servers: Server[]

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mqserve-'))
  children = []
  servers = []
  mkdirSync(join(home, 'renderer'))
  writeFileSync(join(home, 'renderer', 'index.html'), 'the window')
})

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await until('every process of the test has ended', () =>
    children.every((c) => c.exitCode !== null || c.signalCode !== null),
  )
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  rmSync(home, { recursive: true, force: true })
})

function launch(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', FIXTURE, '--home', home, ...args], {
    env: programEnvironment({
      MQLAB_RENDERER: join(home, 'renderer'),
      DISPLAY: '',
      WAYLAND_DISPLAY: '',
      BROWSER: '',
      ...env,
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  return child
}

/** Starts the service and waits for its first line. */
function serve(args: readonly string[] = ['--port', '0'], env: Readonly<Record<string, string>> = {}): Promise<Served> {
  const child = launch(['--json', ...args], env)
  return new Promise((resolve, reject) => {
    let text = ''
    let problem = ''
    child.stderr?.on('data', (part: Buffer) => (problem += part.toString('utf8')))
    child.stdout?.on('data', (part: Buffer) => {
      text += part.toString('utf8')
      const end = text.indexOf('\n')
      if (end < 0) return
      const { url, pid } = JSON.parse(text.slice(0, end)) as { url: string; pid: number }
      resolve({ url, pid, origin: new URL(url).origin, child })
    })
    child.on('close', (exitCode) => reject(new Error(`serve ended with ${exitCode}: ${problem}`)))
  })
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = launch(args, env)
  return new Promise((resolve) => {
    let stdout = ''
    let stderr = ''
    child.stdout?.on('data', (part: Buffer) => (stdout += part.toString('utf8')))
    child.stderr?.on('data', (part: Buffer) => (stderr += part.toString('utf8')))
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }))
  })
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.on('close', (exitCode) => resolve(exitCode)))
}

/** A port somebody else has. */
async function takenPort(): Promise<number> {
  const server = createServer()
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return (server.address() as { port: number }).port
}

const isSignedIn = async (origin: string, cookie: string): Promise<boolean> =>
  (await ask(origin, '/session', { ...OWN_PAGE, cookie })).status === 200

test('the first line says where it is and who; its link signs in and its socket answers', async () => {
  const served = await serve()
  expect(served.pid).toBe(served.child.pid)
  const cookie = await signIn(served.url)
  expect((await ask(served.origin, '/', { ...TYPED, cookie })).body).toBe('the window')
  const outcome = await openSocket(served.origin, { origin: served.origin, cookie })
  if (!('opened' in outcome)) throw new Error(`refused: ${outcome.refused}`)
  outcome.opened.send(JSON.stringify({ t: 'call', id: 1, name: 'service.sessions', input: {} }))
  const answer = (await nextMessage(outcome.opened)) as { value: { sessions: { id: string; isThisOne: boolean }[] } }
  expect(answer.value.sessions).toMatchObject([{ isThisOne: true }])
  const closed = closeCode(outcome.opened)
  const id = answer.value.sessions[0]?.id
  outcome.opened.send(JSON.stringify({ t: 'call', id: 2, name: 'service.revokeSession', input: { id } }))
  // Signing oneself out is answered before the socket ends.
  expect(await nextMessage(outcome.opened)).toEqual({ t: 'value', id: 2, value: {} })
  expect(await closed).toBe(4401)
  expect(await isSignedIn(served.origin, cookie)).toBe(false)
})

test('a second command on the home says who runs and makes a link of its own; nothing is started', async () => {
  const served = await serve()
  const second = await run(['--json'])
  const { url, pid } = JSON.parse(second.stdout) as { url: string; pid: number }
  expect([second.exitCode, pid, new URL(url).origin]).toEqual([0, served.pid, served.origin])
  expect(url).not.toBe(served.url)
  expect(await isSignedIn(served.origin, await signIn(url))).toBe(true)
  const told = await run([], { LANG: 'zh_CN.UTF-8' })
  expect(told.stdout).toContain(`此目录的实验室服务已在运行：pid ${served.pid}，${served.origin}`)
})

test('--open hands a good link to the browser of the desktop, also from a second command', async () => {
  const bin = join(home, 'bin')
  mkdirSync(bin)
  writeFileSync(
    join(bin, 'xdg-open'),
    `#!/bin/sh\nprintf '%s' "$1" > '${home}/opened.part' && mv '${home}/opened.part' '${home}/opened'\n`,
  )
  chmodSync(join(bin, 'xdg-open'), 0o755)
  const env = { DISPLAY: ':99', PATH: `${bin}:${process.env['PATH'] ?? ''}` }
  const opened = async (): Promise<string> => {
    const file = join(home, 'opened')
    await until('the browser was opened', () => statSync(file, { throwIfNoEntry: false }) !== undefined)
    const link = readFileSync(file, 'utf8')
    rmSync(file)
    return link
  }
  const served = await serve(['--port', '0', '--open'], env)
  expect(await isSignedIn(served.origin, await signIn(await opened()))).toBe(true)
  expect((await run(['--open'], env)).exitCode).toBe(0)
  expect(await isSignedIn(served.origin, await signIn(await opened()))).toBe(true)
})

test('--open without a desktop fails nothing and says so', async () => {
  await serve(['--port', '0', '--open'])
  const told = await run(['--open'])
  expect(told.exitCode).toBe(0)
  expect(told.stdout).toContain('No browser could be opened here')
})

test.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
  'after %s the next service has the same port and knows the browser',
  async (signal) => {
    const first = await serve()
    const cookie = await signIn(first.url)
    const end = ended(first.child)
    first.child.kill(signal)
    expect(await end).toBe(signal === 'SIGKILL' ? null : 0)
    // No --port: it takes the one the open windows know.
    const next = await serve([])
    expect([next.origin, next.pid === first.pid]).toEqual([first.origin, false])
    expect(await isSignedIn(next.origin, cookie)).toBe(true)
    const fresh = new URL(next.url)
    const old = new URL(first.url)
    expect((await ask(next.origin, old.pathname + old.search, TYPED)).status).toBe(403)
    expect((await ask(next.origin, fresh.pathname + fresh.search, TYPED)).status).toBe(303)
  },
)

test('an open window does not hold the end up', async () => {
  const served = await serve()
  const cookie = await signIn(served.url)
  const outcome = await openSocket(served.origin, { origin: served.origin, cookie })
  if (!('opened' in outcome)) throw new Error(`refused: ${outcome.refused}`)
  const [code, end] = [closeCode(outcome.opened), ended(served.child)]
  served.child.kill('SIGTERM')
  expect([await code, await end]).toEqual([1001, 0])
})

test('a port that is taken is named with who has it and what to do, in both languages', async () => {
  const port = await takenPort()
  const en = await run(['--port', String(port)])
  expect([en.exitCode, en.stdout]).toEqual([1, ''])
  const who = process.platform === 'linux' ? `pid ${process.pid}` : 'another program'
  expect(en.stderr).toContain(`port ${port} is taken by ${who}`)
  expect(en.stderr).toContain('--port')
  const zh = await run(['--port', String(port)], { LANG: 'zh_CN.UTF-8' })
  expect(zh.stderr).toMatch(new RegExp(`端口 ${port} 被.*占用：请用 --port`))
})

test('browsers are listed and signed out from the command line, with the service running and without', async () => {
  const served = await serve()
  const [one, two] = [
    await signIn(served.url),
    await signIn((JSON.parse((await run(['--json'])).stdout) as Served).url),
  ]
  const listed = async (): Promise<string[]> =>
    (JSON.parse((await run(['--sessions', '--json'])).stdout) as { sessions: { id: string }[] }).sessions.map(
      ({ id }) => id,
    )
  const idOf = (cookie: string): string => cookie.split('=')[1]?.split('.')[0] ?? ''
  expect((await listed()).sort()).toEqual([idOf(one), idOf(two)].sort())
  expect((await run(['--revoke', idOf(one)])).stdout).toBe('signed out: 1\n')
  expect([await isSignedIn(served.origin, one), await isSignedIn(served.origin, two)]).toEqual([false, true])
  const unknown = await run(['--revoke', 'nobody'])
  expect([unknown.exitCode, unknown.stderr]).toEqual([1, expect.stringContaining('there is no session "nobody"')])
  const end = ended(served.child)
  served.child.kill('SIGTERM')
  await end
  expect(await listed()).toEqual([idOf(two)])
  expect((await run(['--revoke', 'all', '--json'])).stdout).toBe('{"revoked":1}\n')
  const next = await serve([])
  expect(await isSignedIn(next.origin, two)).toBe(false)
})

test('its own files are for its user only', async () => {
  const served = await serve()
  await signIn(served.url)
  expect(statSync(join(home, 'serve')).mode & 0o777).toBe(0o700)
  for (const file of ['service.json', 'sessions.json', 'control.sock'])
    expect([file, (statSync(join(home, 'serve', file)).mode & 0o777).toString(8)]).toEqual([file, '600'])
})
