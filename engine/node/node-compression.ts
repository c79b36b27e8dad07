/** Message body compression on Node: zlib is built in, LZ4 and Zstandard are JavaScript. Sizes are bounded while decoding. */
import { deflateSync, inflateSync } from 'node:zlib'
import { Decompress as ZstdStream } from 'fzstd'
import { asBytes, concatBytes, copyOfBytes } from '../base/bytes.ts'
import type { Bytes } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'
import type { Compression } from '../base/ports.ts'
import { decodeLz4Frames } from './lz4-frame.ts'

/** `rocketmq.message.compressLevel` of the Java producer when nothing is set. */
const DEFLATE_LEVEL = 5

export class NodeCompression implements Compression {
  deflate(bytes: Uint8Array): Bytes {
    return asBytes(deflateSync(bytes, { level: DEFLATE_LEVEL }))
  }

  inflate(kind: 'zlib' | 'lz4' | 'zstd', bytes: Uint8Array, bytesMax: number): Bytes {
    try {
      switch (kind) {
        case 'zlib':
          return asBytes(inflateSync(bytes, { maxOutputLength: Math.max(1, bytesMax) }))
        case 'lz4':
          return decodeLz4Frames(bytes, bytesMax)
        case 'zstd':
          return inflateZstd(bytes, bytesMax)
      }
    } catch (cause) {
      if (cause instanceof EngineError) throw cause
      throw new EngineError('bad-bytes', `${kind} body is damaged or inflates above ${bytesMax} bytes`, {
        context: { kind, compressedBytes: bytes.length, bytesMax },
        cause,
      })
    }
  }
}

function inflateZstd(bytes: Uint8Array, bytesMax: number): Bytes {
  const parts: Uint8Array[] = []
  let total = 0
  const stream = new ZstdStream((part) => {
    total += part.length
    if (total > bytesMax) throw new Error('too long')
    // The decoder reuses its window, so each part is copied.
    parts.push(copyOfBytes(part))
  })
  // `fzstd` changes the array that it is given when a frame spans parts; hand it a copy of its own.
  stream.push(copyOfBytes(bytes), true)
  return concatBytes(parts)
}
