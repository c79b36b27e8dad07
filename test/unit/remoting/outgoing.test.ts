import { describe, expect, test } from 'vitest'
import { FlushGroup, OutgoingBuffer } from '../../../engine/remoting/outgoing.ts'
import { MemoryWorld } from './memory-world.ts'

function place(outgoing: OutgoingBuffer, text: string): void {
  const at = outgoing.reserve(text.length)
  outgoing.bytes.latin1Write(text, at)
  outgoing.advance(text.length)
}

function setUp() {
  const world = new MemoryWorld()
  const [near, far] = world.pair()
  const group = new FlushGroup(world)
  return { world, near, far, group, outgoing: new OutgoingBuffer(near, group, () => undefined) }
}

describe('OutgoingBuffer', () => {
  test('everything placed in one turn leaves in one write', async () => {
    const { world, near, outgoing } = setUp()
    place(outgoing, 'one ')
    place(outgoing, 'two ')
    place(outgoing, 'x'.repeat(10_000))
    expect(near.writes).toHaveLength(0)
    await world.settle()
    expect(near.writes.map((bytes) => bytes.toString())).toEqual(['one two ' + 'x'.repeat(10_000)])
  })

  test('a reservation that is not used places nothing', async () => {
    const { world, near, outgoing } = setUp()
    outgoing.reserve(100)
    await world.settle()
    expect(near.writes).toHaveLength(0)
    expect(outgoing.bytes.length).toBe(0)
  })

  test('flushAll writes at once what was placed, and the turn end finds nothing', async () => {
    const { world, near, group, outgoing } = setUp()
    place(outgoing, 'now')
    group.flushAll()
    expect(near.writes).toHaveLength(1)
    await world.settle()
    expect(near.writes).toHaveLength(1)
  })

  test('scratch memory is used again when the stream has taken it', async () => {
    const { world, outgoing } = setUp()
    place(outgoing, 'a')
    const first = outgoing.bytes.buffer
    await world.settle()
    place(outgoing, 'b')
    expect(outgoing.bytes.buffer).toBe(first)
  })

  test('scratch memory that the stream still holds is not touched', async () => {
    const { world, near, outgoing } = setUp()
    near.isHeld = true
    place(outgoing, 'first')
    const first = outgoing.bytes.buffer
    await world.settle()
    place(outgoing, 'second')
    expect(outgoing.bytes.buffer).not.toBe(first)
    await world.settle()
    near.release()
    expect(near.writes.map((bytes) => bytes.toString())).toEqual(['first', 'second'])
  })

  test('two connections of a group never share a scratch in the same turn', async () => {
    const { world, near, group, outgoing } = setUp()
    const [otherNear] = world.pair()
    const other = new OutgoingBuffer(otherNear, group, () => undefined)
    place(outgoing, 'mine')
    place(other, 'yours')
    await world.settle()
    expect([near.writes[0]?.toString(), otherNear.writes[0]?.toString()]).toEqual(['mine', 'yours'])
  })

  test('a turn with much to send is written in parts instead of being copied again and again', async () => {
    const { world, near, outgoing } = setUp()
    const part = 'p'.repeat(200 * 1024)
    for (let i = 0; i < 5; i++) place(outgoing, part)
    await world.settle()
    expect(near.writes.reduce((sum, bytes) => sum + bytes.length, 0)).toBe(5 * part.length)
    expect(near.writes.length).toBeGreaterThan(1)
  })

  test('bytes placed after a close are dropped', async () => {
    const { world, near, outgoing } = setUp()
    place(outgoing, 'before')
    outgoing.close()
    place(outgoing, 'after')
    await world.settle()
    expect(near.writes).toHaveLength(0)
  })
})
