/**
 * What every command of ours shares at the terminal: the language, errors as one clear line, exit codes, tables, and a
 * process that stays alive while a command waits (timers of the ports never keep it alive themselves).
 */
import { EngineError, errorText } from '../base/errors.ts'
import type { BilingualText, Language } from '../config/finding.ts'

/** 0 done; 1 it failed; 2 the command line cannot be obeyed. */
export const EXIT_FAILED = 1
export const EXIT_USAGE = 2

/** `--lang` wins, then LC_ALL, LC_MESSAGES and LANG: zh* is Chinese, everything else English. */
export function languageOf(flag: string | undefined, env: Readonly<Record<string, string | undefined>>): Language {
  if (flag === 'zh' || flag === 'en') return flag
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  return locale.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

/** The value of `--lang` before the command line is parsed, so that parse errors and help speak it too. */
export function languageFlag(args: readonly string[]): string | undefined {
  const inline = args.find((arg) => arg.startsWith('--lang='))
  if (inline !== undefined) return inline.slice('--lang='.length)
  const at = args.indexOf('--lang')
  return at < 0 ? undefined : args[at + 1]
}

export function inLanguage(text: BilingualText, language: Language): string {
  return text[language]
}

/** An error in the user's language, without a stack. */
export function errorLine(error: unknown, language: Language): string {
  return language === 'zh' && error instanceof EngineError && error.zh !== undefined ? error.zh : errorText(error)
}

/** Runs a command to its exit code; what it throws becomes one line on stderr. */
export async function runToExit(language: Language, main: () => Promise<number>): Promise<never> {
  const keepAlive = setInterval(() => undefined, 0x3fff_ffff)
  endWithoutReader()
  let code: number
  try {
    code = await main()
  } catch (error) {
    process.stderr.write(`${errorLine(error, language)}\n`)
    code = error instanceof EngineError && error.code === 'usage' ? EXIT_USAGE : EXIT_FAILED
  }
  clearInterval(keepAlive)
  await flushed(process.stdout)
  await flushed(process.stderr)
  process.exit(code)
}

/** `mqlab lint ... | head`: a reader that leaves ends the command, without a word. */
export function endWithoutReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : EXIT_FAILED)
  })
}

/** Columns padded to their widest cell; wide (East Asian) characters count two. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, displayWidth(cell))))
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell + ' '.repeat((widths[i] as number) - displayWidth(cell))))
      .join('  ')
      .trimEnd(),
  )
}

const LINE_CHARACTERS_MAX = 2000

/** A line that quotes a file: what would command the terminal is spelled out, and one without end is cut in its middle. */
export function visibleLine(line: string): string {
  const half = LINE_CHARACTERS_MAX / 2
  const short = line.length > LINE_CHARACTERS_MAX ? `${line.slice(0, half)} … ${line.slice(-half)}` : line
  return short.replace(/[\x00-\x1f\x7f-\x9f]/g, (control) => {
    return `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

function displayWidth(text: string): number {
  let width = 0
  for (const character of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
      character,
    )
      ? 2
      : 1
  return width
}

export function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve())
  })
}
