import { describe, expect, test } from 'vitest'
import {
  alterAttributes,
  parseAttributeUpdate,
  TOPIC_ATTRIBUTES,
} from '../../../../engine/broker/handlers/admin-attributes.ts'

function alter(current: Record<string, string> | undefined, text: string): Record<string, string> | string {
  const update = parseAttributeUpdate(text)
  if (update.kind === 'bad') return update.reason
  const before = current === undefined ? undefined : new Map(Object.entries(current))
  const result = alterAttributes(TOPIC_ATTRIBUTES, before, update.attributes)
  return result.kind === 'bad' ? result.reason : Object.fromEntries(result.attributes)
}

describe('topic attributes', () => {
  test('a new topic takes additions and stores them without sign', () => {
    expect(alter(undefined, '+message.type=FIFO,+reserve.time=-1')).toEqual({
      'message.type': 'FIFO',
      'reserve.time': '-1',
    })
    expect(alter(undefined, '')).toEqual({})
  })

  test('an update changes, adds and removes, and leaves the rest', () => {
    const current = { 'message.type': 'FIFO', 'queue.type': 'SimpleCQ' }
    expect(alter(current, '+message.type=DELAY,+reserve.time=5')).toEqual({
      'message.type': 'DELAY',
      'queue.type': 'SimpleCQ',
      'reserve.time': '5',
    })
    expect(alter(current, '-message.type')).toEqual({ 'queue.type': 'SimpleCQ' })
  })

  test.each([
    [undefined, 'message.type=FIFO', /add\/alter attribute format is wrong: message.type/],
    [undefined, 'message.type', /delete attribute format is wrong/],
    [undefined, '+message.type=FIFO,+message.type=DELAY', /key duplication/],
    [undefined, '-message.type', /only add attribute is supported while creating topic/],
    [undefined, '+colour=red', /unsupported key: colour/],
    [undefined, '+message.type=fifo', /value is not in set/],
    [undefined, '+reserve.time=-2', /value is not in range/],
    [undefined, '+reserve.time=soon', /For input string/],
    [{}, '-message.type', /attempt to delete a nonexistent key/],
    [{ 'queue.type': 'SimpleCQ' }, '+queue.type=BatchCQ', /attempt to update an unchangeable attribute/],
    [{}, '++a=b', /kv string format wrong/],
    [{ 'message.type': 'FIFO' }, '+message.type=DELAY,-message.type', /alter duplication key/],
  ] as const)('%j with %s is refused', (current, text, reason) => {
    expect(alter(current, text)).toMatch(reason)
  })
})
