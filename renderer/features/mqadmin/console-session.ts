/**
 * The console behind the terminal: reads keys, runs lines through the lab service one at a time, asks before commands that lose
 * something, completes, keeps the history. Knows the terminal and the service, nothing of React.
 */
import type { OpenStream } from '../../../engine/contract/rpc-client.ts'
import { lab } from '../../api/lab.ts'
import type { Language } from '../../i18n/language.tsx'
import { mqadminTexts } from '../../i18n/mqadmin.ts'
import { textsIn } from '../../i18n/use-texts.ts'
import { INK, type TerminalHandle } from '../../ui/terminal.ts'
import { drawLine } from './line-drawing.ts'
import { commonStart, emptyLine, inserted, type LineState, replaced, typed } from './line-editor.ts'

const PROMPT = 'mqadmin> '
const HISTORY_KEY = 'mqadmin/history'
const LIST_MAX = 40

export interface ConsoleSessionOptions {
  readonly cluster: string
  readonly language: () => Language
  /** Each time the line being typed changes. */
  readonly onLine: (line: string) => void
}

type Mode =
  | { readonly kind: 'typing' }
  | { readonly kind: 'running'; readonly stream: OpenStream }
  | { readonly kind: 'asking'; readonly line: string }

export class ConsoleSession {
  readonly #options: ConsoleSessionOptions
  readonly #handle: TerminalHandle
  #line: LineState = emptyLine()
  #row = 0
  #mode: Mode = { kind: 'typing' }
  #isClosed = false

  constructor(handle: TerminalHandle, options: ConsoleSessionOptions) {
    this.#handle = handle
    this.#options = options
    handle.terminal.onData((data) => this.#take(data))
    handle.terminal.onResize(() => {
      this.#row = 0
    })
    handle.terminal.writeln(`${INK.dim}${this.#t('welcome')}${INK.reset}`)
    this.#draw()
    void this.#loadHistory()
  }

  close(): void {
    this.#isClosed = true
    if (this.#mode.kind === 'running') this.#mode.stream.close()
  }

  /** Puts text into the line, as a click in the list of commands does; a running command is left alone. */
  insert(text: string): void {
    if (this.#mode.kind !== 'typing') return
    this.#setLine(inserted(emptyLine(this.#line.history), text))
    this.#handle.terminal.focus()
  }

  clear(): void {
    this.#handle.terminal.clear()
    this.#handle.terminal.focus()
  }

  #t(key: 'welcome' | 'yesNo' | 'left' | 'interrupted'): string {
    return textsIn(this.#options.language(), mqadminTexts)(key)
  }

  #take(data: string): void {
    switch (this.#mode.kind) {
      case 'running':
        if (data === '\u0003') this.#interrupt(this.#mode.stream)
        return
      case 'asking':
        this.#answer(data, this.#mode.line)
        return
      case 'typing':
        this.#type(data)
    }
  }

  #type(data: string): void {
    const action = typed(this.#line, data)
    switch (action.kind) {
      case 'edited':
        this.#setLine(action.state)
        break
      case 'enter':
        this.#line = { ...this.#line, cursor: this.#line.text.length }
        this.#draw()
        this.#write('\r\n')
        this.#line = action.state
        this.#row = 0
        this.#options.onLine('')
        if (action.line === '') this.#draw()
        else {
          void lab.call('documents.save', { key: HISTORY_KEY, value: [...action.state.history] }).catch(() => undefined)
          this.#run(action.line, false)
        }
        break
      case 'complete':
        void this.#complete()
        break
      case 'interrupt':
        this.#write('^C\r\n')
        this.#row = 0
        this.#setLine(action.state)
        break
      case 'clear':
        this.clear()
        break
      case 'none':
        break
    }
  }

  #run(line: string, isConfirmed: boolean): void {
    const language = this.#options.language()
    const t = textsIn(language, mqadminTexts)
    let endsWithBreak = true
    const finish = (code: number | undefined): void => {
      if (this.#isClosed || this.#mode.kind !== 'running') return
      if (!endsWithBreak) this.#write('\r\n')
      if (code !== undefined && code !== 0) this.#write(`${INK.bad}${t('failed', { code })}${INK.reset}\r\n`)
      this.#backToTyping()
    }
    const stream = lab.stream(
      'mqadmin.run',
      { cluster: this.#options.cluster === '' ? null : this.#options.cluster, line, language, isConfirmed },
      {
        onItems: (items) =>
          new Promise<void>((resolve) => {
            let text = ''
            for (const item of items) {
              if (item.t === 'out') text += item.text
              else if (item.t === 'err') text += `${INK.bad}${item.text}${INK.reset}`
              else if (item.t === 'exit') finish(item.code)
              else this.#ask(line, item.question[language])
            }
            if (text === '') {
              resolve()
              return
            }
            endsWithBreak = text.replaceAll(INK.reset, '').endsWith('\n')
            // The terminal asks for more only when it has drawn this: a command that prints without end is held back.
            this.#handle.terminal.write(text, resolve)
          }),
        onEnd: () => finish(undefined),
        onError: (failure) => {
          if (!endsWithBreak) this.#write('\r\n')
          this.#write(`${INK.bad}${failure.text[language]}${INK.reset}\r\n`)
          endsWithBreak = true
          finish(undefined)
        },
      },
    )
    if (this.#mode.kind === 'typing') this.#mode = { kind: 'running', stream }
  }

  #ask(line: string, question: string): void {
    this.#mode = { kind: 'asking', line }
    this.#write(`${INK.warn}${question}${INK.reset} ${INK.dim}${this.#t('yesNo')}${INK.reset} `)
  }

  #answer(data: string, line: string): void {
    this.#mode = { kind: 'typing' }
    if (data === 'y' || data === 'Y') {
      this.#write('y\r\n')
      this.#run(line, true)
      return
    }
    this.#write(`\r\n${this.#t('left')}\r\n`)
    this.#backToTyping()
  }

  #interrupt(stream: OpenStream): void {
    stream.close()
    this.#write(`^C ${INK.dim}${this.#t('interrupted')}${INK.reset}\r\n`)
    this.#backToTyping()
  }

  #backToTyping(): void {
    this.#mode = { kind: 'typing' }
    this.#row = 0
    this.#draw()
  }

  async #complete(): Promise<void> {
    const { text, cursor } = this.#line
    const asked = text.slice(0, cursor)
    const cluster = this.#options.cluster === '' ? null : this.#options.cluster
    let answer
    try {
      answer = await lab.call('mqadmin.complete', { cluster, line: asked })
    } catch {
      // The bar of the lost connection says why there is no answer; the line stays as it is.
      return
    }
    // Typed on in the meantime: what was found is for another line.
    if (this.#mode.kind !== 'typing' || this.#line.text !== text || this.#line.cursor !== cursor) return
    const [only] = answer.items
    if (only === undefined) return
    if (answer.items.length === 1) {
      this.#setLine(replaced(this.#line, answer.from, `${only.insert} `))
      return
    }
    const common = commonStart(answer.items.map((item) => item.insert))
    if (common.length > cursor - answer.from) {
      this.#setLine(replaced(this.#line, answer.from, common))
      return
    }
    this.#list(answer.items)
  }

  #list(
    items: readonly { readonly insert: string; readonly help: { readonly en: string; readonly zh: string } }[],
  ): void {
    const shown = items.slice(0, LIST_MAX)
    const width = Math.max(...shown.map((item) => item.insert.length)) + 2
    const language = this.#options.language()
    const lines = shown.map((item) => `${item.insert.padEnd(width)}${INK.dim}${item.help[language]}${INK.reset}`)
    if (items.length > LIST_MAX) lines.push(`${INK.dim}… ${items.length - LIST_MAX}${INK.reset}`)
    const below = { ...this.#line }
    this.#line = { ...this.#line, cursor: this.#line.text.length }
    this.#draw()
    this.#write(`\r\n${lines.join('\r\n')}\r\n`)
    this.#row = 0
    this.#setLine(below)
  }

  #setLine(state: LineState): void {
    this.#line = state
    this.#draw()
    this.#options.onLine(state.text)
  }

  #draw(): void {
    const { terminal } = this.#handle
    const { text, cursor } = this.#line
    const drawn = drawLine(PROMPT, text, cursor, terminal.cols, this.#row, [INK.dim, INK.reset])
    this.#row = drawn.cursorRow
    this.#write(drawn.sequence)
  }

  #write(text: string): void {
    this.#handle.terminal.write(text)
  }

  async #loadHistory(): Promise<void> {
    try {
      const { value } = await lab.call('documents.load', { key: HISTORY_KEY })
      if (!Array.isArray(value)) return
      const history = value.filter((line): line is string => typeof line === 'string')
      this.#line = { ...this.#line, history, at: history.length }
    } catch {
      // Without its history the console works all the same.
    }
  }
}
