/** Frames and headers hold for all inputs: split anywhere, in both forms, and random bytes never do more than close. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocBytes, asBytes, concatBytes, viewOf, type Bytes } from '../../engine/base/bytes.ts'
import { EngineError } from '../../engine/base/errors.ts'
import { LANGUAGES } from '../../engine/protocol/language.ts'
import { binaryHeaderBytesMax, decodeBinaryHeader, writeBinaryHeader } from '../../engine/remoting/binary-header.ts'
import type { Command } from '../../engine/remoting/command.ts'
import { decodeFrame, FrameReader } from '../../engine/remoting/frame.ts'
import { decodeJsonHeader } from '../../engine/remoting/json-header.ts'
import { frameOf } from '../unit/remoting/commands.ts'

const int32 = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff })
const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((value) => /^\P{Surrogate}*$/u.test(value))
const nonEmpty = text.filter((value) => value !== '')

const anyCommand: fc.Arbitrary<Command> = fc.record({
  code: fc.integer({ min: -0x8000, max: 0x7fff }),
  language: fc.constantFrom(...LANGUAGES),
  version: fc.integer({ min: 0, max: 0x7fff }),
  opaque: int32,
  flag: fc.constantFrom(0, 1, 2),
  remark: fc.option(nonEmpty, { nil: undefined }),
  ext: fc
    .dictionary(
      nonEmpty.filter((key) => key !== '__proto__'),
      nonEmpty,
      { maxKeys: 6 },
    )
    .map((ext) => ({ ...ext })),
  body: fc.option(
    fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => asBytes(Uint8Array.from(bytes))),
    { nil: undefined },
  ),
  serializeType: fc.constantFrom('JSON', 'ROCKETMQ'),
})

function readAll(chunks: readonly Bytes[]): Command[] {
  const commands: Command[] = []
  const reader = new FrameReader((bytes, headerStart, headerEnd, bodyEnd, type) =>
    commands.push(decodeFrame(bytes, headerStart, headerEnd, bodyEnd, type)),
  )
  for (const chunk of chunks) {
    // The port may reuse its chunk as soon as onData returns.
    const own = asBytes(Uint8Array.from(chunk))
    reader.push(own)
    own.fill(0xff)
  }
  expect(reader.carriedBytes).toBe(0)
  return commands
}

function badFrameOrNothing(run: () => unknown): void {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError)
    expect((error as EngineError).code).toBe('bad-frame')
  }
}

describe('frames', () => {
  test('a command is read as it was written, in both forms', () => {
    fc.assert(
      fc.property(anyCommand, (command) => {
        expect(readAll([frameOf(command)])).toEqual([command])
      }),
    )
  })

  test('commands are the same however the stream is split', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { minLength: 1, maxLength: 4 }), fc.array(fc.nat(3000)), (commands, cuts) => {
        const stream = concatBytes(commands.map(frameOf))
        const borders = [0, ...cuts.map((cut) => cut % (stream.length + 1)).sort((a, b) => a - b), stream.length]
        const chunks = borders.slice(1).map((end, i) => stream.subarray(borders[i], end))
        expect(readAll(chunks)).toEqual(commands)
      }),
    )
  })

  test('one frame split at every point comes out whole', () => {
    fc.assert(
      fc.property(anyCommand, (command) => {
        const frame = frameOf(command)
        for (let cut = 0; cut <= frame.length; cut++) {
          expect(readAll([frame.subarray(0, cut), frame.subarray(cut)])).toEqual([command])
        }
      }),
      { numRuns: 20 },
    )
  })

  test('random bytes are refused as a bad frame or wait for more', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 5 }), (chunks) => {
        const reader = new FrameReader((bytes, headerStart, headerEnd, bodyEnd, type) => {
          decodeFrame(bytes, headerStart, headerEnd, bodyEnd, type)
        })
        badFrameOrNothing(() => chunks.forEach((chunk) => reader.push(asBytes(Uint8Array.from(chunk)))))
      }),
    )
  })
})

describe('headers', () => {
  test('random bytes as a header of either form never do more than throw a bad frame', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (random) => {
        const bytes = asBytes(Uint8Array.from(random))
        badFrameOrNothing(() => decodeBinaryHeader(bytes, 0, bytes.length))
        badFrameOrNothing(() => decodeJsonHeader(bytes, 0, bytes.length))
      }),
    )
  })

  test('random JSON as a header never does more than throw a bad frame', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (ext, code) => {
        const header = `{"code":${code},"extFields":${ext}}`
        const bytes = asBytes(new TextEncoder().encode(header))
        badFrameOrNothing(() => decodeJsonHeader(bytes, 0, bytes.length))
      }),
    )
  })

  test('a changed byte in a binary header is read or refused, never read outside', () => {
    fc.assert(
      fc.property(anyCommand, fc.nat(), fc.nat(255), (command, at, value) => {
        const bytes = allocBytes(binaryHeaderBytesMax(command))
        const end = writeBinaryHeader(command, bytes, viewOf(bytes), 0)
        bytes[at % end] = value
        badFrameOrNothing(() => decodeBinaryHeader(bytes, 0, end))
      }),
    )
  })
})
