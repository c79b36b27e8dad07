import { describe, expect, test } from 'vitest'
import { HELD_MS_MAX, HeldMessages } from '../../../../../engine/lab/service/receiving/held-messages.ts'

const kept = () => false

describe('HeldMessages', () => {
  test('a held message is settled once', async () => {
    const held = new HeldMessages()
    const outcome = held.hold(1, 0, kept)
    expect(held.settle(1, 'commit')).toBe('commit')
    expect(held.settle(1, 'send-back')).toBeUndefined()
    expect(await outcome).toBe('commit')
    expect(held.count).toBe(0)
  })

  test('a message whose queue is gone is lost, whatever is wished', async () => {
    const held = new HeldMessages()
    const outcome = held.hold(1, 0, () => true)
    expect(held.settle(1, 'commit')).toBe('lost')
    expect(await outcome).toBe('lost')
  })

  test('messages held too long are due to be sent back, those of lost queues at once', () => {
    const held = new HeldMessages()
    let isLost = false
    void held.hold(1, 0, kept)
    void held.hold(2, 1000, () => isLost)
    expect(held.due(HELD_MS_MAX)).toEqual([])
    isLost = true
    expect(held.due(HELD_MS_MAX + 1)).toEqual([
      { seq: 1, outcome: 'send-back' },
      { seq: 2, outcome: 'lost' },
    ])
  })
})
