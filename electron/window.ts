/** The one window: sandboxed, isolated, without permissions; it never leaves `app://lab`, and remembers its place. */
import type { BrowserWindow, BrowserWindowConstructorOptions, WebContents } from 'electron'
import { APP_ORIGIN } from './app-protocol.ts'
import { isExternalLink } from './external-links.ts'
import type { ElectronFacade } from './facade.ts'
import type { ShellPaths } from './paths.ts'
import { MIN_HEIGHT, MIN_WIDTH, readWindowState, writeWindowState } from './window-state.ts'

const FIRST_WIDTH = 1440
const FIRST_HEIGHT = 900
const TOP_BAR_HEIGHT = 44

export interface WindowOptions {
  readonly electron: Pick<ElectronFacade, 'BrowserWindow' | 'screen' | 'shell'>
  readonly paths: ShellPaths
  readonly platform: NodeJS.Platform
  readonly onGone: (reason: string) => void
  readonly onHanging: () => void
}

export function openWindow(options: WindowOptions): BrowserWindow {
  const { electron, paths, platform } = options
  const state = readWindowState(
    paths.dataFolder,
    electron.screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new electron.BrowserWindow({
    width: FIRST_WIDTH,
    height: FIRST_HEIGHT,
    ...(state.bounds ?? {}),
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    show: false,
    title: 'RocketMQ Cluster Lab',
    ...titleBar(platform),
    webPreferences: {
      preload: paths.preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  if (state.isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    writeWindowState(paths.dataFolder, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() })
  })
  window.on('unresponsive', options.onHanging)
  window.webContents.on('render-process-gone', (_event, details) => {
    options.onGone(`${details.reason} (${details.exitCode})`)
  })
  guard(window.webContents, electron)
  return window
}

/** The window's own top bar (44 px) is the title bar where the system draws its buttons over it; Linux keeps its frame. */
function titleBar(platform: NodeJS.Platform): BrowserWindowConstructorOptions {
  if (platform === 'darwin') return { titleBarStyle: 'hiddenInset', titleBarOverlay: { height: TOP_BAR_HEIGHT } }
  if (platform === 'win32') return { titleBarStyle: 'hidden', titleBarOverlay: { height: TOP_BAR_HEIGHT } }
  return {}
}

/** Nothing navigates away, nothing opens, nothing is embedded; links to the documentation go to the system's browser. */
function guard(contents: WebContents, electron: Pick<ElectronFacade, 'shell'>): void {
  contents.on('will-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (isExternalLink(url)) void electron.shell.openExternal(url)
    return { action: 'deny' }
  })
}

export function isOwnAddress(url: string): boolean {
  return url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`)
}
