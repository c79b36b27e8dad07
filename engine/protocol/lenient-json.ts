/**
 * Reads JSON as RocketMQ's Java side writes it (fastjson 1.2): besides JSON proper, unquoted number and identifier keys,
 * single quotes, objects as map keys, 64-bit integers and `$ref`. Input is hostile: size, depth, digits and what
 * references expand to are bounded. What the members mean is for `bodies/shape.ts`.
 */
import type { Bytes } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'
import { JSON_DEPTH_MAX, JSON_REFERENCE_VALUES_EXTRA, JSON_TEXT_MAX } from '../base/limits.ts'

export type JsonValue = null | boolean | number | bigint | string | JsonValue[] | JsonObject | ObjectKeyed

/** Keys are own members, whatever they are called; look with `Object.hasOwn`. */
export interface JsonObject {
  [name: string]: JsonValue
}

/** A map whose keys are objects, as Java writes one keyed by MessageQueue: `{{"queueId":0,..}:value}`. */
export class ObjectKeyed<K = JsonValue, V = JsonValue> {
  readonly entries: readonly (readonly [K, V])[]

  constructor(entries: readonly (readonly [K, V])[]) {
    this.entries = entries
  }
}

/**
 * Integers beyond the safe range come as bigint, everything else as in JSON.parse. The last of several equal keys wins.
 * @throws {EngineError} 'bad-json' with the offset, in characters, of what cannot be read.
 */
export function parseLenientJson(text: string, charactersMax = JSON_TEXT_MAX): JsonValue {
  if (text.length > charactersMax) {
    throw badJson(`JSON of ${text.length} characters; ${charactersMax} are allowed`, 0)
  }
  const value = new Parser(text).parse()
  return text.includes('"$ref"') ? resolveReferences(value, text.length) : value
}

/** The same for UTF-8 bytes. */
export function parseLenientJsonBytes(bytes: Bytes, bytesMax = JSON_TEXT_MAX): JsonValue {
  if (bytes.length > bytesMax) throw badJson(`JSON of ${bytes.length} bytes; ${bytesMax} are allowed`, 0)
  return parseLenientJson(bytes.utf8Slice(), bytesMax)
}

const QUOTE = 0x22
const APOSTROPHE = 0x27
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACKET = 0x5b
const BACKSLASH = 0x5c
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/** More digits than any 64-bit value has, so that no input makes the conversion expensive. */
const DIGITS_MAX = 40

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\u000b',
  '0': '\0',
}

class Parser {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  parse(): JsonValue {
    // A byte-order mark, which editors put in front of configuration files.
    if (this.#text.charCodeAt(0) === 0xfeff) this.#at = 1
    const value = this.#value()
    this.#skipBlanks()
    if (this.#at < this.#text.length) throw this.#bad('text behind the end')
    return value
  }

  #value(): JsonValue {
    const code = this.#skipBlanks()
    if (code === OPEN_BRACE) return this.#object()
    if (code === OPEN_BRACKET) return this.#array()
    if (code === QUOTE || code === APOSTROPHE) return this.#string(code)
    if (isNumberStart(code)) return this.#number()
    const start = this.#at
    const word = isIdentifierStart(code) ? this.#identifier() : ''
    switch (word) {
      case 'true':
        return true
      case 'false':
        return false
      case 'null':
        return null
      default:
        this.#at = start
        throw this.#bad('a value is expected')
    }
  }

  #array(): JsonValue[] {
    this.#enter()
    const values: JsonValue[] = []
    if (this.#skipBlanks() === CLOSE_BRACKET) return this.#leave(values)
    for (;;) {
      values.push(this.#value())
      const code = this.#skipBlanks()
      if (code === CLOSE_BRACKET) return this.#leave(values)
      if (code !== COMMA) throw this.#bad(', or ] is expected')
      this.#at++
    }
  }

  #object(): JsonObject | ObjectKeyed {
    this.#enter()
    const object: JsonObject = {}
    let entries: (readonly [JsonValue, JsonValue])[] | undefined
    if (this.#skipBlanks() === CLOSE_BRACE) return this.#leave(object)
    for (let isFirst = true; ; isFirst = false) {
      const code = this.#skipBlanks()
      const isObjectKey = code === OPEN_BRACE
      if (!isFirst && isObjectKey !== (entries !== undefined)) throw this.#bad('objects and names are mixed as keys')
      const key = isObjectKey ? this.#object() : this.#key(code)
      if (this.#skipBlanks() !== COLON) throw this.#bad(': is expected')
      this.#at++
      const value = this.#value()
      if (typeof key !== 'string') (entries ??= []).push([key, value])
      else setMember(object, key, value)
      const next = this.#skipBlanks()
      if (next === CLOSE_BRACE) return this.#leave(entries === undefined ? object : new ObjectKeyed(entries))
      if (next !== COMMA) throw this.#bad(', or } is expected')
      this.#at++
    }
  }

  #key(code: number): string {
    if (code === QUOTE || code === APOSTROPHE) return this.#string(code)
    if (isNumberStart(code)) return String(this.#number())
    if (isIdentifierStart(code)) return this.#identifier()
    throw this.#bad('a key is expected')
  }

  #string(quote: number): string {
    const text = this.#text
    const start = this.#at + 1
    let from = start
    let result = ''
    for (let i = start; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code === quote) {
        this.#at = i + 1
        return from === start ? text.slice(start, i) : result + text.slice(from, i)
      }
      if (code !== BACKSLASH) continue
      result += text.slice(from, i)
      const letter = text[i + 1] ?? ''
      if (letter === 'u' || letter === 'x') {
        const digits = letter === 'u' ? 4 : 2
        const hex = text.slice(i + 2, i + 2 + digits)
        this.#at = i
        if (hex.length !== digits || !/^[0-9A-Fa-f]+$/.test(hex)) throw this.#bad('a bad escape')
        result += String.fromCharCode(parseInt(hex, 16))
        i += 1 + digits
      } else {
        const character = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined
        this.#at = i
        if (character === undefined) throw this.#bad('a bad escape')
        result += character
        i++
      }
      from = i + 1
    }
    throw this.#bad('the text has no end')
  }

  #number(): number | bigint {
    const text = this.#text
    const start = this.#at
    let i = start
    let isInteger = true
    for (; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code >= 0x30 && code <= 0x39) continue
      if (code === 0x2b || code === 0x2d) continue
      if (code !== 0x2e && code !== 0x45 && code !== 0x65) break
      isInteger = false
    }
    const digits = text.slice(start, i)
    const value = Number(digits)
    if (i - start > DIGITS_MAX || !Number.isFinite(value) || !/^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?$/.test(digits)) {
      throw this.#bad('a bad number')
    }
    this.#at = i
    return isInteger && !Number.isSafeInteger(value) ? BigInt(digits.replace('+', '')) : value
  }

  #identifier(): string {
    const text = this.#text
    const start = this.#at
    let i = start + 1
    while (i < text.length && isIdentifierPart(text.charCodeAt(i))) i++
    this.#at = i
    return text.slice(start, i)
  }

  /** The next character that is not a blank, not consumed; -1 at the end. */
  #skipBlanks(): number {
    const text = this.#text
    while (this.#at < text.length) {
      const code = text.charCodeAt(this.#at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09 && code !== 0x0c && code !== 0x08)
        return code
      this.#at++
    }
    return -1
  }

  #enter(): void {
    if (++this.#depth > JSON_DEPTH_MAX) throw this.#bad(`more than ${JSON_DEPTH_MAX} levels`)
    this.#at++
  }

  #leave<T>(value: T): T {
    this.#depth--
    this.#at++
    return value
  }

  #bad(reason: string): EngineError {
    const near = this.#text.slice(this.#at, this.#at + 20)
    return badJson(`JSON at ${this.#at}: ${reason}${near === '' ? ' but it ends' : `, not "${near}"`}`, this.#at)
  }
}

function isNumberStart(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2b
}

function isIdentifierStart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code === 0x24
}

function isIdentifierPart(code: number): boolean {
  return isIdentifierStart(code) || (code >= 0x30 && code <= 0x39)
}

/** Plain assignment would make `__proto__` something else than a member. */
function setMember(object: JsonObject, key: string, value: JsonValue): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
  } else object[key] = value
}

/**
 * fastjson writes the second occurrence of an instance as `{"$ref":"$.path"}`, `{"$ref":".."}` or `{"$ref":"@"}`.
 * References become the value they name; one that leads back to itself, nowhere or to too much is refused.
 */
function resolveReferences(root: JsonValue, characters: number): JsonValue {
  const resolve = (value: JsonValue, hops: number): JsonValue => {
    const path = referenceOf(value)
    if (path === undefined) return value
    if (hops > JSON_DEPTH_MAX) throw badReference(path)
    let at: JsonValue | undefined = root
    for (const step of referenceSteps(path)) {
      at = at === undefined ? undefined : memberOf(resolve(at, hops + 1), step)
    }
    if (at === undefined) throw badReference(path)
    return resolve(at, hops + 1)
  }
  // Each value that was written took a character at least; the rest is for what references repeat.
  let budget = characters + JSON_REFERENCE_VALUES_EXTRA
  /** Rebuilds the tree without references; `depth` and `budget` end what would never end. */
  const rebuild = (value: JsonValue, depth: number): JsonValue => {
    const target = resolve(value, 0)
    if (--budget < 0 || depth > JSON_DEPTH_MAX) throw badReference(referenceOf(value) ?? '$')
    if (Array.isArray(target)) return target.map((item) => rebuild(item, depth + 1))
    if (target instanceof ObjectKeyed) {
      return new ObjectKeyed(
        target.entries.map(([key, item]) => [rebuild(key, depth + 1), rebuild(item, depth + 1)] as const),
      )
    }
    if (typeof target !== 'object' || target === null) return target
    const copy: JsonObject = {}
    for (const [name, item] of Object.entries(target)) setMember(copy, name, rebuild(item, depth + 1))
    return copy
  }
  return rebuild(root, 0)
}

function referenceOf(value: JsonValue): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof ObjectKeyed)
    return undefined
  const path = Object.hasOwn(value, '$ref') ? value['$ref'] : undefined
  return typeof path === 'string' && Object.keys(value).length === 1 ? path : undefined
}

/** `$.a.b[0]` to its steps; a point inside a name is written with a backslash. */
function referenceSteps(path: string): string[] {
  // "@" and ".." name what the reference stands in: no message of the protocol contains itself.
  if (!path.startsWith('$')) throw badReference(path)
  return (path.slice(1).match(/\[[^\]]*\]|(?:\\.|[^.[\\])+/g) ?? []).map((step) =>
    step.startsWith('[') ? step.slice(1, -1).replace(/^['"]|['"]$/g, '') : step.replace(/\\(.)/g, '$1'),
  )
}

function memberOf(value: JsonValue, step: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || value instanceof ObjectKeyed) return undefined
  if (Array.isArray(value)) return /^\d{1,9}$/.test(step) ? value[Number(step)] : undefined
  return Object.hasOwn(value, step) ? value[step] : undefined
}

function badReference(path: string): EngineError {
  return badJson(`JSON reference "${path}" cannot be followed`, 0)
}

function badJson(message: string, offset: number): EngineError {
  return new EngineError('bad-json', message, { context: { offset } })
}
