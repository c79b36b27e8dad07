/**
 * The grammar of Java's `.properties` files, read without loss: every character of the text belongs to exactly one
 * segment, so an untouched document writes back byte for byte and an edit changes only the lines of its key.
 * It refuses to know which keys exist. Answers to java.util.Properties (`load`), JDK 17.
 */
import { EngineError } from '../base/errors.ts'
import { PROPERTIES_FILE_CHARS_MAX } from '../base/limits.ts'

/** One `key=value`, possibly over several physical lines joined by `\`. */
export interface PropertyEntry {
  readonly kind: 'entry'
  /** Physical line on which the entry begins, from 1. */
  readonly line: number
  /** The characters of the entry with its line end. */
  readonly raw: string
  readonly key: string
  /** The value as Java sees it: escapes resolved, leading blanks dropped, trailing blanks kept. */
  readonly value: string
  /** The value before escapes are resolved, continuation lines joined. */
  readonly rawValue: string
  /** What stands between key and value: `=`, `: `, a blank. Empty when the line is a lone key. */
  readonly separator: string
  /** Where in `raw` the value begins. */
  readonly valueStart: number
  /** The entry ends the file in the middle of a continuation. */
  readonly dangling: boolean
}

/** A comment, or a blank line. */
export interface PropertyFiller {
  readonly kind: 'filler'
  readonly line: number
  readonly raw: string
}

export type PropertySegment = PropertyEntry | PropertyFiller

export interface PropertiesDocument {
  readonly segments: readonly PropertySegment[]
}

/** The document without a line. */
export const EMPTY_PROPERTIES: PropertiesDocument = { segments: [] }

/**
 * Reads a property file. `text` has one character per byte (ISO-8859-1) when it comes from a file; text from an editor
 * may hold any characters.
 * @throws {EngineError} 'bad-config' for a broken `\u` escape, with `line` and `key` in its context (Java: the broker stops
 *   with exit code 255), and for a text above the limit.
 * Source: Properties#load, Properties.LineReader#readLine, Properties#loadConvert.
 */
export function parseProperties(text: string): PropertiesDocument {
  if (text.length > PROPERTIES_FILE_CHARS_MAX) {
    throw new EngineError('bad-config', `it has ${text.length} characters, the limit is ${PROPERTIES_FILE_CHARS_MAX}`, {
      context: { characters: text.length, charactersMax: PROPERTIES_FILE_CHARS_MAX },
      zh: `共 ${text.length} 个字符，上限是 ${PROPERTIES_FILE_CHARS_MAX}`,
    })
  }
  const segments: PropertySegment[] = []
  let position = 0
  let line = 1
  while (position < text.length) {
    const plain = readPlainLine(text, position, line)
    if (plain !== undefined) {
      segments.push(plain)
      line += 1
      position += plain.raw.length
      continue
    }
    const logical = readLogicalLine(text, position)
    const raw = text.slice(position, logical.end)
    segments.push(logical.kind === 'filler' ? { kind: 'filler', line, raw } : entryOf(logical, raw, position, line))
    line += lineEndsIn(raw)
    position = logical.end
  }
  return { segments }
}

/** The text of the document; equal to what was parsed when nothing was changed. */
export function writeProperties(document: PropertiesDocument): string {
  return document.segments.map((segment) => segment.raw).join('')
}

export function propertyEntries(document: PropertiesDocument): PropertyEntry[] {
  return document.segments.filter((segment) => segment.kind === 'entry')
}

/** What Java's `Properties` holds: of several entries with one key the last wins. Order of first appearance. */
export function propertiesView(document: PropertiesDocument): Map<string, string> {
  const view = new Map<string, string>()
  for (const entry of propertyEntries(document)) view.set(entry.key, entry.value)
  return view
}

/** The entry that decides the value of `key`. */
export function effectiveEntry(document: PropertiesDocument, key: string): PropertyEntry | undefined {
  return propertyEntries(document).findLast((entry) => entry.key === key)
}

/** Keys that occur more than once, each with its entries in file order. */
export function duplicateEntries(document: PropertiesDocument): Map<string, PropertyEntry[]> {
  const byKey = new Map<string, PropertyEntry[]>()
  for (const entry of propertyEntries(document)) {
    const entries = byKey.get(entry.key)
    if (entries === undefined) byKey.set(entry.key, [entry])
    else entries.push(entry)
  }
  return new Map([...byKey].filter(([, entries]) => entries.length > 1))
}

/**
 * Gives `key` a value: the entry that decides today keeps its spelling, separator and place; a key that is not there is
 * appended at the end. Every other line stays as it is.
 */
export function setProperty(document: PropertiesDocument, key: string, value: string): PropertiesDocument {
  const target = effectiveEntry(document, key)
  if (target === undefined) return appendProperty(document, key, value)
  const lineEnd = lineEndOf(target.raw)
  const prefix = /[=:]/.test(target.separator) ? headOf(target) : `${escapeKey(key)}=`
  return rebuild(document.segments, target, prefix + escapeValue(value) + lineEnd)
}

/** Up to the value. A value that began on the next line moves up: a joined CR, the value empty and LF behind it would be one line end. */
function headOf(entry: PropertyEntry): string {
  return entry.raw.slice(0, entry.valueStart).replace(JOINED_LINES_AT_END, '')
}

/** Looked for at the first of several joined lines only. */
const JOINED_LINES_AT_END = /(?<!\\[\r\n]{1,2}[ \t\f]*)(?:\\(?:\r\n|\r|\n)[ \t\f]*)+$/

/** Puts `key=value` after the last line, whether or not the key occurs before. */
export function appendProperty(document: PropertiesDocument, key: string, value: string): PropertiesDocument {
  const lineEnd = usualLineEnd(document)
  const line = `${escapeKey(key)}=${escapeValue(value)}${lineEnd}`
  const last = document.segments.at(-1)
  if (last === undefined) return parseProperties(line)
  if (last.kind === 'entry' && last.dangling) {
    return rebuild(document.segments, last, `${escapeKey(last.key)}=${escapeValue(last.value)}${lineEnd}${line}`)
  }
  const closed = last.raw.endsWith('\n') || last.raw.endsWith('\r')
  return rebuild(document.segments, last, last.raw + (closed ? '' : lineEnd) + line)
}

/** Takes every entry of `key` away; with `line` only the one that begins there. */
export function removeProperty(document: PropertiesDocument, key: string, line?: number): PropertiesDocument {
  const kept = document.segments.filter(
    (segment) => segment.kind !== 'entry' || segment.key !== key || (line !== undefined && segment.line !== line),
  )
  return parseProperties(kept.map((segment) => segment.raw).join(''))
}

/** Gives the entry that begins on `line` another key; value, separator and place stay. */
export function renameProperty(
  document: PropertiesDocument,
  from: string,
  to: string,
  line: number,
): PropertiesDocument {
  const target = propertyEntries(document).find((entry) => entry.key === from && entry.line === line)
  if (target === undefined) return document
  // Blanks alone part the value from a key that is there, not from an empty one.
  const isParted = /[=:]/.test(target.separator) || (target.separator !== '' && to !== '')
  const separator = isParted ? target.separator : '='
  return rebuild(document.segments, target, escapeKey(to) + separator + target.raw.slice(target.valueStart))
}

/** Gives the comment, blank line or single-line entry on `line` another text; nothing changes when it does not read `from`. */
export function replaceLine(document: PropertiesDocument, line: number, from: string, to: string): PropertiesDocument {
  const target = document.segments.find((segment) => segment.line === line)
  if (target === undefined) return document
  const end = lineEndOf(target.raw)
  return target.raw.slice(0, target.raw.length - end.length) === from
    ? rebuild(document.segments, target, to + end)
    : document
}

/** A key as it must be written so that Java reads it back. */
export function escapeKey(key: string): string {
  return escape(key).replace(/[ =:#!]/g, '\\$&')
}

/** A value as it must be written so that Java reads it back: leading blanks, control and non-ASCII characters escaped. */
export function escapeValue(value: string): string {
  return escape(value).replace(/^ /, '\\ ')
}

/** A line without a backslash, as nearly all are: nothing to join, nothing to resolve. Undefined for the others. */
function readPlainLine(text: string, start: number, line: number): PropertySegment | undefined {
  let contentEnd = start
  for (; contentEnd < text.length && !isLineEnd(text.charAt(contentEnd)); contentEnd += 1) {
    if (text.charAt(contentEnd) === '\\') return undefined
  }
  let first = start
  while (first < contentEnd && isBlank(text.charAt(first))) first += 1
  const raw = text.slice(start, contentEnd < text.length ? afterLineEnd(text, contentEnd) : contentEnd)
  const mark = text.charAt(first)
  if (first === contentEnd || mark === '#' || mark === '!') return { kind: 'filler', line, raw }
  const characters = text.slice(first, contentEnd)
  const keyEnd = endOfKey(characters)
  const valueAt = startOfValue(characters, keyEnd)
  const value = characters.slice(valueAt)
  return {
    kind: 'entry',
    line,
    raw,
    key: characters.slice(0, keyEnd),
    value,
    rawValue: value,
    separator: characters.slice(keyEnd, valueAt),
    valueStart: first - start + valueAt,
    dangling: false,
  }
}

type LogicalLine =
  | { readonly kind: 'filler'; readonly end: number }
  | {
      readonly kind: 'entry'
      readonly end: number
      /** Where in the text each character of the logical line stands. */
      readonly positions: readonly number[]
      /** Where in the text the logical line ends, before its line end. */
      readonly contentEnd: number
      readonly dangling: boolean
    }

/** Java's line reader as a state machine: comments, blank lines and continuation are decided here. */
function readLogicalLine(text: string, start: number): LogicalLine {
  const positions: number[] = []
  let skipBlanks = true
  let oddBackslash = false
  let at = start
  const entry = (end: number, contentEnd: number, dangling: boolean): LogicalLine => {
    return { kind: 'entry', end, positions, contentEnd, dangling }
  }
  const dropBackslash = (): number => positions.pop() ?? at
  for (;;) {
    const character = text[at]
    if (character === undefined) {
      if (positions.length === 0) return { kind: 'filler', end: at }
      return oddBackslash ? entry(at, dropBackslash(), true) : entry(at, at, false)
    }
    if (skipBlanks && isBlank(character)) {
      at += 1
      continue
    }
    skipBlanks = false
    if (positions.length === 0 && (character === '#' || character === '!'))
      return { kind: 'filler', end: nextLine(text, at) }
    if (!isLineEnd(character)) {
      positions.push(at)
      oddBackslash = character === '\\' && !oddBackslash
      at += 1
      continue
    }
    const end = afterLineEnd(text, at)
    if (positions.length === 0) return { kind: 'filler', end }
    if (!oddBackslash) return entry(end, at, false)
    const contentEnd = dropBackslash()
    // At the end of the file Java's reader gives an entry even for a lone backslash, but not when CR LF follows it.
    if (end >= text.length) {
      return positions.length === 0 && end - at === 2 ? { kind: 'filler', end } : entry(end, contentEnd, true)
    }
    skipBlanks = true
    oddBackslash = false
    at = end
  }
}

function entryOf(
  logical: Extract<LogicalLine, { kind: 'entry' }>,
  raw: string,
  start: number,
  line: number,
): PropertyEntry {
  const { positions, contentEnd } = logical
  const characters = positions.map((position) => raw.charAt(position - start)).join('')
  const keyEnd = endOfKey(characters)
  const valueAt = startOfValue(characters, keyEnd)
  const rawValue = characters.slice(valueAt)
  const lineAt = (index: number): number => line + lineEndsIn(raw.slice(0, (positions[index] ?? contentEnd) - start))
  const key = unescape(characters.slice(0, keyEnd), (index) => lineAt(index), characters.slice(0, keyEnd))
  return {
    kind: 'entry',
    line,
    raw,
    key,
    value: unescape(rawValue, (index) => lineAt(valueAt + index), key),
    rawValue,
    separator: characters.slice(keyEnd, valueAt),
    valueStart: (positions[valueAt] ?? contentEnd) - start,
    dangling: logical.dangling,
  }
}

/** The first `=`, `:` or blank that no backslash escapes. */
function endOfKey(characters: string): number {
  let escaped = false
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters.charAt(index)
    if (!escaped && (character === '=' || character === ':' || isBlank(character))) return index
    escaped = character === '\\' && !escaped
  }
  return characters.length
}

/** Past blanks and at most one `=` or `:`. */
function startOfValue(characters: string, keyEnd: number): number {
  let separatorSeen = false
  let index = keyEnd
  for (; index < characters.length; index += 1) {
    const character = characters.charAt(index)
    if (isBlank(character)) continue
    if (separatorSeen || (character !== '=' && character !== ':')) break
    separatorSeen = true
  }
  return index
}

function unescape(text: string, lineAt: (index: number) => number, key: string): string {
  if (!text.includes('\\')) return text
  let result = ''
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index)
    if (character !== '\\') {
      result += character
      continue
    }
    index += 1
    const escaped = text.charAt(index)
    if (escaped !== 'u') {
      result += NAMED_ESCAPES[escaped] ?? escaped
      continue
    }
    const digits = text.slice(index + 1, index + 5)
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) {
      const line = lineAt(index)
      const said = `line ${line}: \\u must be followed by four hexadecimal digits, not "${digits}"`
      throw new EngineError('bad-config', said, { context: { line, key } })
    }
    result += String.fromCharCode(Number.parseInt(digits, 16))
    index += 4
  }
  return result
}

const NAMED_ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

function escape(text: string): string {
  let result = ''
  for (const character of text.split('')) {
    const code = character.charCodeAt(0)
    if (character === '\\') result += '\\\\'
    else if (character === '\t') result += '\\t'
    else if (character === '\n') result += '\\n'
    else if (character === '\r') result += '\\r'
    else if (character === '\f') result += '\\f'
    else if (code < 0x20 || code > 0x7e) result += `\\u${code.toString(16).padStart(4, '0')}`
    else result += character
  }
  return result
}

/** The document with the raw text of one segment replaced; line numbers are counted anew. */
function rebuild(segments: readonly PropertySegment[], target: PropertySegment, raw: string): PropertiesDocument {
  return parseProperties(segments.map((segment) => (segment === target ? raw : segment.raw)).join(''))
}

function usualLineEnd(document: PropertiesDocument): string {
  const first = document.segments[0]
  const end = first === undefined ? '' : lineEndOf(first.raw)
  return end === '' ? '\n' : end
}

function lineEndOf(raw: string): string {
  return /(?:\r\n|\r|\n)$/.exec(raw)?.[0] ?? ''
}

function lineEndsIn(raw: string): number {
  return raw.match(/\r\n|\r|\n/g)?.length ?? 0
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\f'
}

function isLineEnd(character: string): boolean {
  return character === '\n' || character === '\r'
}

function afterLineEnd(text: string, at: number): number {
  return text.startsWith('\r\n', at) ? at + 2 : at + 1
}

function nextLine(text: string, from: number): number {
  let at = from
  while (at < text.length && !isLineEnd(text.charAt(at))) at += 1
  return at < text.length ? afterLineEnd(text, at) : at
}
