/**
 * What the bytes of a message body say: which decoder fits, a line for lists, JSON as foldable lines that keep numbers exactly as they
 * were sent (64-bit ids do not survive JSON.parse), a hex dump. Pure.
 */

export type BodyFormat = 'json' | 'text' | 'hex' | 'base64'

export function bytesOfBase64(base64: string): Uint8Array {
  const binary = atob(base64)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}

/** UTF-8 text, or undefined when the bytes are none. `isCut`: a character may be cut off at the end. */
export function textOfBytes(bytes: Uint8Array, isCut = false): string | undefined {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    const text = decoder.decode(bytes, { stream: isCut })
    return CONTROL.test(text) ? undefined : text
  } catch {
    return undefined
  }
}

/** The decoder that shows most: JSON for objects and arrays, text for readable UTF-8, else hex. */
export function detectFormat(bytes: Uint8Array, isCut = false): BodyFormat {
  const text = textOfBytes(bytes, isCut)
  if (text === undefined) return 'hex'
  const first = text.trimStart()[0]
  if (first !== '{' && first !== '[') return 'text'
  return isCut || isJson(text) ? 'json' : 'text'
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The pieces of one line for a list: words in the second voice, values in the first. */
export interface PreviewPiece {
  readonly text: string
  readonly isValue: boolean
}

/** One line of the first bytes: JSON without its signs (`amount 4,312`), text without line ends, or hex pairs. */
export function previewPieces(base64: string, bodyBytes: number): readonly PreviewPiece[] {
  const bytes = bytesOfBase64(base64)
  const isCut = bytes.length < bodyBytes
  const format = detectFormat(bytes, isCut)
  const more = isCut ? '…' : ''
  if (format === 'hex') {
    const pairs = [...bytes.subarray(0, 32)].map((each) => each.toString(16).padStart(2, '0')).join(' ')
    return [{ text: pairs + (bytes.length > 32 || isCut ? '…' : ''), isValue: true }]
  }
  const text = textOfBytes(bytes, isCut) ?? ''
  if (format !== 'json') return [{ text: text.replace(/\s+/g, ' ') + more, isValue: true }]
  const pieces: PreviewPiece[] = []
  const tokens = jsonTokens(text)
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'sign') continue
    const isKey = token.kind === 'string' && tokens[index + 1]?.text === ':'
    const shown = token.kind === 'string' ? token.text.replace(/^"|"$/g, '') : token.text
    pieces.push({ text: shown, isValue: !isKey })
  }
  if (isCut) pieces.push({ text: more, isValue: true })
  return pieces
}

export interface JsonToken {
  readonly kind: 'string' | 'literal' | 'sign'
  readonly text: string
}

const TOKEN = /"(?:[^"\\]|\\.)*"?|[{}[\]:,]|[^\s{}[\]:,"]+/gs

/** The tokens of a JSON text in order, as they are written. Also of a text that is cut off. */
export function jsonTokens(text: string): JsonToken[] {
  return [...text.matchAll(TOKEN)].map(([token]) => {
    if (token.startsWith('"')) return { kind: 'string', text: token }
    return { kind: /^[{}[\]:,]$/.test(token) ? 'sign' : 'literal', text: token }
  })
}

export interface JsonPart {
  readonly kind: 'key' | 'string' | 'literal' | 'sign'
  readonly text: string
}

/** One line of indented JSON. `foldEnd`: the index of the line that closes what this one opens. */
export interface JsonLine {
  readonly indent: number
  readonly parts: readonly JsonPart[]
  readonly foldEnd: number | undefined
}

interface OpenLine {
  readonly indent: number
  readonly parts: JsonPart[]
  foldEnd: number | undefined
}

/** Indented JSON of a text that is JSON. No more than `linesMax` lines. */
export function jsonLines(text: string, linesMax: number): readonly JsonLine[] {
  const tokens = jsonTokens(text)
  const lines: OpenLine[] = [{ indent: 0, parts: [], foldEnd: undefined }]
  const opened: number[] = []
  const line = (): OpenLine => lines[lines.length - 1] as OpenLine
  const next = (): void => void lines.push({ indent: opened.length, parts: [], foldEnd: undefined })
  for (const [index, token] of tokens.entries()) {
    if (lines.length > linesMax) break
    const following = tokens[index + 1]?.text
    if (token.kind !== 'sign') {
      line().parts.push({ kind: token.kind === 'string' && following === ':' ? 'key' : token.kind, text: token.text })
    } else if (token.text === '{' || token.text === '[') {
      line().parts.push({ kind: 'sign', text: token.text })
      if (following === '}' || following === ']') continue
      opened.push(lines.length - 1)
      next()
    } else if (token.text === '}' || token.text === ']') {
      const isEmpty = tokens[index - 1]?.text === '{' || tokens[index - 1]?.text === '['
      if (!isEmpty) {
        const begin = opened.pop()
        next()
        const opener = begin === undefined ? undefined : lines[begin]
        if (opener !== undefined) opener.foldEnd = lines.length - 1
      }
      line().parts.push({ kind: 'sign', text: token.text })
    } else {
      line().parts.push({ kind: 'sign', text: token.text === ':' ? ': ' : token.text })
      if (token.text === ',') next()
    }
  }
  return lines
}

/** Offset, pairs and readable characters, eight bytes a line. */
export function hexLines(bytes: Uint8Array, bytesMax: number): readonly string[] {
  const lines: string[] = []
  for (let at = 0; at < Math.min(bytes.length, bytesMax); at += 8) {
    const row = [...bytes.subarray(at, at + 8)]
    const pairs = row.map((each) => each.toString(16).padStart(2, '0')).join(' ')
    const readable = row.map((each) => (each >= 0x20 && each < 0x7f ? String.fromCharCode(each) : '·')).join('')
    lines.push(`${at.toString(16).padStart(6, '0')}  ${pairs.padEnd(23)}  ${readable}`)
  }
  return lines
}

/** What no text carries: control characters other than tab, line feed, form feed and carriage return. */
const CONTROL = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/
