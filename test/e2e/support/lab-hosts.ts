/**
 * The two hosts of the window: the browser host in Chromium, and Electron where its binary is. A spec runs on both by
 * `for (const host of LAB_HOSTS) test(`... (${host})`, ({ page }) => withLab(host, page, async ({ lab, window }) => ...))`.
 */
import { _electron, type ElectronApplication, type Page, test } from '@playwright/test'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LabHome } from './lab-home.ts'
import { LabServer } from './lab-server.ts'
import { LabWindow } from './lab-window.ts'

export const LAB_HOSTS = ['browser', 'Electron'] as const
export type LabHostName = (typeof LAB_HOSTS)[number]

/** A lab with its window open, on either host. */
export interface OpenLab {
  readonly lab: LabHome
  readonly window: LabWindow
  /** Where the window's addresses begin. */
  readonly origin: string
  readonly service: LabServiceProcess
}

/** The process of the lab service in the hands of a test. */
export interface LabServiceProcess {
  /** `kill -9`. Electron's shell starts another at once, the browser host stays away until `start`. */
  kill(): Promise<void>
  start(): Promise<void>
}

/** Runs `act` on a fresh lab and ends everything afterwards; skipped with the reason where the host cannot be had. */
export async function withLab(
  host: LabHostName,
  page: Page,
  act: (open: OpenLab) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  if (host === 'browser') {
    const lab = new LabServer()
    try {
      await lab.start(env)
      const service = { kill: () => lab.end('SIGKILL'), start: () => lab.start() }
      await act({ lab, window: await LabWindow.open(page, lab.url), origin: lab.origin, service })
    } finally {
      await lab.dispose()
    }
    return
  }
  const binary = electronBinary()
  const lab = new LabHome()
  let app: ElectronApplication | undefined
  try {
    app = await _electron.launch({
      executablePath: binary,
      args: ['.', `--user-data-dir=${join(lab.home, 'user-data')}`],
      env: { ...(process.env as Record<string, string>), MQLAB_HOME: lab.home, ...env },
    })
    const first = await app.firstWindow()
    const window = await LabWindow.open(first, 'app://lab/')
    await act({ lab, window, origin: 'app://lab', service: utilityProcessOf(app) })
  } finally {
    // Nodes first: a shell with running nodes asks before it quits, and here nobody would answer.
    lab.remove()
    await app?.close()
  }
}

function utilityProcessOf(app: ElectronApplication): LabServiceProcess {
  return {
    kill: async () => {
      const pid = await app.evaluate(
        ({ app: shell }) => shell.getAppMetrics().find(({ serviceName }) => serviceName?.endsWith('lab-service'))?.pid,
      )
      if (pid === undefined) throw new Error('the shell has no lab service')
      process.kill(pid, 'SIGKILL')
    },
    start: () => Promise.resolve(),
  }
}

/** Electron's executable; skips the test, saying why, where it is not. Never `require('electron')`: that downloads. */
function electronBinary(): string {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? 'node_modules/electron/dist'
  const pathFile = 'node_modules/electron/path.txt'
  const binary = join(folder, existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : 'electron')
  const reason = `Electron's binary is not on this machine (${binary}): it is downloaded from GitHub at its first use`
  // Playwright's list shows a skip without its reason.
  if (!existsSync(binary)) console.log(`SKIPPED in Electron: ${reason}`)
  test.skip(!existsSync(binary), reason)
  return binary
}
