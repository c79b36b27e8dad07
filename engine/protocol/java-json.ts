/**
 * Writes JSON the way RocketMQ's Java side does (fastjson 1.2): members in alphabetical order, absent ones left out,
 * doubles with a point, MessageQueue-keyed maps with raw objects as keys. Number keys are quoted, which fastjson reads
 * just as well and others can read at all.
 */
import { type Bytes, bytesFromUtf8 } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'
import { ObjectKeyed } from './lenient-json.ts'

/** A number that Java holds as a double: written with a point, `null` when it is not finite. */
export class JavaDouble {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

export type JsonOutput =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | JavaDouble
  | readonly JsonOutput[]
  | ReadonlyMap<string | number, JsonOutput>
  | ObjectKeyed<JsonOutput, JsonOutput>
  | { readonly [name: string]: JsonOutput }

export interface JsonStyle {
  /** One member a line, indented by tabs: configuration files. */
  readonly pretty?: boolean
  /** ASCII only and maps in key order: what the name server sends to clients that want standard JSON. */
  readonly browserCompatible?: boolean
}

/**
 * Members of plain objects are sorted, entries of maps keep their order; both leave out null and undefined. Source: JSON#toJSONString.
 * @throws {EngineError} 'assertion' for a number that is neither an integer nor marked as a double.
 */
export function javaJson(value: JsonOutput, style: JsonStyle = {}): string {
  return write(value, style, style.pretty === true ? '\n' : '')
}

export function javaJsonBytes(value: JsonOutput, style: JsonStyle = {}): Bytes {
  return bytesFromUtf8(javaJson(value, style))
}

/** @param newline empty in the compact form, else a line feed and the indentation of the place. */
function write(value: JsonOutput, style: JsonStyle, newline: string): string {
  switch (typeof value) {
    case 'string':
      return quote(value, style)
    case 'number':
      if (!Number.isSafeInteger(value))
        throw new EngineError('assertion', `JSON integer ${value} is not a safe integer`)
      return value === 0 ? '0' : String(value)
    case 'boolean':
    case 'bigint':
      return String(value)
    case 'undefined':
      return 'null'
    default:
      break
  }
  if (value === null) return 'null'
  if (value instanceof JavaDouble) return doubleText(value.value)
  if (isList(value))
    return enclose(
      '[',
      ']',
      value.map((item) => write(item, style, deeper(newline))),
      newline,
    )
  if (value instanceof ObjectKeyed) {
    const parts = value.entries.map(([key, item]) => `${write(key, style, '')}:${write(item, style, deeper(newline))}`)
    return enclose('{', '}', parts, newline)
  }
  return enclose('{', '}', members(value, style, newline), newline)
}

function members(
  value: ReadonlyMap<string | number, JsonOutput> | { readonly [name: string]: JsonOutput },
  style: JsonStyle,
  newline: string,
): string[] {
  const entries: [string | number, JsonOutput][] = isMap(value) ? [...value] : Object.entries(value)
  if (!isMap(value) || style.browserCompatible === true) entries.sort(([a], [b]) => compareKeys(a, b))
  const parts: string[] = []
  for (const [name, item] of entries) {
    if (item === undefined || item === null) continue
    parts.push(`${quote(String(name), style)}:${write(item, style, deeper(newline))}`)
  }
  return parts
}

function compareKeys(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a) < String(b) ? -1 : 1
}

function enclose(open: string, close: string, parts: readonly string[], newline: string): string {
  if (parts.length === 0) return open + close
  if (newline === '') return open + parts.join(',') + close
  const inner = deeper(newline)
  return open + inner + parts.join(`,${inner}`) + newline + close
}

function deeper(newline: string): string {
  return newline === '' ? '' : `${newline}\t`
}

function isMap(value: object): value is ReadonlyMap<string | number, JsonOutput> {
  return value instanceof Map
}

function isList(value: object): value is readonly JsonOutput[] {
  return Array.isArray(value)
}

/** The slash is escaped only where the pattern asks for it. */
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

const SPECIAL = /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/
const SPECIAL_ALL = /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/g
const NOT_PLAIN_ASCII = /["\\/]|[^\u0020-\u007e]/g

function quote(text: string, style: JsonStyle): string {
  if (style.browserCompatible === true) return `"${text.replace(NOT_PLAIN_ASCII, escape)}"`
  return SPECIAL.test(text) ? `"${text.replace(SPECIAL_ALL, escape)}"` : `"${text}"`
}

function escape(character: string): string {
  return SHORT_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** Double.toString: plain from 0.001 up to ten million, else `1.5E10`; always with a point. */
function doubleText(value: number): string {
  if (!Number.isFinite(value)) return 'null'
  const size = Math.abs(value)
  if (size === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value)
    return text.includes('.') ? text : `${text}.0`
  }
  const [digits, exponent] = value.toExponential().split('e') as [string, string]
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`
}
