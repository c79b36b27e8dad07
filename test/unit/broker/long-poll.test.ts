import { describe, expect, test } from 'vitest'
import { LONG_POLLS_MAX } from '../../../engine/base/limits.ts'
import { LongPoll, type ParkedPull } from '../../../engine/broker/long-poll.ts'
import { StoreWorld } from '../store/store-world.ts'

function setUp(queueEnd = 0) {
  const world = new StoreWorld()
  const ends = { value: queueEnd }
  const ran: string[] = []
  const polls = new LongPoll(world, world, () => ends.value)
  const pull = (name: string, changes: Partial<ParkedPull> = {}): ParkedPull => ({
    queueOffset: 0,
    deadlineMs: world.timeMs + 15_000,
    wants: () => true,
    isWanted: () => true,
    run: () => ran.push(name),
    ...changes,
  })
  return { world, ends, ran, polls, pull }
}

describe('LongPoll', () => {
  test('runs a pull once for all messages of a turn', () => {
    const { world, ran, polls, pull } = setUp()
    polls.park('T', 0, pull('a'))
    polls.arrived('T', 0, 0, 1)
    polls.arrived('T', 0, 1, 1)
    expect(ran).toEqual([])
    polls.runWoken()
    world.turn()
    expect(ran).toEqual(['a'])
    expect(polls.count).toBe(0)
  })

  test('the end of the turn runs what nobody ran', () => {
    const { world, ran, polls, pull } = setUp()
    polls.park('T', 0, pull('a'))
    polls.arrived('T', 0, 0, 1)
    world.turn()
    expect(ran).toEqual(['a'])
  })

  test('leaves pulls of other queues, of later offsets and of other tags where they are', () => {
    const { ran, polls, pull } = setUp()
    polls.park('T', 1, pull('other queue'))
    polls.park('T', 0, pull('later', { queueOffset: 5 }))
    polls.park('T', 0, pull('other tag', { wants: (tagHash) => tagHash === 7 }))
    polls.arrived('T', 0, 4, 1)
    polls.runWoken()
    expect(ran).toEqual([])
    expect(polls.count).toBe(3)
    polls.arrived('T', 0, 5, 7)
    polls.runWoken()
    expect(ran).toEqual(['later', 'other tag'])
  })

  test('gives up at the deadline and not before', async () => {
    const { world, ran, polls, pull } = setUp()
    polls.park('T', 0, pull('a'))
    await world.advance(14_900)
    expect(ran).toEqual([])
    await world.advance(600)
    expect(ran).toEqual(['a'])
  })

  test('notices within five seconds what it was not told about', async () => {
    const { world, ends, ran, polls, pull } = setUp()
    polls.park('T', 0, pull('a'))
    ends.value = 1
    await world.advance(5000)
    expect(ran).toEqual(['a'])
  })

  test('drops a pull whose connection has closed', async () => {
    const { world, ran, polls, pull } = setUp()
    polls.park('T', 0, pull('a', { isWanted: () => false }))
    await world.advance(1000)
    expect(polls.count).toBe(0)
    expect(ran).toEqual([])
  })

  test('lets everybody go at once, and nobody in after the stop', () => {
    const { ran, polls, pull } = setUp()
    polls.park('T', 0, pull('a'))
    polls.park('U', 3, pull('b'))
    polls.wakeAll()
    expect(ran).toEqual(['a', 'b'])
    polls.stop()
    expect(polls.park('T', 0, pull('c'))).toBe(false)
  })

  test('refuses to hold more than its bound', () => {
    const { polls, pull } = setUp()
    const parked = pull('a')
    for (let i = 0; i < LONG_POLLS_MAX; i++) polls.park('T', i % 1000, parked)
    expect(polls.park('T', 0, parked)).toBe(false)
    polls.arrived('T', 0, 0, 1)
    expect(polls.park('T', 0, parked)).toBe(true)
  })
})
