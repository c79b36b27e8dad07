/**
 * The vocabulary of header tables. A header is an object of fields; on the wire (`extFields`) every value is text.
 * `defineApi` rows in `apis/` are the only place where an operation's code and header are written down; encoding,
 * decoding, client calls and docs follow from them.
 */
import { EngineError } from '../base/errors.ts'

/** Free text header entries as they travel. */
export type ExtFields = Record<string, string>

export interface Field<T> {
  /** Whether an absent entry is an error. */
  readonly required: boolean
  /** Name on the wire when it differs from the property name (SEND_MESSAGE_V2's letters). */
  readonly wire?: string
  /** Text to value; throws a plain `RangeError` whose message says what was expected. */
  parse(text: string): T
  format(value: T): string
}

export type FieldTable = Readonly<Record<string, Field<unknown>>>

type RequiredKeys<F extends FieldTable> = {
  [K in keyof F]: F[K] extends OptionalField<unknown> ? never : K
}[keyof F]
type OptionalKeys<F extends FieldTable> = Exclude<keyof F, RequiredKeys<F>>
type ValueOf<X> = X extends Field<infer T> ? T : never

/** The object that a field table describes: optional fields may be absent. */
export type HeaderOf<F extends FieldTable> = { [K in RequiredKeys<F>]: ValueOf<F[K]> } & {
  [K in OptionalKeys<F>]?: ValueOf<F[K]> | undefined
}

export interface OptionalField<T> extends Field<T> {
  readonly required: false
}
export interface RequiredField<T> extends Field<T> {
  readonly required: true
}

export interface IntegerRange {
  readonly min?: number
  readonly max?: number
}

export function str(): RequiredField<string> {
  return { required: true, parse: (text) => text, format: (value) => value }
}

export function i32(range: IntegerRange = {}): RequiredField<number> {
  return integer({ min: range.min ?? -0x8000_0000, max: range.max ?? 0x7fff_ffff })
}

/** A 64-bit count, offset or time; must be a safe integer. */
export function i64(range: IntegerRange = {}): RequiredField<number> {
  return integer({ min: range.min ?? Number.MIN_SAFE_INTEGER, max: range.max ?? Number.MAX_SAFE_INTEGER })
}

/** A 64-bit value where `Long.MAX_VALUE` means "no end": read as the largest safe integer. */
export function i64Saturating(): RequiredField<number> {
  return {
    required: true,
    parse: (text) => {
      if (!/^[+-]?\d+$/.test(text)) throw new RangeError('an integer')
      const value = Number(text)
      return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value))
    },
    format: (value) => (value >= Number.MAX_SAFE_INTEGER ? '9223372036854775807' : String(value)),
  }
}

export function bool(): RequiredField<boolean> {
  return {
    required: true,
    parse: (text) => text.toLowerCase() === 'true',
    format: (value) => (value ? 'true' : 'false'),
  }
}

/** One of a few words, compared without regard to case, written as listed. */
export function oneOf<const W extends string>(...words: readonly W[]): RequiredField<W> {
  return {
    required: true,
    parse: (text) => {
      const found = words.find((word) => word.toLowerCase() === text.toLowerCase())
      if (found === undefined) throw new RangeError(`one of ${words.join(', ')}`)
      return found
    },
    format: (value) => value,
  }
}

export function optional<T>(field: RequiredField<T>): OptionalField<T> {
  return { ...field, required: false }
}

/** The same field under another name on the wire. */
export function wire<T, F extends Field<T>>(name: string, field: F & Field<T>): F {
  return { ...field, wire: name }
}

function integer(range: { min: number; max: number }): RequiredField<number> {
  return {
    required: true,
    parse: (text) => {
      const value = Number(text)
      if (!/^[+-]?\d+$/.test(text) || value < range.min || value > range.max) {
        throw new RangeError(`an integer from ${range.min} to ${range.max}`)
      }
      return value
    },
    format: (value) => String(value),
  }
}

export interface Api<Q extends FieldTable, S extends FieldTable> {
  readonly name: string
  readonly code: number
  readonly request: Q
  readonly response: S
  /** What the non-zero answers mean, by `ResponseCode` name. */
  readonly failures: Readonly<Record<string, string>>
  /** Java classes and methods the row was checked against. */
  readonly source: readonly string[]
}

export interface ApiRow<Q extends FieldTable, S extends FieldTable> {
  readonly name: string
  readonly code: number
  readonly request?: Q
  readonly response?: S
  readonly failures?: Readonly<Record<string, string>>
  readonly source: readonly string[]
}

/** One operation of the protocol. Absent tables mean "no header fields". */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- {} is the table without fields
export function defineApi<const Q extends FieldTable = {}, const S extends FieldTable = {}>(
  row: ApiRow<Q, S>,
): Api<Q, S> {
  return {
    name: row.name,
    code: row.code,
    request: row.request ?? ({} as Q),
    response: row.response ?? ({} as S),
    failures: row.failures ?? {},
    source: row.source,
  }
}

/** Header object to wire text; absent optional fields are left out. */
export function encodeFields<F extends FieldTable>(table: F, header: HeaderOf<F>): ExtFields {
  const ext: ExtFields = {}
  const values = header as Record<string, unknown>
  for (const [name, field] of Object.entries(table)) {
    const value = values[name]
    if (value === undefined || value === null) {
      if (field.required) throw new EngineError('assertion', `header field ${name} is not set`, { context: { name } })
      continue
    }
    ext[field.wire ?? name] = field.format(value)
  }
  return ext
}

/**
 * Wire text to header object. Unknown entries are ignored, as Java does; only text fields may be empty.
 * @throws {EngineError} 'bad-header' naming field, value and what is expected.
 */
export function decodeFields<F extends FieldTable>(table: F, ext: Readonly<ExtFields> | undefined): HeaderOf<F> {
  const header: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(table)) {
    const wireName = field.wire ?? name
    const text = ext?.[wireName]
    if (text === undefined || text === null) {
      if (field.required) {
        throw new EngineError('bad-header', `header field ${wireName} is missing`, { context: { field: wireName } })
      }
      continue
    }
    try {
      header[name] = field.parse(text)
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
      throw new EngineError('bad-header', `header field ${wireName} is "${text}" but must be ${cause.message}`, {
        context: { field: wireName, value: text },
      })
    }
  }
  return header as HeaderOf<F>
}
