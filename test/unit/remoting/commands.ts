/** Short ways to make commands and their frames for tests. */
import { type Bytes, concatBytes } from '../../../engine/base/bytes.ts'
import { type Command, ENGINE_VERSION } from '../../../engine/remoting/command.ts'
import { decodeFrame, encodeFrame, FrameReader } from '../../../engine/remoting/frame.ts'
import { FlushGroup, OutgoingBuffer } from '../../../engine/remoting/outgoing.ts'
import { MemoryWorld } from './memory-world.ts'

export function command(parts: Partial<Command> = {}): Command {
  return {
    code: 105,
    language: 'JAVA',
    version: ENGINE_VERSION,
    opaque: 7,
    flag: 0,
    ext: {},
    serializeType: 'JSON',
    ...parts,
  }
}

/** The frame of a command, as a connection would send it. */
export function frameOf(value: Command): Bytes {
  const world = new MemoryWorld()
  const [near] = world.pair()
  const outgoing = new OutgoingBuffer(near, new FlushGroup(world), () => undefined)
  encodeFrame(value, outgoing)
  outgoing.flush()
  return concatBytes(near.writes)
}

/** All commands in a run of bytes that starts at a frame border. */
export function commandsIn(bytes: Bytes): Command[] {
  const commands: Command[] = []
  const reader = new FrameReader((chunk, headerStart, headerEnd, bodyEnd, type) =>
    commands.push(decodeFrame(chunk, headerStart, headerEnd, bodyEnd, type)),
  )
  reader.push(bytes)
  return commands
}
