import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DIAL_CHANNEL, startShell } from '../../../electron/shell.ts'
import { type FakeElectron, fakeElectron, FakeWindow } from './fake-electron.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mqlab-shell-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function started(options: Parameters<typeof fakeElectron>[0] = {}): Promise<FakeElectron> {
  const fake = fakeElectron(options)
  startShell(fake.facade, {
    paths: {
      rendererFolder: join(folder, 'renderer'),
      preloadFile: '/x/preload.cjs',
      labServiceFile: '/x/mqlab-service.js',
      nodeRuntime: '/x/runtime/bin/node',
      dataFolder: folder,
    },
    platform: 'linux',
    env: { HOME: '/home/u', NODE_OPTIONS: '--inspect' },
    labHome: '/home/u/.rocketmq-lab',
  })
  await settled()
  return fake
}

/** Promises that are ready have run. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

const theWindow = (): FakeWindow => FakeWindow.all[0] as FakeWindow

/** Answers the shell's question for the number of nodes, as the service would. */
function serviceSays(fake: FakeElectron, nodes: number): void {
  fake.children[0]?.on('posted', (message: { kind: string; id: number }) => {
    if (message.kind === 'running-nodes') fake.children[0]?.emit('message', { kind: 'answer', id: message.id, nodes })
    if (message.kind === 'stop-nodes') fake.children[0]?.emit('message', { kind: 'answer', id: message.id, nodes: 0 })
  })
}

describe('the window', () => {
  test('is sandboxed, isolated and loads app://lab/', async () => {
    await started()
    expect(theWindow().loaded).toEqual(['app://lab/'])
    expect(theWindow().options['webPreferences']).toMatchObject({
      preload: '/x/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    })
  })
  test('is one: a second start shows the first and ends itself', async () => {
    const fake = await started()
    fake.app.emit('second-instance')
    expect(FakeWindow.all).toHaveLength(1)
    expect(theWindow().isFocused).toBe(true)
    const second = await started({ hasLock: false })
    expect(second.app.quits).toBe(1)
    expect(FakeWindow.all).toHaveLength(0)
  })
  test('never leaves app://lab, opens only documentation, and only in the system’s browser', async () => {
    const fake = await started()
    const refused: string[] = []
    for (const url of ['https://evil.example/', 'app://labx/', 'file:///etc/passwd', 'app://lab/c/x/topology']) {
      theWindow().webContents.emit('will-navigate', { url, preventDefault: () => refused.push(url) })
    }
    expect(refused).toEqual(['https://evil.example/', 'app://labx/', 'file:///etc/passwd'])
    const open = (url: string): string => theWindow().webContents.openHandler({ url }).action
    expect(
      [
        'https://rocketmq.apache.org/docs/',
        'http://rocketmq.apache.org/',
        'https://rocketmq.apache.org.evil.example/',
      ].map(open),
    ).toEqual(['deny', 'deny', 'deny'])
    expect(fake.opened).toEqual(['https://rocketmq.apache.org/docs/'])
  })
  test('gets no permission', async () => {
    const { permissions } = await started()
    const answers: boolean[] = []
    permissions.ask?.(null, 'media', (ok) => answers.push(ok))
    expect([...answers, permissions.check?.()]).toEqual([false, false])
  })
  test('remembers its place', async () => {
    await started()
    theWindow().emit('close')
    expect(JSON.parse(readFileSync(join(folder, 'window-state.json'), 'utf8'))).toEqual({
      bounds: { x: 10, y: 20, width: 1300, height: 800 },
      isMaximized: false,
    })
    await started()
    expect(theWindow().options).toMatchObject({ x: 10, y: 20, width: 1300, height: 800 })
  })
  test('is loaded again after a crash, three times a minute at most, then the user decides', async () => {
    const fake = await started()
    for (let i = 0; i < 4; i++)
      theWindow().webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
    expect(theWindow().reloads).toBe(3)
    expect(fake.questions).toHaveLength(1)
    expect(readFileSync(join(folder, 'crashes.log'), 'utf8').match(/window gone: crashed \(5\)/g)).toHaveLength(4)
  })
})

describe('a page that dials', () => {
  const frame = (url: string, parent: unknown = null) => {
    const posted: unknown[][] = []
    return { url, parent, posted, postMessage: (...args: unknown[]) => posted.push(args) }
  }
  test('gets one end of a channel, the service the other', async () => {
    const fake = await started()
    const senderFrame = frame('app://lab/c/orders/topology')
    fake.ipc.emit(DIAL_CHANNEL, { senderFrame })
    expect(senderFrame.posted).toHaveLength(1)
    expect(fake.children[0]?.messages).toEqual([
      {
        message: { kind: 'serve' },
        ports: [expect.objectContaining({ name: expect.stringMatching(/^service-/) as string })],
      },
    ])
  })
  test('gets nothing when it is a frame or another page', async () => {
    const fake = await started()
    const frames = [frame('https://evil.example/'), frame('app://lab/', frame('app://lab/'))]
    for (const senderFrame of frames) fake.ipc.emit(DIAL_CHANNEL, { senderFrame })
    expect(frames.flatMap((each) => each.posted)).toEqual([])
    expect(fake.children[0]?.messages).toEqual([])
  })
})

describe('the lab service', () => {
  test('gets the runtime for its nodes and no NODE_OPTIONS', async () => {
    const fake = await started()
    expect(fake.children[0]?.env).toEqual({ HOME: '/home/u', MQLAB_NODE_RUNTIME: '/x/runtime/bin/node' })
  })
  test('is started again when it ends by itself, with its last words in the log, and not for ever', async () => {
    const fake = await started()
    fake.answers.push(1)
    for (let i = 0; i < 5; i++) {
      fake.children[i]?.stderr.emit('data', Buffer.from(`word ${i}`))
      fake.children[i]?.emit('exit', 1)
    }
    await settled()
    expect(fake.children).toHaveLength(5)
    expect(fake.questions[0]?.message).toBe('The lab service ended several times.')
    expect(readFileSync(join(folder, 'crashes.log'), 'utf8')).toContain('lab service ended with 1: word 0')
  })
})

describe('quitting', () => {
  test('asks nothing when nothing runs, and ends the service', async () => {
    const fake = await started()
    serviceSays(fake, 0)
    fake.app.emit('window-all-closed')
    await settled()
    expect(fake.questions).toEqual([])
    expect(fake.children[0]?.messages.at(-1)?.message).toEqual({ kind: 'end' })
  })
  test('asks in the system’s language when nodes run, and leaves them when told so', async () => {
    const fake = await started({ locale: 'zh-CN' })
    serviceSays(fake, 6)
    fake.answers.push(0)
    fake.app.emit('window-all-closed')
    await settled()
    expect(fake.questions[0]).toMatchObject({
      message: '有 6 个节点正在运行。',
      buttons: ['继续运行', '全部停止', '取消'],
    })
    expect(fake.children[0]?.messages.map((each) => each.message['kind'])).toEqual(['running-nodes', 'end'])
  })
  test('stops them when told so', async () => {
    const fake = await started()
    serviceSays(fake, 6)
    fake.answers.push(1)
    fake.app.emit('window-all-closed')
    await settled()
    expect(fake.children[0]?.messages.map((each) => each.message['kind'])).toEqual([
      'running-nodes',
      'stop-nodes',
      'end',
    ])
  })
  test('stays when told so', async () => {
    const fake = await started()
    serviceSays(fake, 6)
    fake.answers.push(2)
    const ended: unknown[] = []
    fake.app.on('will-quit', () => ended.push('quit'))
    fake.app.emit('window-all-closed')
    await settled()
    expect(ended).toEqual([])
    expect(fake.children[0]?.messages.map((each) => each.message['kind'])).toEqual(['running-nodes'])
  })
})
