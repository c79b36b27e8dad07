/**
 * The vocabulary of body tables: what a JSON body's members are called and hold, written down once, used for decoding,
 * encoding and types. Decoding is as tolerant as Java's (text for numbers, absent members) and names the member that is
 * wrong; encoding is exact.
 */
import { type Bytes, bytesFromBase64 } from '../../base/bytes.ts'
import { EngineError } from '../../base/errors.ts'
import { LONG_MAX } from '../../base/int64.ts'
import { JavaDouble, javaJson, javaJsonBytes, type JsonOutput, type JsonStyle } from '../java-json.ts'
import {
  type JsonObject,
  type JsonValue,
  ObjectKeyed,
  parseLenientJson,
  parseLenientJsonBytes,
} from '../lenient-json.ts'

/** Where a decoder stands, for error texts only; a place is not used again after an error. */
export type Place = (string | number)[]

export interface Shape<T> {
  /** `json` is never null. */
  decode(json: JsonValue, place: Place): T
  encode(value: T): JsonOutput
  /** What an absent or null member means; without it the member is required. */
  readonly absent?: () => T
  readonly isOptional?: boolean
}

export interface OptionalShape<T> extends Shape<T | undefined> {
  readonly isOptional: true
}

export type Members = Readonly<Record<string, Shape<unknown>>>

type ValueOf<S> = S extends Shape<infer T> ? T : never
type OptionalNames<M> = { [K in keyof M]: M[K] extends OptionalShape<unknown> ? K : never }[keyof M]

/** The object that a member table describes. */
export type RecordOf<M> = { readonly [K in Exclude<keyof M, OptionalNames<M>>]: ValueOf<M[K]> } & {
  readonly [K in OptionalNames<M>]?: ValueOf<M[K]>
}

/** An object with known members; members that the table does not know are skipped. */
export function record<const M extends Members>(members: M): Shape<RecordOf<M>> {
  const rows = Object.entries(members)
  return {
    decode: (json, place) => {
      const object = objectAt(json, place)
      const value: Record<string, unknown> = {}
      for (const [name, shape] of rows) {
        const member = decodeMember(shape, Object.hasOwn(object, name) ? object[name] : undefined, name, place)
        if (member !== undefined) value[name] = member
      }
      return value as RecordOf<M>
    },
    encode: (value) => {
      const object: Record<string, JsonOutput> = {}
      const members = value as Record<string, unknown>
      for (const [name, shape] of rows) {
        const member = members[name]
        if (member !== undefined) object[name] = shape.encode(member)
      }
      return object
    },
  }
}

/** The member table that describes exactly `T`. */
export type MembersOf<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? OptionalShape<Exclude<T[K], undefined>> : Shape<T[K]>
}

/** A shape for a type declared elsewhere. */
export function recordAs<T>(members: MembersOf<T>): Shape<T> {
  return record(members as unknown as Members) as unknown as Shape<T>
}

export function text(absent?: string): Shape<string> {
  return withAbsent(absent, {
    decode: (json, place) => {
      if (typeof json === 'string') return json
      if (typeof json === 'number' || typeof json === 'bigint' || typeof json === 'boolean') return String(json)
      throw wrong(place, 'text', json)
    },
    encode: (value) => value,
  })
}

/** An int32; 0 when absent, as a Java primitive is. */
export function int(absent = 0): Shape<number> {
  return integerShape(absent, -0x8000_0000, 0x7fff_ffff, 'an int32')
}

/** A 64-bit count, offset or time within the safe range. */
export function long(absent = 0): Shape<number> {
  return integerShape(absent, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'a safe 64-bit integer')
}

/** A 64-bit value where `Long.MAX_VALUE` means "no end": the largest safe integer stands for it. */
export function longSaturating(absent = 0): Shape<number> {
  return {
    absent: () => absent,
    decode: (json, place) => {
      const value = integerAt(json, place, 'a 64-bit integer')
      return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Number(value)))
    },
    encode: (value) => (value >= Number.MAX_SAFE_INTEGER ? LONG_MAX : value),
  }
}

/** An opaque 64-bit value, such as a tag code or an address in the extended queue. */
export function int64(absent = 0n): Shape<bigint> {
  return {
    absent: () => absent,
    decode: (json, place) => BigInt.asIntN(64, BigInt(integerAt(json, place, 'a 64-bit integer'))),
    encode: (value) => value,
  }
}

/** `null`, which Java writes for NaN and infinity, reads as `absent`. */
export function double(absent = 0): Shape<number> {
  return {
    absent: () => absent,
    decode: (json, place) => {
      const value = typeof json === 'string' && json.trim() !== '' ? Number(json) : json
      if (typeof value === 'bigint') return Number(value)
      if (typeof value !== 'number' || Number.isNaN(value)) throw wrong(place, 'a number', json)
      return value
    },
    encode: (value) => new JavaDouble(value),
  }
}

export function bool(absent = false): Shape<boolean> {
  return {
    absent: () => absent,
    decode: (json, place) => {
      if (typeof json === 'boolean') return json
      if (json === 1 || json === 0) return json === 1
      const lower = typeof json === 'string' ? json.toLowerCase() : ''
      if (lower === 'true' || lower === 'false') return lower === 'true'
      throw wrong(place, 'true or false', json)
    },
    encode: (value) => value,
  }
}

/**
 * The name of a Java constant, or its ordinal, which C++ clients send: `words` are in Java's order. Anything else is
 * refused; Java reads null there and fails later.
 */
export function word<const W extends string>(...words: readonly W[]): Shape<W> {
  return {
    decode: (json, place) => {
      const found = typeof json === 'number' ? words[json] : words.find((candidate) => candidate === json)
      if (found === undefined) throw wrong(place, `one of ${words.join(', ')}`, json)
      return found
    },
    encode: (value) => value,
  }
}

/** Raw bytes, base64 in JSON. */
export function base64(): Shape<Bytes> {
  return {
    decode: (json, place) => {
      if (typeof json !== 'string') throw wrong(place, 'base64 text', json)
      return bytesFromBase64(json)
    },
    encode: (value) => value.base64Slice(),
  }
}

/** Absent and null read as an empty list; a null item is refused. */
export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  return {
    absent: () => [],
    decode: (json, place) => {
      if (!Array.isArray(json)) throw wrong(place, 'a list', json)
      return json.map((value, i) => decodeMember(item, value, i, place))
    },
    encode: (value) => value.map((each) => item.encode(each)),
  }
}

/** A map with text keys. Null values are left out, as Java does when it writes. */
export function mapOf<T>(item: Shape<T>): Shape<ReadonlyMap<string, T>> {
  return {
    absent: () => new Map(),
    decode: (json, place) => {
      const map = new Map<string, T>()
      for (const [name, value] of Object.entries(objectAt(json, place))) {
        if (value !== null) map.set(name, decodeMember(item, value, name, place))
      }
      return map
    },
    encode: (value) => new Map([...value].map(([name, each]) => [name, item.encode(each)])),
  }
}

/** A map with integer keys, quoted or not; written quoted. */
export function intMapOf<T>(item: Shape<T>): Shape<ReadonlyMap<number, T>> {
  return {
    absent: () => new Map(),
    decode: (json, place) => {
      const map = new Map<number, T>()
      for (const [name, value] of Object.entries(objectAt(json, place))) {
        if (!/^[+-]?\d{1,15}$/.test(name)) throw wrong([...place, name], 'an integer key', name)
        if (value !== null) map.set(Number(name), decodeMember(item, value, name, place))
      }
      return map
    },
    encode: (value) => new Map([...value].map(([key, each]) => [key, item.encode(each)])),
  }
}

/** A map with objects as keys, written raw: Java's parser throws on anything else. */
export function objectMapOf<K, T>(key: Shape<K>, item: Shape<T>): Shape<readonly (readonly [K, T])[]> {
  return {
    absent: () => [],
    decode: (json, place) => {
      if (!(json instanceof ObjectKeyed)) {
        // An empty map looks the same with any kind of key.
        if (Object.keys(objectAt(json, place)).length === 0) return []
        throw wrong(place, 'a map with objects as keys', json)
      }
      return json.entries.map(
        ([name, value], i) =>
          [decodeMember(key, name, `key ${i}`, place), decodeMember(item, value, i, place)] as const,
      )
    },
    encode: (value) => new ObjectKeyed(value.map(([name, each]) => [key.encode(name), item.encode(each)] as const)),
  }
}

export function optional<T>(shape: Shape<T>): OptionalShape<T> {
  return {
    isOptional: true,
    absent: () => undefined,
    decode: (json, place) => shape.decode(json, place),
    encode: (value) => (value === undefined ? undefined : shape.encode(value)),
  }
}

/** The same shape with a default for an absent member. */
export function orElse<T>(shape: Shape<T>, absent: () => T): Shape<T> {
  return { ...shape, absent }
}

/** A body of the protocol, or the content of a configuration file. */
export interface Body<T> {
  /** The Java class. */
  readonly name: string
  /** @throws {EngineError} 'bad-json' naming the member, or when there is no body. */
  decode(bytes: Bytes | undefined): T
  decodeText(json: string): T
  encode(value: T, style?: JsonStyle): Bytes
  encodeText(value: T, style?: JsonStyle): string
}

export type BodyOf<B> = B extends Body<infer T> ? T : never

export function defineBody<T>(name: string, shape: Shape<T>): Body<T> {
  const decode = (json: JsonValue): T => {
    if (json === null) throw new EngineError('bad-json', `${name} is null`, { context: { body: name } })
    return shape.decode(json, [name])
  }
  return {
    name,
    decode: (bytes) => {
      if (bytes === undefined) throw new EngineError('bad-json', `${name} is missing`, { context: { body: name } })
      return decode(parseLenientJsonBytes(bytes))
    },
    decodeText: (json) => decode(parseLenientJson(json)),
    encode: (value, style) => javaJsonBytes(shape.encode(value), style),
    encodeText: (value, style) => javaJson(shape.encode(value), style),
  }
}

function decodeMember<T>(shape: Shape<T>, json: JsonValue | undefined, name: string | number, place: Place): T {
  place.push(name)
  if (json === undefined || json === null) {
    if (shape.absent === undefined) throw wrong(place, 'present', undefined)
    place.pop()
    return shape.absent()
  }
  const value = shape.decode(json, place)
  place.pop()
  return value
}

function objectAt(json: JsonValue, place: Place): JsonObject {
  if (typeof json !== 'object' || json === null || Array.isArray(json) || json instanceof ObjectKeyed) {
    throw wrong(place, 'an object', json)
  }
  return json
}

function integerShape(absent: number, min: number, max: number, expected: string): Shape<number> {
  return {
    absent: () => absent,
    decode: (json, place) => {
      const value = integerAt(json, place, expected)
      if (value < min || value > max) throw wrong(place, expected, json)
      return Number(value)
    },
    encode: (value) => value,
  }
}

function integerAt(json: JsonValue, place: Place, expected: string): number | bigint {
  if (typeof json === 'bigint') return json
  if (typeof json === 'number' && Number.isSafeInteger(json)) return json
  if (typeof json === 'string' && /^[+-]?\d{1,20}$/.test(json)) {
    const value = Number(json)
    return Number.isSafeInteger(value) ? value : BigInt(json.replace('+', ''))
  }
  throw wrong(place, expected, json)
}

function withAbsent<T>(absent: T | undefined, shape: Shape<T>): Shape<T> {
  return absent === undefined ? shape : { ...shape, absent: () => absent }
}

function wrong(place: Place, expected: string, json: JsonValue | undefined): EngineError {
  const member = place
    .map((part, i) => (i === 0 ? String(part) : typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
  return new EngineError('bad-json', `${member} must be ${expected}, not ${shown(json)}`, { context: { member } })
}

function shown(json: JsonValue | undefined): string {
  if (json === undefined) return 'absent'
  if (json === null) return 'null'
  if (Array.isArray(json)) return 'a list'
  if (typeof json === 'object') return 'an object'
  const value = typeof json === 'string' ? `"${json}"` : String(json)
  return value.length > 40 ? `${value.slice(0, 40)}...` : value
}
