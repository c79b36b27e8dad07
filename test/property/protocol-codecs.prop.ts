/** Records, batches, properties, ids and headers: decode undoes encode, and no input makes a decoder fail otherwise than by refusing. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asBytes, bytesFromUtf8, bytesOf, viewOf, type Bytes } from '../../engine/base/bytes.ts'
import { crc32 } from '../../engine/base/crc32.ts'
import { EngineError } from '../../engine/base/errors.ts'
import { APIS } from '../../engine/protocol/apis/index.ts'
import { decodeBatch, encodeBatch } from '../../engine/protocol/batch.ts'
import { decodeFields } from '../../engine/protocol/fields.ts'
import { ipText, parseIp } from '../../engine/protocol/host-address.ts'
import { offsetMessageId, parseOffsetMessageId, parseUniqueId } from '../../engine/protocol/message-id.ts'
import { SysFlag } from '../../engine/protocol/message.ts'
import {
  encodeProperties,
  encodePropertiesBytes,
  findProperty,
  parseProperties,
  parsePropertiesBytes,
  PropertyCursor,
  propertyText,
} from '../../engine/protocol/properties.ts'
import { checkRecord, decodeRecord, decodeRecords, recordBytesOf, recordOf } from '../../engine/protocol/record.ts'

const wellFormed = fc
  .string({ unit: 'binary' })
  .filter((text) => !/\p{Surrogate}/u.test(text) && !/[\u0001\u0002]/.test(text))
const filled = wellFormed.filter((text) => text !== '')
const properties = fc.array(fc.tuple(filled, filled), { maxLength: 8 }).map((pairs) => new Map(pairs))
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => bytesOf(array))
const host = fc.record({
  ip: fc
    .oneof(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.uint8Array({ minLength: 16, maxLength: 16 }))
    .map((array) => bytesOf(array)),
  port: fc.integer({ min: 0, max: 65_535 }),
})
const count = fc.maxSafeNat()
const int32 = fc.integer()

function refusesOrNot(run: () => unknown): void {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError)
    expect((error as EngineError).code).not.toBe('assertion')
  }
}

describe('properties', () => {
  test('are read as they were written', () => {
    fc.assert(
      fc.property(properties, (map) => {
        expect(parseProperties(encodeProperties(map))).toEqual(map)
        expect(parsePropertiesBytes(encodePropertiesBytes(map))).toEqual(map)
      }),
    )
  })

  test('scanned byte by byte say the same as parsed', () => {
    const noise = fc.array(fc.constantFrom('A', 'B', 'AB', '\u0001', '\u0002', 'é'), { maxLength: 30 })
    fc.assert(
      fc.property(noise, (parts) => {
        const input = bytesFromUtf8(parts.join(''))
        const parsed = parsePropertiesBytes(input)
        for (const name of ['A', 'B', 'AB', 'ABA', 'AA']) {
          expect(propertyText(input, 0, input.length, name)).toBe(parsed.get(name))
        }
        const cursor = new PropertyCursor()
        cursor.reset(input, 0, input.length)
        const seen = new Map<string, string>()
        while (cursor.next()) {
          seen.set(
            input.utf8Slice(cursor.nameStart, cursor.nameEnd),
            input.utf8Slice(cursor.valueStart, cursor.valueEnd),
          )
        }
        expect(seen).toEqual(parsed)
      }),
      { numRuns: 500 },
    )
  })

  test('are searched inside their range only', () => {
    fc.assert(
      fc.property(bytes, fc.nat(300), fc.nat(300), (input, a, b) => {
        const end = Math.min(Math.max(a, b), input.length)
        const start = Math.min(a, b, end)
        const at = findProperty(input, start, end, 'A')
        expect(at === -1 || (at > start && at < end)).toBe(true)
      }),
    )
  })
})

describe('records', () => {
  const input = fc.record({
    queueId: int32,
    flag: int32,
    queueOffset: count,
    logOffset: count,
    sysFlag: fc.integer({ min: 0, max: 0x7ff }),
    bornTimestampMs: count,
    bornHost: host,
    storeTimestampMs: count,
    storeHost: host,
    reconsumeTimes: int32,
    preparedTransactionOffset: count,
    body: bytes,
    topic: fc.string({ maxLength: 200 }),
    properties,
  })

  test('are read as they were written', () => {
    fc.assert(
      fc.property(input, (fields) => {
        const written = {
          ...fields,
          bodyCrc: crc32(fields.body),
          topic: bytesFromUtf8(fields.topic),
          properties: encodePropertiesBytes(fields.properties),
        }
        const encoded = recordOf(written)
        expect(encoded.length).toBe(recordBytesOf(written))
        const record = decodeRecord(encoded, 0, encoded.length, crc32)
        const { sysFlag, ...rest } = fields
        expect(record).toMatchObject(rest)
        const hostBits = SysFlag.BORN_HOST_V6 | SysFlag.STORE_HOST_V6
        expect(record.sysFlag & ~hostBits).toBe(sysFlag & ~hostBits)
      }),
    )
  })

  test('with one byte changed are refused or read, never more', () => {
    fc.assert(
      fc.property(input, fc.nat(), fc.integer({ min: 1, max: 255 }), (fields, at, change) => {
        const encoded = recordOf({
          ...fields,
          bodyCrc: crc32(fields.body),
          topic: bytesFromUtf8(fields.topic),
          properties: encodePropertiesBytes(fields.properties),
        })
        encoded[at % encoded.length] = (encoded[at % encoded.length] as number) ^ change
        refusesOrNot(() => decodeRecord(encoded))
        decodeRecords(encoded)
      }),
    )
  })

  test('of random bytes are refused', () => {
    const headed = fc.tuple(fc.constantFrom('daa320a7', 'daa320ab', 'cbd43194'), bytes).map(([magic, rest]) => {
      const input = asBytes(Uint8Array.from([0, 0, 0, rest.length + 8, 0, 0, 0, 0, ...rest]))
      viewOf(input).setUint32(4, parseInt(magic, 16))
      return input
    })
    fc.assert(
      fc.property(fc.oneof(bytes, headed), (input) => {
        refusesOrNot(() => decodeRecord(input))
        expect(decodeRecords(input).unreadBytes).toBeLessThanOrEqual(input.length)
        const check = checkRecord(input, viewOf(input), 0, input.length, crc32)
        expect(['record', 'blank', 'end', 'bad']).toContain(check.kind)
      }),
      { numRuns: 500 },
    )
  })
})

describe('batches', () => {
  test('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ flag: int32, body: bytes, properties })), (messages) => {
        const entries = decodeBatch(encodeBatch(messages))
        expect(entries.map((entry) => ({ ...entry, properties: parsePropertiesBytes(entry.properties) }))).toEqual(
          messages,
        )
      }),
    )
  })

  test('of random bytes are refused', () => {
    fc.assert(fc.property(bytes, (input) => refusesOrNot(() => decodeBatch(input))))
  })
})

describe('ids', () => {
  test('of an offset are read as they were written', () => {
    fc.assert(
      fc.property(host, count, ({ ip, port }, logOffset) => {
        expect(parseOffsetMessageId(offsetMessageId({ ip, port }, logOffset))).toEqual({
          host: ipText(ip),
          port,
          logOffset,
        })
      }),
    )
  })

  test('are read from 32 or 56 hex digits and from no other text', () => {
    const hex = fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFabcdef'), maxLength: 60 })
    const exact = fc.string({ unit: fc.constantFrom(...'0123456789ABCDEF'), minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(fc.oneof(fc.string(), hex, exact), fc.integer({ min: 0, max: 4e12 }), (text, nowMs) => {
        const isId = /^[0-9a-f]*$/i.test(text) && (text.length === 32 || text.length === 56)
        expect(parseUniqueId(text, nowMs, () => 0) !== undefined).toBe(isId)
        if (!isId) expect(parseOffsetMessageId(text)).toBeUndefined()
      }),
    )
  })

  test('addresses are written as they can be read', () => {
    fc.assert(
      fc.property(host, ({ ip }) => {
        const again = parseIp(ipText(ip)) as Bytes
        // IPv4 inside IPv6 comes back as IPv4.
        if (again.length === ip.length) expect(again.equals(ip)).toBe(true)
        else expect(again.equals(ip.subarray(12))).toBe(true)
      }),
    )
    fc.assert(fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (text) => void parseIp(text)))
  })
})

test('header tables take any text, or name the field that is wrong', () => {
  const texts = fc.oneof(fc.string(), fc.constantFrom('', '0', '-1', '9223372036854775807', 'true', 'null', '1e5'))
  fc.assert(
    fc.property(fc.constantFrom(...APIS), texts, (api, text) => {
      const names = Object.entries(api.request).map(([name, field]) => field.wire ?? name)
      const ext = Object.fromEntries(names.map((name) => [name, text]))
      refusesOrNot(() => decodeFields(api.request, ext))
    }),
    { numRuns: 1000 },
  )
})
