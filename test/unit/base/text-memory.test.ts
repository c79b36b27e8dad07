import { expect, test } from 'vitest'
import { TextMemory } from '../../../engine/base/text-memory.ts'

const MIB = 1024 * 1024

test('a text is worked out once; beyond the bound the longest unused is forgotten', () => {
  const memory = new TextMemory<{ of: string }>(2)
  const get = (text: string): object => memory.get(text, () => ({ of: text }))
  const [a, b] = [get('a'), get('b')]
  expect(get('a')).toBe(a)
  get('c')
  expect(memory.size).toBe(2)
  expect(get('a')).toBe(a)
  expect(get('b')).not.toBe(b)
})

test('few large texts are kept, however many there may be; the one just asked for is', () => {
  const memory = new TextMemory<object>(400)
  for (let index = 0; index < 20; index += 1) memory.get(String(index).padStart(MIB), () => ({}))
  expect(memory.size).toBe(8)
  const large = {}
  expect(memory.get('x'.padStart(9 * MIB), () => large)).toBe(large)
  expect(memory.size).toBe(1)
})

test('what cannot be worked out leaves the memory as it was', () => {
  const memory = new TextMemory<object>(2)
  expect(() =>
    memory.get('a', () => {
      throw new Error('unreadable')
    }),
  ).toThrow('unreadable')
  expect(memory.size).toBe(0)
})
