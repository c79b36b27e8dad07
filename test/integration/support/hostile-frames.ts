/**
 * Malformed frames from a seed: what no client sends. Every frame comes with what a server has to make of it; none of
 * them may change anything. Knows the layout of frames and the tables of operations, nothing of any server.
 */
import { apiOfCode, APIS, type AnyApi } from '../../../engine/protocol/apis/index.ts'
import { RequestCode } from '../../../engine/protocol/codes.ts'
import type { Field } from '../../../engine/protocol/fields.ts'
import type { SeededRandom } from '../../sim/kernel/seeded-random.ts'

export interface HostileFrame {
  readonly kind: string
  readonly bytes: Buffer
  /** close: the connection must end. half: it must end once this side has ended. any: it may end or answer. */
  readonly effect: 'close' | 'half' | 'any'
}

const FRAME_BYTES_MAX = 16 * 1024 * 1024

/** A code that nobody knows, for the request that asks whether a connection still lives. */
export const UNKNOWN_CODE = 987_654

/** Texts that break parsers, bounds and string handling; a few of them are fine for a free text. */
const HOSTILE_TEXTS = [
  '',
  ' ',
  'null',
  'NaN',
  '1e309',
  '-1',
  '0x10',
  '2147483648',
  '-2147483649',
  '9223372036854775808',
  '99999999999999999999999999999999',
  '1.5',
  '١٢',
  '\u0000',
  '\u0001\u0002\u0001',
  '../../etc/passwd',
  '%RETRY%',
  '__proto__',
  '💥'.repeat(50),
  'A'.repeat(40_000),
]

/** Operations that a hostile field can break: they have a field that is required, or one that does not take any text. */
const BREAKABLE = APIS.filter((api) => breakableFields(api).length > 0)

/** Of these no part of a request makes a whole one: an empty header is refused. */
const REQUIRING = APIS.filter((api) => Object.values(api.request).some((field) => field.required))

/** Operations that change nothing even if a changed length turns their header into a good one. */
const READING: readonly number[] = [
  RequestCode.GET_MAX_OFFSET,
  RequestCode.GET_MIN_OFFSET,
  RequestCode.SEARCH_OFFSET_BY_TIMESTAMP,
  RequestCode.QUERY_CONSUMER_OFFSET,
  RequestCode.VIEW_MESSAGE_BY_ID,
  RequestCode.GET_ROUTEINFO_BY_TOPIC,
  RequestCode.GET_KV_CONFIG,
]
const SENDING: readonly number[] = [
  RequestCode.SEND_MESSAGE,
  RequestCode.SEND_MESSAGE_V2,
  RequestCode.SEND_BATCH_MESSAGE,
]

type Make = (random: SeededRandom) => HostileFrame

const MAKERS: readonly (readonly [weight: number, make: Make])[] = [
  [4, randomBytes],
  [4, impossibleLength],
  [4, headerBeyondFrame],
  [3, unknownSerializeType],
  [4, truncated],
  [1, tlsHello],
  [14, randomJsonHeader],
  [8, brokenJsonHeader],
  [8, wrongJsonTypes],
  [10, randomBinaryHeader],
  [10, lyingBinaryHeader],
  [8, unknownCode],
  [30, brokenFields],
  [6, strayResponse],
]

const TOTAL_WEIGHT = MAKERS.reduce((sum, [weight]) => sum + weight, 0)

export function hostileFrame(random: SeededRandom): HostileFrame {
  let at = random.below(TOTAL_WEIGHT)
  for (const [weight, make] of MAKERS) {
    if (at < weight) return make(random)
    at -= weight
  }
  throw new RangeError('weights do not add up')
}

/** A well-formed frame with this header text. */
export function jsonFrame(header: string, body: Uint8Array = Buffer.alloc(0)): Buffer {
  return frame(Buffer.from(header), body, 0)
}

function frame(header: Uint8Array, body: Uint8Array, serializeType: number): Buffer {
  const prefix = Buffer.alloc(8)
  prefix.writeInt32BE(4 + header.length + body.length, 0)
  prefix.writeInt32BE((serializeType << 24) | header.length, 4)
  return Buffer.concat([prefix, header, body])
}

function randomBytes(random: SeededRandom): HostileFrame {
  // The top bit makes the announced length negative: whatever follows, nobody can wait for it.
  const bytes = Buffer.from(random.bytes(8 + random.below(600)))
  bytes[0] = (bytes[0] as number) | 0x80
  return { kind: 'random bytes', bytes, effect: 'close' }
}

function impossibleLength(random: SeededRandom): HostileFrame {
  const lengths = [-0x8000_0000, -1, 0, 1, 3, FRAME_BYTES_MAX - 3, FRAME_BYTES_MAX, 0x7fff_ffff]
  const bytes = Buffer.from(random.bytes(64))
  bytes.writeInt32BE(pick(random, lengths), 0)
  return { kind: 'impossible length', bytes, effect: 'close' }
}

function headerBeyondFrame(random: SeededRandom): HostileFrame {
  const bytes = frame(random.bytes(50), random.bytes(50), 0)
  bytes.writeInt32BE(pick(random, [101, 1000, 0xff_ffff]), 4)
  return { kind: 'header beyond its frame', bytes, effect: 'close' }
}

function unknownSerializeType(random: SeededRandom): HostileFrame {
  const header = Buffer.from(JSON.stringify({ code: UNKNOWN_CODE, opaque: 1 }))
  return {
    kind: 'unknown serialize type',
    bytes: frame(header, random.bytes(9), 2 + random.below(126)),
    effect: 'close',
  }
}

function truncated(random: SeededRandom): HostileFrame {
  const whole = brokenFields(random).bytes
  return { kind: 'truncated', bytes: whole.subarray(0, 1 + random.below(whole.length - 1)), effect: 'half' }
}

function tlsHello(random: SeededRandom): HostileFrame {
  return {
    kind: 'TLS',
    bytes: Buffer.concat([Buffer.from([0x16, 3, 1, 2, 0, 1, 0]), random.bytes(200)]),
    effect: 'close',
  }
}

function randomJsonHeader(random: SeededRandom): HostileFrame {
  return { kind: 'random JSON', bytes: jsonFrame(randomJson(random, 4), someBody(random)), effect: 'any' }
}

function brokenJsonHeader(random: SeededRandom): HostileFrame {
  const text = requestText(random, pick(random, REQUIRING), {})
  const cut = random.below(text.length)
  const junk = pick(random, ['', '}', '{{', '"', '\\u12', ',,', ']', '\u0000', '[[[['.repeat(300), '{"a":'.repeat(300)])
  return { kind: 'broken JSON', bytes: jsonFrame(text.slice(0, cut) + junk, someBody(random)), effect: 'any' }
}

function wrongJsonTypes(random: SeededRandom): HostileFrame {
  const value = (): unknown => pick(random, [null, true, [], {}, [1], { a: 1 }, 1e99, -1.5, ...HOSTILE_TEXTS])
  const header = {
    code: random.below(2) === 0 ? value() : UNKNOWN_CODE,
    language: value(),
    version: value(),
    opaque: value(),
    flag: value(),
    remark: value(),
    extFields: random.below(2) === 0 ? value() : { a: value(), queueId: value(), __proto__: value() },
  }
  return { kind: 'wrong JSON types', bytes: jsonFrame(JSON.stringify(header), someBody(random)), effect: 'any' }
}

function randomBinaryHeader(random: SeededRandom): HostileFrame {
  const header = Buffer.from(random.bytes(random.below(120)))
  // Not by chance a request that means something.
  if (header.length >= 2) header.writeInt16BE(0x7000 + random.below(0xfff), 0)
  return { kind: 'random binary header', bytes: frame(header, someBody(random), 1), effect: 'any' }
}

/** A binary header as it should be, with some of its lengths changed. A send has no topic, whatever becomes of its entries. */
function lyingBinaryHeader(random: SeededRandom): HostileFrame {
  const api = apiOfCode(pick(random, [...READING, ...SENDING])) as AnyApi
  const remark = Buffer.from('remark')
  const fields = Object.entries(brokenExt(random, api)).filter(
    ([name]) => !SENDING.includes(api.code) || (name !== 'topic' && name !== 'b'),
  )
  const entries = fields.map(([name, value]) => {
    const [key, text] = [Buffer.from(name), Buffer.from(value.slice(0, 100))]
    const entry = Buffer.alloc(2 + key.length + 4 + text.length)
    entry.writeInt16BE(random.below(4) === 0 ? hostileLength(random) & 0x7fff : key.length, 0)
    key.copy(entry, 2)
    entry.writeInt32BE(random.below(4) === 0 ? hostileLength(random) : text.length, 2 + key.length)
    text.copy(entry, 2 + key.length + 4)
    return entry
  })
  const ext = Buffer.concat(entries)
  const header = Buffer.alloc(2 + 1 + 2 + 4 + 4 + 4 + remark.length + 4)
  header.writeInt16BE(api.code & 0x7fff, 0)
  header.writeUInt8(random.below(256), 2)
  header.writeInt16BE(random.below(600), 3)
  header.writeInt32BE(random.below(0x7fff_ffff), 5)
  header.writeInt32BE(random.below(4) & 2, 9)
  header.writeInt32BE(random.below(3) === 0 ? hostileLength(random) : remark.length, 13)
  remark.copy(header, 17)
  header.writeInt32BE(random.below(2) === 0 ? hostileLength(random) : ext.length, 17 + remark.length)
  return { kind: 'lying binary header', bytes: frame(Buffer.concat([header, ext]), someBody(random), 1), effect: 'any' }
}

function unknownCode(random: SeededRandom): HostileFrame {
  let code = 0
  do code = pick(random, [random.below(40_000), -random.below(40_000), 0x7fff_ffff, -0x8000_0000, 1e12])
  while (isKnown(code))
  const header = { code, language: 'JAVA', version: 479, opaque: random.below(1e9), flag: random.below(2) * 2 }
  return { kind: 'unknown code', bytes: jsonFrame(JSON.stringify(header), someBody(random)), effect: 'any' }
}

/** A known request, all of it well-formed, but for fields that no server may accept. */
function brokenFields(random: SeededRandom): HostileFrame {
  const api = pick(random, BREAKABLE)
  const bytes = jsonFrame(requestText(random, api, brokenExt(random, api)), someBody(random))
  return { kind: `broken fields of ${api.name}`, bytes, effect: 'any' }
}

/** An answer to a question that was never asked. */
function strayResponse(random: SeededRandom): HostileFrame {
  const header = {
    code: random.below(30),
    opaque: random.below(100),
    flag: 1,
    extFields: { a: pick(random, HOSTILE_TEXTS) },
  }
  return { kind: 'stray response', bytes: jsonFrame(JSON.stringify(header), someBody(random)), effect: 'any' }
}

function requestText(random: SeededRandom, api: AnyApi, extFields: Record<string, string>): string {
  return JSON.stringify({
    code: api.code,
    language: pick(random, ['JAVA', 'CPP', 'NOT_A_LANGUAGE']),
    version: 479,
    opaque: random.below(0x7fff_ffff),
    flag: random.below(8) === 0 ? 2 : 0,
    extFields,
    serializeTypeCurrentRPC: 'JSON',
  })
}

/** Values for all fields of an operation, at least one of which is missing or not parsable. */
function brokenExt(random: SeededRandom, api: AnyApi): Record<string, string> {
  const ext: Record<string, string> = {}
  for (const [name, field] of Object.entries(api.request)) {
    const text = plausible(random, field)
    if (text !== undefined) ext[field.wire ?? name] = text
  }
  const [name, field] = pick(random, breakableFields(api))
  const wireName = field.wire ?? name
  const bad = HOSTILE_TEXTS.filter((text) => !parses(field, text))
  if (bad.length === 0 || (field.required && random.below(3) === 0)) delete ext[wireName]
  else ext[wireName] = pick(random, bad)
  return ext
}

function breakableFields(api: AnyApi): [string, Field<unknown>][] {
  return Object.entries(api.request).filter(
    ([, field]) => field.required || HOSTILE_TEXTS.some((text) => !parses(field, text)),
  )
}

function plausible(random: SeededRandom, field: Field<unknown>): string | undefined {
  return ['0', 'true', 'TAG', 'LOWER', pick(random, HOSTILE_TEXTS)].find((text) => parses(field, text))
}

function parses(field: Field<unknown>, text: string): boolean {
  try {
    field.parse(text)
    return true
  } catch {
    return false
  }
}

function isKnown(code: number): boolean {
  return apiOfCode(code) !== undefined || Object.values(RequestCode).some((known) => known === code)
}

/** JSON of any shape, sometimes with the members that a header has; never a request that a server knows. */
function randomJson(random: SeededRandom, depth: number): string {
  switch (random.below(depth > 0 ? 7 : 4)) {
    case 0:
      return pick(random, ['1e400', '-0', '123456789012345678901234567890', '0.1', '-1'])
    case 1:
      return JSON.stringify(pick(random, HOSTILE_TEXTS))
    case 2:
      return pick(random, ['true', 'false', 'null', "'x'", '0x1F', '/*c*/1', 'NaN'])
    case 3:
      return JSON.stringify(Buffer.from(random.bytes(random.below(60))).toString('latin1'))
    case 4:
      return `[${Array.from({ length: random.below(6) }, () => randomJson(random, depth - 1)).join(',')}]`
    default: {
      const names = ['code', 'flag', 'opaque', 'extFields', 'remark', '__proto__', 'constructor', '$ref', 'x']
      const members = Array.from({ length: random.below(8) }, () => {
        const name = pick(random, names)
        return `${JSON.stringify(name)}:${name === 'code' ? String(UNKNOWN_CODE) : randomJson(random, depth - 1)}`
      })
      return `{${members.join(',')}}`
    }
  }
}

function someBody(random: SeededRandom): Uint8Array {
  return random.below(3) === 0 ? random.bytes(random.below(400)) : Buffer.alloc(0)
}

function hostileLength(random: SeededRandom): number {
  return pick(random, [-1, -0x8000_0000, 0x7fff_ffff, 0x7fff, 1_000_000, random.below(5000)])
}

function pick<T>(random: SeededRandom, from: readonly T[]): T {
  return from[random.below(from.length)] as T
}
