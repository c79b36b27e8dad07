/** Electron for the built main bundle under plain Node: opens a window in name only, then prints what the bundle did with it. */
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'

const seen = { windows: [], forks: [], schemes: [], page: '' }
let appHandler

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  requestSingleInstanceLock: () => true,
  whenReady: () => Promise.resolve(),
  getLocale: () => 'en-US',
  getPath: () => process.env.FAKE_USER_DATA,
  quit: () => process.exit(0),
})

export class BrowserWindow extends EventEmitter {
  constructor(options) {
    super()
    seen.windows.push({ ...options, preloadExists: existsSync(options.webPreferences.preload) })
    this.webContents = Object.assign(new EventEmitter(), { setWindowOpenHandler: () => undefined })
  }
  async loadURL(url) {
    const answer = await appHandler(new Request(url))
    seen.page = await answer.text()
    seen.url = url
    process.stdout.write(JSON.stringify(seen))
    process.exit(0)
  }
}

export const dialog = {}
export const ipcMain = new EventEmitter()
export const Menu = { buildFromTemplate: (template) => template, setApplicationMenu: () => undefined }
export class MessageChannelMain {}
export const protocol = {
  registerSchemesAsPrivileged: (schemes) => seen.schemes.push(...schemes),
  handle: (_scheme, handler) => {
    appHandler = handler
  },
}
export const screen = { getAllDisplays: () => [] }
export const session = {
  defaultSession: { setPermissionRequestHandler: () => undefined, setPermissionCheckHandler: () => undefined },
}
export const shell = {}
export const utilityProcess = {
  fork: (file, _args, options) => {
    seen.forks.push({ file, exists: existsSync(file), runtime: options.env.MQLAB_NODE_RUNTIME })
    return Object.assign(new EventEmitter(), { postMessage: () => undefined })
  },
}
