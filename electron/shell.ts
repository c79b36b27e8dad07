/**
 * The life of the desktop application: one instance, the `app://` protocol, one window, the lab service beside it, and the
 * question at the end. Everything of Electron comes in as an argument.
 */
import type { BrowserWindow, IpcMainEvent, MessageBoxOptions } from 'electron'
import { answerAppRequest, APP_ORIGIN, APP_SCHEME } from './app-protocol.ts'
import { crashLog, RestartBudget } from './crash-log.ts'
import { type EngineProcess, startEngineProcess } from './engine-process.ts'
import type { ElectronFacade } from './facade.ts'
import { menuTemplate } from './menu.ts'
import type { ShellPaths } from './paths.ts'
import { shellTexts } from './shell-texts.ts'
import { isOwnAddress, openWindow } from './window.ts'

/** Page to main: asks for a port to the lab service. Main to page: here it is. */
export const DIAL_CHANNEL = 'mqlab:dial'
export const PORT_CHANNEL = 'mqlab:port'

const RELOADS_MAX = 3
const RELOADS_WINDOW_MS = 60_000
const DOCUMENTATION = 'https://rocketmq.apache.org/docs/'

export interface Surroundings {
  readonly paths: ShellPaths
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly labHome: string
}

/** Starts the shell. Before `app` is ready: the scheme has to be known by then. */
export function startShell(electron: ElectronFacade, around: Surroundings): void {
  const { app } = electron
  const { paths } = around
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  const crashes = crashLog(paths.dataFolder)
  const reloads = new RestartBudget(RELOADS_MAX, RELOADS_WINDOW_MS)
  let window: BrowserWindow | undefined
  let engine: EngineProcess | undefined
  let isQuitAgreed = false
  const texts = (): ReturnType<typeof shellTexts> => shellTexts(app.getLocale())

  const open = (path: string): void => {
    if (window === undefined) {
      window = openWindow({ electron, paths, platform: around.platform, onGone: gone, onHanging: hanging })
      window.on('closed', () => {
        window = undefined
      })
    }
    void window.loadURL(`${APP_ORIGIN}${path}`)
  }

  const focus = (): void => {
    if (window === undefined) open('/')
    else {
      if (window.isMinimized()) window.restore()
      window.focus()
    }
  }

  function gone(reason: string): void {
    crashes(`window gone: ${reason}`)
    if (reloads.take(Date.now())) {
      window?.reload()
      return
    }
    const t = texts()
    void choose({
      type: 'error',
      message: t.crashTitle,
      detail: t.crashDetail(paths.dataFolder),
      buttons: [t.reload, t.quit],
    }).then((answer) => (answer === 0 ? window?.reload() : app.quit()))
  }

  function hanging(): void {
    const t = texts()
    void choose({ type: 'warning', message: t.hangTitle, detail: t.hangDetail, buttons: [t.wait, t.reload] }).then(
      (answer) => {
        if (answer === 1) window?.reload()
      },
    )
  }

  function givenUp(): void {
    const t = texts()
    void choose({
      type: 'error',
      message: t.serviceTitle,
      detail: t.serviceDetail(paths.dataFolder),
      buttons: [t.reload, t.quit],
    }).then((answer) => {
      if (answer === 0) engine = startEngine()
      else app.quit()
    })
  }

  async function choose(options: MessageBoxOptions): Promise<number> {
    const { response } = await (window === undefined
      ? electron.dialog.showMessageBox(options)
      : electron.dialog.showMessageBox(window, options))
    return response
  }

  function startEngine(): EngineProcess {
    return startEngineProcess({ electron, paths, crashes, env: around.env, onGivenUp: givenUp })
  }

  function dial(event: IpcMainEvent): void {
    // Only the window's own page may ask: not a frame in it, not another page.
    const { senderFrame } = event
    if (senderFrame === null || senderFrame.parent !== null || !isOwnAddress(senderFrame.url)) return
    const { port1, port2 } = new electron.MessageChannelMain()
    senderFrame.postMessage(PORT_CHANNEL, null, [port1])
    engine?.serve(port2)
  }

  /** Quitting asks when nodes run: leave them, stop them, or stay. */
  async function agreeToQuit(): Promise<void> {
    const nodes = (await engine?.runningNodes()) ?? 0
    if (nodes > 0) {
      const t = texts()
      const answer = await choose({
        type: 'question',
        message: t.quitTitle(nodes),
        detail: t.quitDetail,
        buttons: [t.quitLeave, t.quitStop, t.cancel],
        defaultId: 0,
        cancelId: 2,
      })
      if (answer === 2) return
      if (answer === 1) await engine?.stopNodes()
    }
    isQuitAgreed = true
    engine?.end()
    app.quit()
  }

  electron.protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
  app.on('second-instance', focus)
  app.on('activate', focus)
  app.on('window-all-closed', () => {
    // On macOS an application lives on without windows.
    if (around.platform !== 'darwin') app.quit()
  })
  app.on('before-quit', (event) => {
    if (isQuitAgreed) return
    event.preventDefault()
    void agreeToQuit()
  })
  app.on('child-process-gone', (_event, details) => {
    crashes(`${details.type} gone: ${details.reason} (${details.exitCode})`)
  })
  void app.whenReady().then(() => {
    electron.session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
    electron.session.defaultSession.setPermissionCheckHandler(() => false)
    electron.protocol.handle(APP_SCHEME, (request) => answerAppRequest(request, paths.rendererFolder))
    electron.ipcMain.on(DIAL_CHANNEL, dial)
    engine = startEngine()
    electron.Menu.setApplicationMenu(
      electron.Menu.buildFromTemplate(
        menuTemplate(
          texts(),
          {
            open,
            openDocumentation: () => void electron.shell.openExternal(DOCUMENTATION),
            openLabFolder: () => void electron.shell.openPath(around.labHome),
          },
          around.platform,
        ),
      ),
    )
    open('/')
  })
}
