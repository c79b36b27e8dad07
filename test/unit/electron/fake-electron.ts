/**
 * Electron's surface as the shell uses it, recorded instead of drawn: events are fired by the test, dialogs answer what it says.
 * Layer 1 of electron's four test layers (docs/ARCHITECTURE.md); the types are electron.d.ts's.
 */
import { EventEmitter } from 'node:events'
import type { ElectronFacade } from '../../../electron/facade.ts'

export class FakeWindow extends EventEmitter {
  static readonly all: FakeWindow[] = []
  readonly options: Record<string, unknown>
  readonly loaded: string[] = []
  readonly webContents = new FakeContents()
  reloads = 0
  isFocused = false

  constructor(options: Record<string, unknown>) {
    super()
    this.options = options
    FakeWindow.all.push(this)
  }
  loadURL(url: string): Promise<void> {
    this.loaded.push(url)
    return Promise.resolve()
  }
  show(): void {
    this.emit('shown')
  }
  reload(): void {
    this.reloads++
  }
  maximize(): void {
    this.emit('maximized')
  }
  isMinimized(): boolean {
    return false
  }
  isMaximized(): boolean {
    return false
  }
  focus(): void {
    this.isFocused = true
  }
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return { x: 10, y: 20, width: 1300, height: 800 }
  }
}

export class FakeContents extends EventEmitter {
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
}

export class FakeChild extends EventEmitter {
  readonly stdout = new EventEmitter()
  readonly stderr = new EventEmitter()
  readonly messages: { readonly message: Record<string, unknown>; readonly ports: readonly unknown[] }[] = []
  readonly env: Record<string, string>

  constructor(env: Record<string, string>) {
    super()
    this.env = env
  }
  postMessage(message: Record<string, unknown>, ports: readonly unknown[] = []): void {
    this.messages.push({ message, ports })
    this.emit('posted', message)
  }
}

export interface FakeElectron {
  readonly facade: ElectronFacade
  readonly app: EventEmitter & { quits: number; hasLock: boolean }
  readonly ipc: EventEmitter
  readonly children: FakeChild[]
  readonly schemes: { scheme: string; privileges: Record<string, unknown> }[]
  readonly handlers: Map<string, (request: Request) => Promise<Response>>
  readonly opened: string[]
  readonly permissions: { ask?: (c: unknown, p: string, answer: (ok: boolean) => void) => void; check?: () => boolean }
  /** What the next dialogs answer, in order; 0 when none is left. */
  readonly answers: number[]
  readonly questions: { message: string; buttons: string[] }[]
}

export function fakeElectron(options: { locale?: string; hasLock?: boolean } = {}): FakeElectron {
  FakeWindow.all.length = 0
  const app = Object.assign(new EventEmitter(), {
    quits: 0,
    hasLock: options.hasLock ?? true,
    requestSingleInstanceLock: () => options.hasLock ?? true,
    whenReady: () => Promise.resolve(),
    getLocale: () => options.locale ?? 'en-US',
    quit: () => {
      app.quits++
      let isPrevented = false
      app.emit('before-quit', {
        preventDefault: () => {
          isPrevented = true
        },
      })
      if (!isPrevented) app.emit('will-quit')
    },
  })
  const fake: Omit<FakeElectron, 'facade'> = {
    app,
    ipc: new EventEmitter(),
    children: [],
    schemes: [],
    handlers: new Map(),
    opened: [],
    permissions: {},
    answers: [],
    questions: [],
  }
  let nextPort = 1
  const facade = {
    app,
    BrowserWindow: FakeWindow,
    Menu: { buildFromTemplate: (template: unknown) => template, setApplicationMenu: () => undefined },
    MessageChannelMain: class {
      readonly port1 = { name: `page-${nextPort}`, close: () => undefined }
      readonly port2 = { name: `service-${nextPort++}`, close: () => undefined }
    },
    dialog: {
      showMessageBox: (...args: readonly unknown[]) => {
        fake.questions.push(args.at(-1) as { message: string; buttons: string[] })
        return Promise.resolve({ response: fake.answers.shift() ?? 0 })
      },
    },
    ipcMain: fake.ipc,
    protocol: {
      registerSchemesAsPrivileged: (schemes: FakeElectron['schemes']) => fake.schemes.push(...schemes),
      handle: (scheme: string, handler: (request: Request) => Promise<Response>) => fake.handlers.set(scheme, handler),
    },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler: NonNullable<FakeElectron['permissions']['ask']>) => {
          fake.permissions.ask = handler
        },
        setPermissionCheckHandler: (handler: () => boolean) => {
          fake.permissions.check = handler
        },
      },
    },
    shell: {
      openExternal: (url: string) => {
        fake.opened.push(url)
        return Promise.resolve()
      },
      openPath: (path: string) => {
        fake.opened.push(path)
        return Promise.resolve('')
      },
    },
    utilityProcess: {
      fork: (_file: string, _args: readonly string[], forkOptions: { env: Record<string, string> }) => {
        const child = new FakeChild(forkOptions.env)
        fake.children.push(child)
        return child
      },
    },
  }
  return { ...fake, facade: facade as unknown as ElectronFacade }
}
