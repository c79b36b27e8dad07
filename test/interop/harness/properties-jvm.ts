/** One run of java/JavaProperties.java per batch of questions: bytes in, Java's view of them out. Needs no Apache jar. */
import { spawnSync } from 'node:child_process'
import { type Bytes, bytesOf } from '../../../engine/base/bytes.ts'
import { compilePrograms } from './java-program.ts'

/** Key and value in turns, sorted by Java's order of strings, or that Java throws. */
export type JavaView = readonly (readonly [key: string, value: string])[] | 'refused'

const JAVA = 'java'
const QUICK_JVM = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto']
const RUN_MS = 60_000
const ANSWER_BYTES_MAX = 256 * 1024 * 1024
const LETTER = { load: 0x4c, store: 0x53, map: 0x4d }

export class PropertiesJvm {
  readonly #classes: string

  constructor(apacheLib: string) {
    this.#classes = compilePrograms(apacheLib)
  }

  /** What Java's `load` makes of each file. */
  load(files: readonly Uint8Array[]): JavaView[] {
    const answers = new Answers(this.#ask(files.map((file) => question(LETTER.load, file))))
    return files.map(() => answers.view())
  }

  /** What Java's `store` writes for each map. */
  store(maps: readonly (readonly (readonly [string, string])[])[]): Bytes[] {
    const answers = new Answers(this.#ask(maps.map((pairs) => question(LETTER.store, pairsOf(pairs)))))
    return maps.map(() => bytesOf(answers.bytes(answers.int())))
  }

  #ask(questions: readonly Buffer[]): Buffer {
    const run = spawnSync(JAVA, [...QUICK_JVM, '-cp', this.#classes, 'JavaProperties'], {
      input: Buffer.concat(questions),
      maxBuffer: ANSWER_BYTES_MAX,
      timeout: RUN_MS,
    })
    if (run.status !== 0) throw new Error(`JavaProperties ended with ${run.status}: ${run.stderr.toString('utf8')}`)
    return run.stdout
  }
}

/** Reads the answers one after the other. */
class Answers {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  int(): number {
    this.#at += 4
    return this.#bytes.readInt32BE(this.#at - 4)
  }

  bytes(length: number): Buffer {
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  view(): JavaView {
    const letter = this.bytes(1)[0]
    if (letter !== LETTER.map) return 'refused'
    return Array.from({ length: this.int() }, () => [this.#text(), this.#text()] as const)
  }

  #text(): string {
    const utf16 = Buffer.from(this.bytes(2 * this.int()))
    return utf16.swap16().toString('utf16le')
  }
}

function question(letter: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt8(letter, 0)
  head.writeInt32BE(payload.length, 1)
  return Buffer.concat([head, payload])
}

function pairsOf(pairs: readonly (readonly [string, string])[]): Buffer {
  return Buffer.concat([
    intBytes(pairs.length),
    ...pairs.flatMap((pair) => pair.flatMap((text) => [intBytes(text.length), utf16(text)])),
  ])
}

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}

function intBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
