/**
 * A text inside a shell script, written to a file exactly as it is, and read back: plain lines as a here-document, Windows line
 * ends put back by awk, anything a shell could not carry (no line end at the end, control characters) as base64.
 */
import { base64Of, textOfBase64 } from './base64.ts'

/** Printable, tabs and line feeds. */
const PLAIN = /^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f]*$/
const BASE64_COLUMNS = 76

const COMMANDS = {
  plain: 'cat',
  windows: `awk '{ printf "%s\\r\\n", $0 }'`,
  base64: 'base64 -d',
} as const
type Carrier = keyof typeof COMMANDS

/** Script lines that write `text` to `target`, a word of the shell. */
export function hereDocument(text: string, target: string, tag: string): string[] {
  const [carrier, lines] = carried(text)
  let end = `EOF_${tag}`
  while (lines.includes(end)) end += '_'
  return [`${COMMANDS[carrier]} > ${target} <<'${end}'`, ...lines, end]
}

export interface ReadHereDocument {
  readonly target: string
  readonly text: string
  /** Index of the line after it. */
  readonly next: number
}

/** The here-document that begins at a line; undefined when none of ours does. */
export function readHereDocument(lines: readonly string[], at: number): ReadHereDocument | undefined {
  const line = lines[at] ?? ''
  for (const [carrier, command] of Object.entries(COMMANDS) as [Carrier, string][]) {
    if (!line.startsWith(`${command} > `)) continue
    const match = /^(.*) <<'([A-Za-z0-9_]+)'$/.exec(line.slice(command.length + 3))
    const [, target, tag] = match ?? []
    if (target === undefined || tag === undefined) continue
    const end = lines.indexOf(tag, at + 1)
    if (end < 0) return undefined
    const text = textOf(carrier, lines.slice(at + 1, end))
    return text === undefined ? undefined : { target, text, next: end + 1 }
  }
  return undefined
}

function carried(text: string): readonly [Carrier, string[]] {
  if (text === '') return ['plain', []]
  if (PLAIN.test(text) && text.endsWith('\n')) return ['plain', text.slice(0, -1).split('\n')]
  const unix = text.replaceAll('\r\n', '\n')
  if (text.endsWith('\r\n') && PLAIN.test(unix) && unix.replaceAll('\n', '\r\n') === text)
    return ['windows', unix.slice(0, -1).split('\n')]
  const encoded = base64Of(text)
  const lines: string[] = []
  for (let from = 0; from < encoded.length; from += BASE64_COLUMNS)
    lines.push(encoded.slice(from, from + BASE64_COLUMNS))
  return ['base64', lines]
}

function textOf(carrier: Carrier, lines: readonly string[]): string | undefined {
  if (carrier === 'base64') return textOfBase64(lines.join(''))
  const lineEnd = carrier === 'windows' ? '\r\n' : '\n'
  return lines.map((line) => line + lineEnd).join('')
}
