import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  EMPTY_PROPERTIES,
  parseProperties,
  propertiesView,
  removeProperty,
  setProperty,
  writeProperties,
  type PropertiesDocument,
} from '../../engine/config/properties-text.ts'

/** Texts made of the characters that mean something to the grammar. */
const fileText = fc.string({
  unit: fc.constantFrom('a', 'b', '1', '=', ':', ' ', '\t', '\f', '\\', '\n', '\r', '\r\n', '#', '!', '\\u0041', 'é'),
  maxLength: 40,
})

const word = fc.string({ unit: 'binary', maxLength: 12 })

function parsed(text: string): PropertiesDocument | undefined {
  try {
    return parseProperties(text)
  } catch {
    return undefined
  }
}

test('whatever is written is read back', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(word, word), { selector: ([key]) => key }), (pairs) => {
      let document = EMPTY_PROPERTIES
      for (const [key, value] of pairs) document = setProperty(document, key, value)
      expect(propertiesView(parseProperties(writeProperties(document)))).toEqual(new Map(pairs))
    }),
  )
})

test('an untouched text is written back unchanged', () => {
  fc.assert(
    fc.property(fileText, (text) => {
      const document = parsed(text)
      fc.pre(document !== undefined)
      expect(writeProperties(document)).toBe(text)
    }),
  )
})

test('setting a key in any file changes that key and nothing else', () => {
  fc.assert(
    fc.property(fileText, word, word, fc.nat(), (text, newKey, value, pick) => {
      const document = parsed(text)
      fc.pre(document !== undefined)
      const expected = propertiesView(document)
      const key = [...expected.keys(), newKey][pick % (expected.size + 1)] ?? newKey
      expected.set(key, value)
      expect(sorted(propertiesView(setProperty(document, key, value)))).toEqual(sorted(expected))
    }),
  )
})

test('removing a key from any file removes that key and nothing else', () => {
  fc.assert(
    fc.property(fileText, fc.nat(), (text, pick) => {
      const document = parsed(text)
      fc.pre(document !== undefined)
      const expected = propertiesView(document)
      const key = [...expected.keys()][pick % Math.max(1, expected.size)] ?? 'absent'
      expected.delete(key)
      expect(sorted(propertiesView(removeProperty(document, key)))).toEqual(sorted(expected))
    }),
  )
})

function sorted(view: ReadonlyMap<string, string>): [string, string][] {
  return [...view].sort(([left], [right]) => (left < right ? -1 : 1))
}
