/**
 * The JSON form of a command's header (serialize type 0), both directions. The body is not its business.
 * Source: RemotingSerializable, RemotingCommand.
 */
import type { Bytes } from '../base/bytes.ts'
import { EngineError, errorText } from '../base/errors.ts'
import type { ExtFields } from '../protocol/fields.ts'
import { languageOfName } from '../protocol/language.ts'
import { ObjectKeyed, parseLenientJson } from '../protocol/lenient-json.ts'
import type { Command } from './command.ts'

/**
 * Reads a header. Strict JSON first, the tolerant dialect of Java peers second. Unknown members are ignored, absent
 * numbers are 0, values of `extFields` that are not text become text, null ones are left out.
 * @throws {EngineError} 'bad-frame' when it is no JSON object or a number of it is not an int32.
 */
export function decodeJsonHeader(bytes: Bytes, start: number, end: number): Command {
  const header = parseHeader(bytes.utf8Slice(start, end))
  const { language, remark } = header
  return {
    code: int32Of(header, 'code'),
    language: typeof language === 'string' ? languageOfName(language) : 'OTHER',
    version: int32Of(header, 'version'),
    opaque: int32Of(header, 'opaque'),
    flag: int32Of(header, 'flag'),
    remark: typeof remark === 'string' ? remark : undefined,
    ext: extOf(header.extFields),
    body: undefined,
    serializeType: 'JSON',
  }
}

/** The header as Java writes it: members in alphabetical order, absent ones left out. */
export function jsonHeaderText(command: Command): string {
  let ext = ''
  for (const _ in command.ext) {
    ext = `"extFields":${JSON.stringify(command.ext)},`
    break
  }
  const remark = command.remark === undefined ? '' : `"remark":${JSON.stringify(command.remark)},`
  return (
    `{"code":${command.code},${ext}"flag":${command.flag},"language":"${command.language}",` +
    `"opaque":${command.opaque},${remark}"serializeTypeCurrentRPC":"JSON","version":${command.version}}`
  )
}

type HeaderObject = Readonly<Record<string, unknown>>

function parseHeader(text: string): HeaderObject {
  let header: unknown
  try {
    header = JSON.parse(text)
  } catch {
    return parseTolerant(text)
  }
  // JSON.parse rounds 64-bit numbers; only a peer that does not write its values as text can cause that.
  return hasRoundedNumber(header) ? parseTolerant(text) : asObject(header)
}

function parseTolerant(text: string): HeaderObject {
  try {
    return asObject(parseLenientJson(text))
  } catch (cause) {
    throw new EngineError('bad-frame', `frame header cannot be read: ${errorText(cause)}`, { cause })
  }
}

function asObject(header: unknown): HeaderObject {
  if (typeof header !== 'object' || header === null || Array.isArray(header) || header instanceof ObjectKeyed) {
    throw new EngineError('bad-frame', 'frame header is not a JSON object')
  }
  return header as HeaderObject
}

function hasRoundedNumber(header: unknown): boolean {
  const ext: unknown = (header as { extFields?: unknown } | null)?.extFields
  if (typeof ext !== 'object' || ext === null) return false
  for (const name of Object.keys(ext)) {
    const value = (ext as Record<string, unknown>)[name]
    if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) return true
  }
  return false
}

function int32Of(header: HeaderObject, name: string): number {
  const value = header[name]
  if (value === undefined || value === null) return 0
  const number = typeof value === 'string' ? Number(value) : value
  if (typeof number !== 'number' || (number | 0) !== number) {
    throw new EngineError('bad-frame', `frame header member ${name} is not an int32`, { context: { name } })
  }
  return number
}

function extOf(value: unknown): ExtFields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  const ext = value as Record<string, unknown>
  for (const name of Object.keys(ext)) {
    const entry = ext[name]
    if (typeof entry === 'string') continue
    if (entry === null || entry === undefined) delete ext[name]
    else ext[name] = typeof entry === 'bigint' ? String(entry) : JSON.stringify(entry, bigintAsText)
  }
  return ext as ExtFields
}

function bigintAsText(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
