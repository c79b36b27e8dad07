import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocBytes, bytesFromHex, concatBytes, type Bytes, viewOf } from '../../../engine/base/bytes.ts'
import {
  BODY_BYTES_MAX,
  divergedEndOf,
  encodeDivergence,
  encodeHeader,
  encodeReport,
  HEADER_BYTES,
  ReportReader,
  TransferReader,
} from '../../../engine/ha/ha-wire.ts'

function cut(stream: Bytes, cuts: readonly number[]): Bytes[] {
  const borders = [0, ...[...cuts].map((c) => c % (stream.length + 1)).sort((a, b) => a - b), stream.length]
  return borders.slice(1).map((end, i) => stream.subarray(borders[i], end))
}

function block(logOffset: number, body: Uint8Array): Bytes {
  const header = allocBytes(HEADER_BYTES)
  encodeHeader(viewOf(header), 0, logOffset, body.length)
  return concatBytes([header, body])
}

describe('ha wire', () => {
  test('a report is eight bytes, big-endian', () => {
    expect(encodeReport(0x0102030405).hexSlice()).toBe('0000000102030405')
  })

  test('a header is the offset and the body length', () => {
    expect(block(4096, new Uint8Array(3)).hexSlice()).toBe('000000000000100000000003000000')
  })

  test('only the last complete report of what was read counts', () => {
    const reader = new ReportReader()
    const stream = concatBytes([encodeReport(1), encodeReport(2), encodeReport(3).subarray(0, 5)])
    expect(reader.push(stream)).toBe(2)
    expect(reader.push(encodeReport(3).subarray(5))).toBe(3)
    expect(reader.push(allocBytes(3))).toBeUndefined()
  })

  test('a negative report announces the end of a diverged log', () => {
    expect(encodeDivergence(0).hexSlice()).toBe('ffffffffffffffff')
    const report = new ReportReader().push(encodeDivergence(4096)) as number
    expect(divergedEndOf(report)).toBe(4096)
    expect(divergedEndOf(0)).toBeUndefined()
  })

  test('a report beyond safe integers is refused', () => {
    expect(() => new ReportReader().push(bytesFromHex('7fffffffffffffff'))).toThrow(
      /bad-bytes|safe|int64|9223372036854775807/,
    )
  })

  test('headers and bodies come out the same however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (bodies, cuts) => {
          let logOffset = 1000
          const blocks: Bytes[] = []
          const expected: string[] = []
          for (const body of bodies) {
            blocks.push(block(logOffset, body))
            expected.push(`${logOffset}:${body.length}:${Buffer.from(body).toString('hex')}`)
            logOffset += body.length
          }
          const seen: { at: number; bytes: number; hex: string }[] = []
          const reader = new TransferReader()
          for (const chunk of cut(concatBytes(blocks), cuts)) {
            const goesOn = reader.push(chunk, {
              onHeader: (at, bytes) => {
                seen.push({ at, bytes, hex: '' })
                return true
              },
              onBody: (bytes, start, end) => {
                ;(seen.at(-1) as { hex: string }).hex += bytes.hexSlice(start, end)
                return true
              },
            })
            expect(goesOn).toBe(true)
          }
          expect(seen.map((s) => `${s.at}:${s.bytes}:${s.hex}`)).toEqual(expected)
        },
      ),
    )
  })

  test.each([-1, BODY_BYTES_MAX + 1])('a body length of %i is refused before anything is read', (bodyBytes) => {
    const header = allocBytes(HEADER_BYTES)
    encodeHeader(viewOf(header), 0, 0, bodyBytes)
    const sink = { onHeader: () => true, onBody: () => true }
    expect(() => new TransferReader().push(header, sink)).toThrow(/body bytes/)
  })

  test('a sink that stops ends the reading at once', () => {
    const seen: number[] = []
    const goesOn = new TransferReader().push(concatBytes([block(0, new Uint8Array(4)), block(4, new Uint8Array(4))]), {
      onHeader: (at) => {
        seen.push(at)
        return false
      },
      onBody: () => true,
    })
    expect(goesOn).toBe(false)
    expect(seen).toEqual([0])
  })
})
