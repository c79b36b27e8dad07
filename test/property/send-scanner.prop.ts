import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocBytes, bytesFromUtf8 } from '../../engine/base/bytes.ts'
import { SendScanner } from '../../engine/broker/send-scanner.ts'
import { writeInteger } from '../../engine/broker/send-reply.ts'
import { sendMessageV2 } from '../../engine/protocol/apis/send.ts'
import { parseProperties } from '../../engine/protocol/properties.ts'
import { requestHeader } from '../../engine/remoting/command.ts'
import { decodeFrame } from '../../engine/remoting/frame.ts'
import { binaryHeader, javaHeader, LETTERS } from '../unit/broker/send-frames.ts'

const word = fc.string({
  unit: fc.constantFrom('A', 'b', 'T', 'R', 'U', '_', '1', ' ', '"', '\\', 'é', '订', '\u0001', '\u0002', '\n'),
})
const letters = fc.record({
  b: fc.stringMatching(/^[a-zA-Z0-9_%-]{1,20}$/),
  e: fc.integer({ min: -1, max: 9 }).map(String),
  f: fc.integer().map(String),
  g: fc.nat().map(String),
  h: fc.integer().map(String),
  i: fc
    .array(fc.tuple(word, word))
    .map((pairs) => pairs.map(([name, value]) => `${name}\u0001${value}\u0002`).join('')),
  j: fc.nat().map(String),
  k: fc.constantFrom('true', 'false'),
  m: fc.constantFrom('true', 'false', ''),
})

describe('the send scanner', () => {
  test('reads what it takes exactly as the general path does, in both forms', () => {
    fc.assert(
      fc.property(letters, fc.integer(), fc.constantFrom(0, 2), fc.boolean(), (changes, opaque, flag, isBinary) => {
        const ext = { ...LETTERS, ...changes }
        const header = isBinary ? binaryHeader(ext, { opaque, flag }) : javaHeader(ext, flag, opaque)
        const scanner = new SendScanner()
        const isKnown = isBinary
          ? scanner.scanBinary(header, 0, header.length)
          : scanner.scanJson(header, 0, header.length)
        if (!isKnown) return
        const command = decodeFrame(header, 0, header.length, header.length, isBinary ? 1 : 0)
        const expected = requestHeader(sendMessageV2, command)
        expect(scanner.opaque).toBe(command.opaque)
        expect(scanner.isOneway).toBe(flag === 2)
        expect(header.latin1Slice(scanner.topicStart, scanner.topicEnd)).toBe(expected.topic)
        expect(scanner.queueId).toBe(expected.queueId)
        expect(scanner.sysFlag).toBe(expected.sysFlag)
        expect(scanner.flag).toBe(expected.flag)
        expect(scanner.bornTimestampMs).toBe(expected.bornTimestamp)
        expect(scanner.reconsumeTimes).toBe(expected.reconsumeTimes)
        expect(expected.batch ?? false).toBe(false)
        const target = allocBytes(scanner.propertiesBytesMax)
        const length = scanner.copyProperties(header, target, 0)
        if (length < 0) return
        expect(parseProperties(target.utf8Slice(0, length))).toEqual(parseProperties(expected.properties ?? ''))
      }),
    )
  })

  test('never reads past its header nor throws, whatever the bytes', () => {
    const json = javaHeader()
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(json.length - 1), fc.nat(255)), { maxLength: 4 }),
        fc.nat(40),
        (edits, cut) => {
          const bytes = bytesFromUtf8(json.utf8Slice())
          for (const [at, value] of edits) bytes[at] = value
          const end = Math.max(0, bytes.length - cut)
          const scanner = new SendScanner()
          if (!scanner.scanJson(bytes, 0, end)) return
          expect(scanner.propertiesEnd).toBeLessThanOrEqual(end)
          const target = allocBytes(scanner.propertiesBytesMax)
          expect(scanner.copyProperties(bytes, target, 0)).toBeLessThanOrEqual(target.length)
        },
      ),
    )
  })
})

describe('writeInteger', () => {
  test('writes what String would', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        const bytes = allocBytes(24)
        expect(bytes.latin1Slice(2, writeInteger(bytes, 2, value))).toBe(String(value))
      }),
    )
  })
})
