/** Send requests as bytes, in the shapes that clients really use, and a connection to answer on. */
import { type Bytes, bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import type { Command } from '../../../engine/remoting/command.ts'
import { RemotingConnection } from '../../../engine/remoting/connection.ts'
import { FlushGroup } from '../../../engine/remoting/outgoing.ts'
import { command, commandsIn, frameOf } from '../remoting/commands.ts'
import { MemoryWorld, type MemoryStream } from '../remoting/memory-world.ts'

export const UNIQUE_ID = '7F0000010000000000000000000000AB'

/** Header letters as a 5.3.3 client sends them, in its order. */
export const LETTERS: Readonly<Record<string, string>> = {
  a: 'PID',
  b: 'TopicTest',
  c: 'TBW102',
  d: '4',
  e: '3',
  f: '0',
  g: '1700000000000',
  h: '0',
  i: `UNIQ_KEY\u0001${UNIQUE_ID}\u0002WAIT\u0001true\u0002TAGS\u0001TagA\u0002`,
  j: '0',
  k: 'false',
  l: '0',
  m: 'false',
  n: 'broker-a',
}

/** A JSON header as fastjson writes it. */
export function javaHeader(ext: Readonly<Record<string, string>> = LETTERS, flag = 0, opaque = 7): Bytes {
  return bytesFromUtf8(
    `{"code":310,"extFields":${JSON.stringify(ext)},"flag":${flag},"language":"JAVA","opaque":${opaque},` +
      '"serializeTypeCurrentRPC":"JSON","version":479}',
  )
}

/** The header of the same request in the binary form. */
export function binaryHeader(ext: Readonly<Record<string, string>> = LETTERS, parts: Partial<Command> = {}): Bytes {
  const frame = frameOf(command({ code: 310, ext: { ...ext }, serializeType: 'ROCKETMQ', ...parts }))
  return frame.subarray(8)
}

/** A server's side of a connection whose answers can be read back. */
export class AnswerReader {
  readonly world = new MemoryWorld()
  readonly group = new FlushGroup(this.world)
  readonly connection: RemotingConnection
  readonly #near: MemoryStream

  constructor() {
    const [near] = this.world.pair()
    this.#near = near
    this.connection = new RemotingConnection(1, near, {
      ...this.world.ports,
      flushGroup: this.group,
      onRequest: () => undefined,
    })
    near.handler = this.connection.handler
  }

  /** What was placed since the last call. */
  take(): Command[] {
    this.group.flushAll()
    return this.#near.writes.splice(0).flatMap((bytes) => commandsIn(bytes))
  }
}
