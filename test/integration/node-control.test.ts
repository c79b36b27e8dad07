import { spawn } from 'node:child_process'
import * as fs from 'node:fs'
import * as net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EngineError } from '../../engine/base/errors.ts'
import { CONTROL_LINE_CHARS_MAX } from '../../engine/base/limits.ts'
import { callControl, controlEndpoint, serveControl } from '../../engine/node/control-channel.ts'
import type { ControlServer } from '../../engine/node/control-channel.ts'
import { LogSink } from '../../engine/node/node-log.ts'
import {
  isProcessAlive,
  isProcessFrozen,
  isSameNode,
  isSameProcess,
  makeStartToken,
  readProcessUsage,
  signalProcess,
  spawnNode,
} from '../../engine/node/node-process.ts'
import { acquireStoreLock } from '../../engine/node/store-lock.ts'
import { eventually } from '../unit/node/real-time.ts'

const FIXTURES = join(import.meta.dirname, 'node-fixtures')
const log = new LogSink({}).log('test')

let folder: string
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'mqlab-node-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

describe('the control channel', () => {
  let server: ControlServer
  const token = makeStartToken()
  const methods = {
    status: () => ({ pid: process.pid, role: 'broker' }),
    echo: (params: unknown) => params,
    later: () => Promise.resolve('done'),
    fails: () => {
      throw new EngineError('usage', 'not like this', { context: { field: 'x' } })
    },
    breaks: () => {
      throw new Error('a bug')
    },
  }
  beforeEach(async () => {
    server = await serveControl({ home: folder, token, log, methods })
  })
  afterEach(() => server.close())
  const call = (method: string, params = {}, withToken = token): Promise<unknown> =>
    callControl(server.endpoint, withToken, method, params, 2000)

  test('answers methods, waiting for those that take time', async () => {
    expect(await call('status')).toEqual({ pid: process.pid, role: 'broker' })
    expect(await call('echo', { a: ['ä', 1] })).toEqual({ a: ['ä', 1] })
    expect(await call('later')).toBe('done')
  })

  test('carries errors with code and context', async () => {
    await expect(call('fails')).rejects.toMatchObject({
      code: 'usage',
      message: 'not like this',
      context: { field: 'x' },
    })
    await expect(call('breaks')).rejects.toMatchObject({ code: 'assertion', message: 'a bug' })
    await expect(call('toString')).rejects.toMatchObject({ code: 'unsupported' })
  })

  test('refuses a wrong token before anything else', async () => {
    await expect(call('status', {}, 'guess')).rejects.toMatchObject({ code: 'refused' })
    await expect(call('nothing', {}, '')).rejects.toMatchObject({ code: 'refused' })
  })

  test('is readable for its user only and gone after close', async () => {
    expect(fs.statSync(server.endpoint).mode & 0o777).toBe(0o600)
    await server.close()
    await expect(call('status')).rejects.toMatchObject({ code: 'connect-failed' })
  })

  test('answers several requests of one connection in order, and closes on what is no request', async () => {
    const request = (id: number, method: string): string => `${JSON.stringify({ id, token, method, params: { id } })}\n`
    const text = await talk(server.endpoint, `${request(1, 'later')}${request(2, 'echo')}garbage\n`)
    const replies = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(replies.slice(0, 2)).toEqual([
      { id: 1, result: 'done' },
      { id: 2, result: { id: 2 } },
    ])
    expect(replies[2]).toMatchObject({ id: null, error: { code: 'bad-json' } })
  })

  test('closes on a line without end instead of keeping it', async () => {
    expect(await talk(server.endpoint, 'x'.repeat(CONTROL_LINE_CHARS_MAX + 10))).toBe('')
    expect(await call('later')).toBe('done')
  })

  test('is not taken from a node that lives, and taken over from one that was killed', async () => {
    await expect(serveControl({ home: folder, token, log, methods })).rejects.toMatchObject({
      code: 'store-io',
      context: { systemCode: 'EADDRINUSE' },
    })
    await server.close()
    await leaveStaleSocket(controlEndpoint(folder))
    server = await serveControl({ home: folder, token, log, methods })
    expect(await call('later')).toBe('done')
  })

  test('has a short name for a folder whose path is too long for a socket', async () => {
    const deep = join(folder, 'x'.repeat(60), 'y'.repeat(60))
    fs.mkdirSync(deep, { recursive: true })
    const other = await serveControl({ home: deep, token, log, methods })
    expect(Buffer.byteLength(other.endpoint)).toBeLessThan(104)
    expect(other.endpoint).toBe(controlEndpoint(deep))
    expect(await callControl(other.endpoint, token, 'later', {}, 2000)).toBe('done')
    await other.close()
    expect(controlEndpoint('C:/lab/node', 'win32')).toMatch(/^\\\\\.\\pipe\\mqlab-[0-9a-f]{24}$/)
  })

  test('gives up on a node that does not answer', async () => {
    const silent = net.createServer(() => undefined)
    const endpoint = join(folder, 'silent.sock')
    await new Promise<void>((resolve) => silent.listen(endpoint, resolve))
    await expect(callControl(endpoint, token, 'status', {}, 100)).rejects.toMatchObject({ code: 'timeout' })
    silent.close()
  })
})

describe('the store lock', () => {
  test('is had by one, named with pid and path, and free after release', async () => {
    const store = join(folder, 'store')
    const lock = await acquireStoreLock(store)
    expect(fs.readFileSync(join(store, 'lock'), 'latin1')).toBe('lock')
    await expect(acquireStoreLock(store)).rejects.toMatchObject({
      code: 'store-locked',
      message: 'Lock failed, MQ already started',
      context: { path: fs.realpathSync(store), pid: process.pid },
    })
    await lock.release()
    await (await acquireStoreLock(store)).release()
  })

  test('sees through links to the real path', async () => {
    const lock = await acquireStoreLock(join(folder, 'store'))
    fs.symlinkSync(join(folder, 'store'), join(folder, 'link'))
    await expect(acquireStoreLock(join(folder, 'link'))).rejects.toMatchObject({ code: 'store-locked' })
    await lock.release()
  })

  test('is free again when its process was killed', async () => {
    const store = join(folder, 'store')
    const record = await spawnNode({
      command: process.execPath,
      args: ['--import', 'tsx', join(FIXTURES, 'lock-holder.ts'), store],
      cwd: process.cwd(),
      outputFile: join(folder, 'out.log'),
      token: makeStartToken(),
    })
    await eventually(() => fs.readFileSync(join(folder, 'out.log'), 'utf8').includes('locked'))
    await expect(acquireStoreLock(store)).rejects.toMatchObject({ context: { pid: record.pid, owner: 'mqlab' } })
    signalProcess(record, 'SIGKILL')
    await eventually(() => !isProcessAlive(record.pid))
    await (await acquireStoreLock(store)).release()
  })

  test('says when the folder cannot be used', async () => {
    fs.writeFileSync(join(folder, 'plain'), '')
    await expect(acquireStoreLock(join(folder, 'plain'))).rejects.toMatchObject({ code: 'store-io' })
  })

  test.runIf(fs.existsSync('/usr/bin/flock'))('notices another program with a lock on the file', async () => {
    const store = join(folder, 'store')
    await (await acquireStoreLock(store)).release()
    const holder = spawn('/usr/bin/flock', ['--no-fork', join(store, 'lock'), 'sleep', '60'], { stdio: 'ignore' })
    try {
      await eventually(() => fs.readFileSync('/proc/locks', 'latin1').includes(` ${holder.pid} `))
      await expect(acquireStoreLock(store)).rejects.toMatchObject({
        code: 'store-locked',
        context: { pid: holder.pid, owner: 'java' },
      })
    } finally {
      holder.kill('SIGKILL')
    }
    await eventually(() => !isProcessAlive(holder.pid as number))
    await (await acquireStoreLock(store)).release()
  })
})

describe('a started process', () => {
  test('is adopted by pid, start time and token, and by nothing less', async () => {
    const token = makeStartToken()
    const home = join(folder, 'home')
    fs.mkdirSync(home)
    const record = await spawnNode({
      command: process.execPath,
      args: ['--import', 'tsx', join(FIXTURES, 'control-node.ts'), home],
      cwd: process.cwd(),
      outputFile: join(folder, 'logs', 'out.log'),
      token,
    })
    try {
      const endpoint = controlEndpoint(home)
      await expect.poll(() => isSameNode(record, endpoint, token), { timeout: 10_000, interval: 20 }).toBe(true)
      expect(await isSameNode(record, endpoint, makeStartToken())).toBe(false)
      expect(await isSameNode({ pid: process.pid }, endpoint, token)).toBe(false)
      if (process.platform === 'linux') {
        expect(record.startTicks).toBeGreaterThan(0)
        expect(readProcessUsage(record.pid)?.residentBytes).toBeGreaterThan(10_000_000)
        signalProcess(record, 'SIGSTOP')
        await eventually(() => isProcessFrozen(record.pid) === true)
        expect(isSameProcess(record)).toBe(true)
        await expect(callControl(endpoint, token, 'status', {}, 200)).rejects.toMatchObject({ code: 'timeout' })
        signalProcess(record, 'SIGCONT')
      }
      expect(await callControl(endpoint, token, 'stop', {}, 5000)).toBe('stopping')
      await eventually(() => !isProcessAlive(record.pid))
      expect(signalProcess(record, 'SIGKILL')).toBe(false)
      expect(fs.readFileSync(join(folder, 'logs', 'out.log'), 'utf8')).toBe('control-node stops\n')
    } finally {
      signalProcess(record, 'SIGKILL')
    }
  })

  test('that cannot be started is an error', async () => {
    const started = spawnNode({
      command: join(folder, 'no-such-program'),
      args: [],
      cwd: folder,
      outputFile: join(folder, 'out.log'),
      token: 'x',
    })
    await expect(started).rejects.toMatchObject({ code: 'store-io', context: { systemCode: 'ENOENT' } })
  })

  test('loses what it did not sync when it is killed, under the unsynced file port', async () => {
    const record = await spawnNode({
      command: process.execPath,
      args: ['--import', 'tsx', join(FIXTURES, 'unsynced-writer.ts'), join(folder, 'log')],
      cwd: process.cwd(),
      outputFile: join(folder, 'out.log'),
      token: 'x',
    })
    await eventually(() => fs.readFileSync(join(folder, 'out.log'), 'utf8').includes('written'))
    signalProcess(record, 'SIGKILL')
    await eventually(() => !isProcessAlive(record.pid))
    expect(fs.readFileSync(join(folder, 'log'), 'utf8')).toBe('synced')
  })
})

/** Sends `text` and returns everything that comes back until the connection is closed. */
function talk(endpoint: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(endpoint)
    let answer = ''
    socket.on('error', () => undefined)
    socket.on('data', (part) => {
      answer += part.toString()
    })
    socket.on('close', () => resolve(answer))
    socket.write(text)
  })
}

/** A socket file whose process is gone: bound in a child that is killed before it could remove it. */
async function leaveStaleSocket(path: string): Promise<void> {
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
  const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' })
  await new Promise((resolve) => child.once('exit', resolve))
  expect(fs.existsSync(path)).toBe(true)
}
