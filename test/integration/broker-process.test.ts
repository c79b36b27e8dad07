import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../engine/base/bytes.ts'
import { callControl, controlEndpoint } from '../../engine/node/control-channel.ts'
import { makeStartToken, START_TOKEN_VARIABLE } from '../../engine/node/node-process.ts'
import { nodePorts } from '../../engine/node/ports.ts'
import { pullMessage } from '../../engine/protocol/apis/pull.ts'
import { sendMessageV2 } from '../../engine/protocol/apis/send.ts'
import { decodeRecords } from '../../engine/protocol/record.ts'
import { RpcClient } from '../../engine/remoting/rpc-client.ts'
import { pullHeader, sendHeader } from '../unit/broker/broker-cluster.ts'
import { BrokerWorld } from './broker-world.ts'

const BUNDLE = join(import.meta.dirname, '../../dist/mqbroker.js')

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

describe('mqbroker as a process', () => {
  let folder: string
  let port: number
  let client: RpcClient
  const children: ChildProcess[] = []

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mq-process-'))
    const world = new BrokerWorld()
    port = await world.freePort()
    await world.stop()
    client = new RpcClient({ ports: nodePorts({ logName: 'test' }) })
  })

  afterEach(async () => {
    client.stop()
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    rmSync(folder, { recursive: true, force: true })
  })

  function configFile(settings: Record<string, string | number> = {}): string {
    const path = join(folder, 'broker.conf')
    const keys = {
      brokerName: 'broker-a',
      listenPort: port,
      bindAddress: '127.0.0.1',
      brokerIP1: '127.0.0.1',
      brokerIP2: '127.0.0.1',
      // Nobody listens there: these brokers are asked directly.
      namesrvAddr: '127.0.0.1:1',
      storePathRootDir: join(folder, 'store'),
      mappedFileSizeCommitLog: 1024 * 1024,
      ...settings,
    }
    writeFileSync(
      path,
      Object.entries(keys)
        .map(([key, value]) => `${key}=${value}\n`)
        .join(''),
    )
    return path
  }

  function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess & { output: Promise<Ended> } {
    const child = spawn(process.execPath, [BUNDLE, ...args], {
      env: { ...process.env, HOME: folder, LANG: 'C', ...env },
    })
    children.push(child)
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    const output = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }))
    return Object.assign(child, { output })
  }

  async function booted(child: ChildProcess): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('boot success')) resolve()
      })
      child.once('exit', () => reject(new Error('the broker ended while starting')))
    })
  }

  async function send(text: string): Promise<number> {
    const address = `127.0.0.1:${port}`
    const { command } = await client.invoke(sendMessageV2, address, sendHeader(), bytesFromUtf8(text), 5000)
    return command.code
  }

  async function stored(): Promise<string[]> {
    const address = `127.0.0.1:${port}`
    const texts: string[] = []
    for (;;) {
      const header = pullHeader({ queueOffset: texts.length, sysFlag: 4 })
      const { command } = await client.invoke(pullMessage, address, header, undefined, 5000).catch(() => ({
        command: undefined,
      }))
      if (command?.body === undefined) return texts
      texts.push(...decodeRecords(command.body).records.map(({ body }) => body.utf8Slice()))
    }
  }

  test('says in one line that it runs, stops cleanly on SIGTERM, and finds its messages again', async () => {
    const first = start(['-c', configFile()])
    await booted(first)
    expect(await send('kept')).toBe(0)
    first.kill('SIGTERM')
    const ended = await first.output
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(ended.stdout).toBe(
      `The broker[broker-a, 127.0.0.1:${port}] boot success. serializeType=JSON and name server is 127.0.0.1:1\n`,
    )
    expect(existsSync(join(folder, 'store/abort'))).toBe(false)
    const second = start(['-c', configFile()])
    await booted(second)
    expect(await stored()).toEqual(['kept'])
  })

  test('every message that SYNC_FLUSH acknowledged survives a kill that loses what was not synced', async () => {
    const env = { MQLAB_FILE_PORT: 'unsynced' }
    const path = configFile({ flushDiskType: 'SYNC_FLUSH' })
    const first = start(['-c', path], env)
    await booted(first)
    const acknowledged: string[] = []
    const sending = Array.from({ length: 200 }, async (_, i) => {
      const code = await send(`m${i}`).catch(() => -1)
      if (code === 0) acknowledged.push(`m${i}`)
    })
    await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(20)
    first.kill('SIGKILL')
    await first.output
    await Promise.all(sending)
    const second = start(['-c', path], env)
    await booted(second)
    const texts = new Set(await stored())
    expect(acknowledged.filter((text) => !texts.has(text))).toEqual([])
  })

  test.each([
    ['abort is a directory', 'store/abort', 74, 'is a directory, but must be a file'],
    ['checkpoint is a directory', 'store/checkpoint', 74, 'is a directory, but must be a file'],
  ])('%s: one line with the path, the fix and an exit code', async (_what, directory, code, text) => {
    mkdirSync(join(folder, directory), { recursive: true })
    const ended = await start(['-c', configFile()]).output
    expect(ended.code).toBe(code)
    expect(ended.stderr.trim().split('\n')).toHaveLength(1)
    expect(ended.stderr).toContain(join(folder, directory))
    expect(ended.stderr).toContain(text)
    expect(ended.stderr).toContain('fix: ')
  })

  test('a second broker on the same store says who has it, in the language of the user', async () => {
    await booted(start(['-c', configFile()]))
    const other = configFile({ listenPort: port + 100 })
    const english = await start(['-c', other]).output
    expect(english.code).toBe(75)
    expect(english.stderr).toContain('Lock failed, MQ already started')
    expect(english.stderr).toContain(`pid ${children[0]!.pid}`)
    const chinese = await start(['-c', other], { LANG: 'zh_CN.UTF-8' }).output
    expect(chinese.code).toBe(75)
    expect(chinese.stderr).toContain('解决办法')
  })

  test('a store that cannot be written has a code of its own', async () => {
    writeFileSync(join(folder, 'file'), '')
    const under = await start(['-c', configFile({ storePathRootDir: join(folder, 'file/store') })]).output
    expect(under.code).toBe(74)
    expect(under.stderr).toContain(join(folder, 'file'))
  })

  test('a port in use is named with the key that asks for it', async () => {
    await booted(start(['-c', configFile()]))
    const ended = await start(['-c', configFile({ listenPort: port + 2, storePathRootDir: join(folder, 'other') })])
      .output
    expect(ended.code).toBe(76)
    expect(ended.stderr).toContain(`Failed to bind 127.0.0.1:${port} (listenPort - 2)`)
  })

  test('--enable-proxy is refused, -h and -p answer and end', async () => {
    expect((await start(['--enable-proxy']).output).code).toBe(69)
    const help = await start(['-h', '--lang', 'zh']).output
    expect(help).toMatchObject({ code: 0 })
    expect(help.stdout).toContain('用法')
    const print = await start(['-c', configFile(), '-p']).output
    expect(print.stdout).toContain(`\nlistenPort=${port}\n`)
  })

  test('answers and obeys its control channel', async () => {
    const token = makeStartToken()
    const child = start(['-c', configFile()], { MQLAB_NODE_DIR: folder, [START_TOKEN_VARIABLE]: token })
    await booted(child)
    const call = (method: string, params = {}): Promise<unknown> =>
      callControl(controlEndpoint(folder), token, method, params, 5000)
    await expect
      .poll(() => call('status').catch(() => undefined))
      .toMatchObject({
        pid: child.pid,
        kind: 'broker',
        role: 'ASYNC_MASTER',
        address: `127.0.0.1:${port}`,
      })
    expect(existsSync(join(folder, 'logs/broker.log'))).toBe(true)
    expect(await call('faults.apply', { peer: 'x', addresses: ['127.0.0.1:1'], kind: 'cut' })).toMatchObject({
      faults: [
        { peer: 'x', kind: 'cut' },
        { peer: 'x', kind: 'cut' },
      ],
    })
    expect(await call('stop')).toEqual({ isStopping: true })
    expect(await child.output).toMatchObject({ code: 0 })
  })
})
