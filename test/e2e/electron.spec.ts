/**
 * The desktop shell as far as it goes without Electron's binary (layer 3): the page as `app://lab` answers it, the built preload with
 * a `require` shim, the built lab service with a stand-in for `process.parentPort`. Layer 4 are the story, sync and diverged specs, which run in Electron too
 * where its binary is (support/lab-hosts.ts).
 */
import { expect, type Page, test } from '@playwright/test'
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerAppRequest } from '../../electron/app-protocol.ts'

const PAGE_ORIGIN = 'https://lab'

test.describe('the page of the desktop shell', () => {
  let home: string
  let service: ChildProcess

  test.beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'mqlab-shell-e2e-'))
    service = fork('test/e2e/support/service-process.mjs', {
      env: { ...process.env, MQLAB_HOME: home, MQLAB_NODE_RUNTIME: process.execPath },
    })
  })
  test.afterEach(async () => {
    const stopped = once(service, 'message', isAnswer)
    const ended = new Promise((resolve) => service.once('exit', resolve))
    service.send({ request: { kind: 'stop-nodes', id: 1 } })
    await stopped
    service.send({ request: { kind: 'end' } })
    await ended
    rmSync(home, { recursive: true, force: true })
  })

  test('dials through the preload script and shows the lab of the service', async ({ page }) => {
    await openShellPage(page, service)
    await expect(page.getByRole('navigation')).toBeVisible()
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    // Comes with the first snapshot of the service and from nowhere else.
    await expect(page.getByRole('contentinfo')).toContainText(home)
    await page
      .getByRole('button', { name: /Create and start|创建并启动/ })
      .last()
      .click()
    await expect(page.getByRole('contentinfo')).toContainText(/2 of 2 nodes run|2\/2 节点运行中/)
    service.send({ request: { kind: 'running-nodes', id: 7 } })
    const [answer] = (await once(service, 'message', isAnswer)) as [{ answer: { nodes: number } }]
    expect(answer.answer.nodes).toBe(2)
  })
})

function isAnswer(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'answer' in message
}

/** The next event that passes. */
function once(child: ChildProcess, name: string, passes: (value: unknown) => boolean): Promise<unknown[]> {
  return new Promise((resolve) => {
    const listener = (value: unknown): void => {
      if (!passes(value)) return
      child.off(name, listener)
      resolve([value])
    }
    child.on(name, listener)
  })
}

/** The page under another address, because Chromium knows no `app:`; everything else is the shell's own code. */
async function openShellPage(page: Page, service: ChildProcess): Promise<void> {
  let nextPort = 1
  await page.exposeFunction('shellDial', () => {
    const port = nextPort++
    if (service.connected) service.send({ request: { kind: 'serve' }, port })
    return port
  })
  await page.exposeFunction('shellPost', (port: number, data: unknown) => {
    // The page says its pings for as long as it is open, the service may have ended by then.
    if (service.connected) service.send({ port, data })
  })
  service.on('message', (message: { readonly port?: number; readonly data?: unknown }) => {
    if (message.port === undefined || page.isClosed()) return
    void page
      .evaluate(
        ({ port, data }) => {
          ;(window as unknown as { shellPorts: Map<number, MessagePort> }).shellPorts.get(port)?.postMessage(data)
        },
        { port: message.port, data: message.data },
      )
      .catch(() => undefined)
  })
  await page.addInitScript(preloadHarness(readFileSync('dist/electron/preload.cjs', 'utf8')))
  await page.route(`${PAGE_ORIGIN}/**`, async (route) => {
    const request = route.request()
    const url = `app://lab${new URL(request.url()).pathname}`
    const answer = await answerAppRequest(new Request(url, { method: request.method() }), 'dist/renderer')
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    })
  })
  await page.goto(`${PAGE_ORIGIN}/`)
}

/** The built preload with what Electron gives it: `ipcRenderer`, whose channel ends in a message port. */
function preloadHarness(preload: string): string {
  return `
    window.shellPorts = new Map()
    const listeners = new Map()
    const ipcRenderer = {
      on: (channel, listener) => listeners.set(channel, listener),
      send: async () => {
        const id = await window.shellDial()
        const channel = new MessageChannel()
        window.shellPorts.set(id, channel.port1)
        channel.port1.onmessage = (event) => window.shellPost(id, event.data)
        listeners.get('mqlab:port')({ ports: [channel.port2] })
      },
    }
    const require = (name) => {
      if (name !== 'electron') throw new Error('a sandboxed preload has no ' + name)
      return { ipcRenderer }
    }
    ;(() => { const module = { exports: {} }; const exports = module.exports; ${preload} })()
  `
}
