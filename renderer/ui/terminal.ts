/**
 * An xterm terminal that lives under our policy and in our colours. xterm adds style elements without asking for a nonce;
 * they get it through the document it is handed and, while it opens, through `createElement` (window-stack.md 5).
 */
import { FitAddon } from '@xterm/addon-fit'
import { SearchAddon } from '@xterm/addon-search'
import { type ITerminalOptions, Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import { pageNonce } from '../nonce.ts'

export interface TerminalHandle {
  readonly terminal: Terminal
  readonly search: SearchAddon
  /** Fits columns and rows to the box. */
  fit(): void
  /** Takes the colours of the theme that is set now. */
  recolor(): void
  dispose(): void
}

export interface TerminalSettings {
  /** What it is, for screen readers. */
  readonly label: string
  readonly isReadOnly: boolean
  readonly scrollbackLines: number
}

export function openTerminal(box: HTMLElement, settings: TerminalSettings): TerminalHandle {
  const nonced = noncedDocument()
  const options: ITerminalOptions = {
    documentOverride: nonced,
    disableStdin: settings.isReadOnly,
    cursorBlink: false,
    cursorInactiveStyle: settings.isReadOnly ? 'none' : 'outline',
    cursorStyle: 'bar',
    fontFamily: cssValue('--mono'),
    fontSize: 12,
    lineHeight: 1.35,
    convertEol: true,
    scrollback: settings.scrollbackLines,
    screenReaderMode: !settings.isReadOnly,
    smoothScrollDuration: 0,
    theme: colors(),
    allowProposedApi: false,
  }
  const terminal = new Terminal(options)
  const fitAddon = new FitAddon()
  const search = new SearchAddon()
  terminal.loadAddon(fitAddon)
  terminal.loadAddon(search)
  // Own property over the prototype's method while it opens.
  Object.defineProperty(document, 'createElement', {
    configurable: true,
    value: (tag: string, options?: ElementCreationOptions) => nonced.createElement(tag, options),
  })
  try {
    terminal.open(box)
  } finally {
    Reflect.deleteProperty(document, 'createElement')
  }
  terminal.textarea?.setAttribute('aria-label', settings.label)
  const fit = (): void => {
    if (box.clientWidth > 0 && box.clientHeight > 0) fitAddon.fit()
  }
  const observer = new ResizeObserver(fit)
  observer.observe(box)
  fit()
  return {
    terminal,
    search,
    fit,
    recolor: () => {
      terminal.options.theme = colors()
    },
    dispose: () => {
      observer.disconnect()
      terminal.dispose()
    },
  }
}

/** A document whose new style elements carry the nonce of this page. */
function noncedDocument(): Document {
  const create: (tag: string, options?: ElementCreationOptions) => HTMLElement =
    Document.prototype.createElement.bind(document)
  return new Proxy(document, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target)
      if (key === 'createElement') {
        return (tag: string, options?: ElementCreationOptions) => {
          const element = create(tag, options)
          if (tag === 'style') element.nonce = pageNonce
          return element
        }
      }
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value
    },
  })
}

function cssValue(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

/** ANSI colours by meaning: red is bad, yellow warns, green is fine, blue is busy, magenta was done on purpose. */
function colors(): NonNullable<ITerminalOptions['theme']> {
  const text = cssValue('--text')
  const dim = cssValue('--text-3')
  return {
    background: cssValue('--bg-panel'),
    foreground: text,
    cursor: cssValue('--focus'),
    cursorAccent: cssValue('--bg-panel'),
    selectionBackground: cssValue('--bg-select'),
    selectionForeground: text,
    black: text,
    brightBlack: dim,
    red: cssValue('--bad-text'),
    brightRed: cssValue('--bad-text'),
    yellow: cssValue('--warn-text'),
    brightYellow: cssValue('--warn-text'),
    green: cssValue('--ok-text'),
    brightGreen: cssValue('--ok-text'),
    blue: cssValue('--busy-text'),
    brightBlue: cssValue('--busy-text'),
    magenta: cssValue('--fault-text'),
    brightMagenta: cssValue('--fault-text'),
    cyan: cssValue('--text-2'),
    brightCyan: cssValue('--text-2'),
    white: cssValue('--text-2'),
    brightWhite: text,
  }
}

/** Control sequences for text in a meaning; what is inside must come through `plain`. */
export const INK = {
  bad: '\u001b[31m',
  warn: '\u001b[33m',
  ok: '\u001b[32m',
  busy: '\u001b[34m',
  fault: '\u001b[35m',
  dim: '\u001b[90m',
  second: '\u001b[36m',
  bold: '\u001b[1m',
  reset: '\u001b[0m',
} as const

/** Text from outside without control characters: a log line must not steer the terminal. Tabs become blanks. */
export function plain(text: string): string {
  return text.replaceAll('\t', '  ').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '�')
}
