import { describe, expect, test } from 'vitest'
import { allocBytes, asBytes, bytesFromUtf8, bytesOf, concatBytes, type Bytes } from '../../../engine/base/bytes.ts'
import { EngineError } from '../../../engine/base/errors.ts'
import { FRAME_BYTES_MAX } from '../../../engine/base/limits.ts'
import { type Command } from '../../../engine/remoting/command.ts'
import { decodeFrame, FrameReader } from '../../../engine/remoting/frame.ts'
import { command, commandsIn, frameOf } from './commands.ts'

function prefix(totalBytes: number, mixed: number): Bytes {
  const bytes = allocBytes(8)
  bytes.writeInt32BE(totalBytes, 0)
  bytes.writeInt32BE(mixed, 4)
  return bytes
}

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return error instanceof EngineError ? error.code : 'not an EngineError'
  }
  return 'nothing thrown'
}

function reading(onCommand: (command: Command, bytes: Bytes) => void = () => undefined): FrameReader {
  return new FrameReader((bytes, start, headerEnd, bodyEnd, type) =>
    onCommand(decodeFrame(bytes, start, headerEnd, bodyEnd, type), bytes),
  )
}

describe('FrameReader', () => {
  test('hands out whole frames in place, without copying the chunk', () => {
    const chunk = concatBytes([
      frameOf(command({ opaque: 1 })),
      frameOf(command({ opaque: 2, body: bytesFromUtf8('hi') })),
    ])
    const seen: [number, boolean][] = []
    const reader = reading((found, bytes) => seen.push([found.opaque, bytes === chunk]))
    reader.push(chunk)
    expect(seen).toEqual([
      [1, true],
      [2, true],
    ])
    expect(reader.carriedBytes).toBe(0)
  })

  test('a frame fed byte by byte comes out once and nothing is carried afterwards', () => {
    const frame = frameOf(command({ body: bytesFromUtf8('body'), ext: { topic: 'T' } }))
    const seen: Command[] = []
    const reader = reading((found) => seen.push(found))
    for (let i = 0; i < frame.length; i++) reader.push(frame.subarray(i, i + 1))
    expect(seen.map((found) => found.body?.toString())).toEqual(['body'])
    expect(reader.carriedBytes).toBe(0)
  })

  test('a body is a copy that survives the chunk', () => {
    const frame = frameOf(command({ body: bytesFromUtf8('keep') }))
    const [found] = commandsIn(frame)
    frame.fill(0)
    expect(found?.body?.toString()).toBe('keep')
  })

  test('a frame without body has no body', () => {
    expect(commandsIn(frameOf(command()))[0]?.body).toBeUndefined()
  })

  test('a peer that announces a large frame and sends little gets little memory', () => {
    const reader = reading()
    reader.push(prefix(FRAME_BYTES_MAX - 4, 100))
    expect(reader.carriedBytes).toBe(8)
    const carry = (reader as unknown as { carry: Bytes }).carry
    expect(carry.length).toBeLessThanOrEqual(1024)
  })

  test('the largest frame passes and one byte more is refused before it is received', () => {
    expect(codeOf(() => reading().push(prefix(FRAME_BYTES_MAX - 4, 100)))).toBe('nothing thrown')
    expect(codeOf(() => reading().push(prefix(FRAME_BYTES_MAX - 3, 100)))).toBe('bad-frame')
  })

  test.each([
    ['a negative length', prefix(-1, 0)],
    ['a length below the mixed field', prefix(3, 0)],
    ['a header longer than the frame', prefix(100, 97)],
    ['an unknown serialize type', prefix(100, (2 << 24) | 10)],
    ['a header that is no JSON', concatBytes([prefix(8, 4), bytesFromUtf8('{"co')])],
    ['an empty header', prefix(4, 0)],
    ['a JSON header that is no object', concatBytes([prefix(6, 2), bytesFromUtf8('[]')])],
    ['a code that is no int32', concatBytes([prefix(17, 13), bytesFromUtf8('{"code":1e20}')])],
    ['a cut binary header', concatBytes([prefix(24, (1 << 24) | 20), allocBytes(20)])],
    ['a TLS hello', bytesOf([0x16, 0x03, 0x01, 0x02, 0x00, 0x01])],
  ])('refuses %s', (_, bytes) => {
    expect(codeOf(() => reading().push(asBytes(bytes)))).toBe('bad-frame')
  })

  test('a bad length is refused even when the frame border falls into the middle of a chunk', () => {
    const chunk = concatBytes([frameOf(command()), prefix(-5, 0)])
    expect(codeOf(() => reading().push(chunk))).toBe('bad-frame')
  })

  test('a stopped reader hands out nothing more of its chunk', () => {
    const seen: number[] = []
    const reader: FrameReader = reading((found) => {
      seen.push(found.opaque)
      reader.stop()
    })
    reader.push(concatBytes([frameOf(command({ opaque: 1 })), frameOf(command({ opaque: 2 }))]))
    expect(seen).toEqual([1])
  })
})

describe('encodeFrame', () => {
  test('writes the frame a Java peer reads, byte for byte', () => {
    const header =
      '{"code":105,"extFields":{"topic":"T"},"flag":0,"language":"JAVA","opaque":7,"serializeTypeCurrentRPC":"JSON","version":479}'
    const expected = concatBytes([
      prefix(4 + header.length + 2, header.length),
      bytesFromUtf8(header),
      bytesFromUtf8('ab'),
    ])
    expect(frameOf(command({ ext: { topic: 'T' }, body: bytesFromUtf8('ab') })).equals(expected)).toBe(true)
  })

  test('copies body parts in order', () => {
    const source = bytesFromUtf8('0123456789')
    const frame = frameOf(
      command({
        bodyParts: [
          { bytes: source, start: 2, end: 4 },
          { bytes: source, start: 7, end: 10 },
        ],
      }),
    )
    expect(commandsIn(frame)[0]?.body?.toString()).toBe('23789')
  })

  test('a code that does not fit 16 bits travels as JSON even when the peer speaks the binary form', () => {
    const [found] = commandsIn(frameOf(command({ code: 200_050, serializeType: 'ROCKETMQ' })))
    expect(found).toMatchObject({ code: 200_050, serializeType: 'JSON' })
  })

  test('refuses a command above the frame limit and takes the largest one', () => {
    const headerBytes = frameOf(command()).length
    const fits = command({ body: allocBytes(FRAME_BYTES_MAX - headerBytes) })
    expect(frameOf(fits).length).toBe(FRAME_BYTES_MAX)
    const tooLarge = command({ body: allocBytes(FRAME_BYTES_MAX - headerBytes + 1) })
    expect(codeOf(() => frameOf(tooLarge))).toBe('overload')
  })
})
