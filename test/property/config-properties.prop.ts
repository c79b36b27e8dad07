import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesFromLatin1, bytesFromUtf8, type Bytes } from '../../engine/base/bytes.ts'
import { textOfFile } from '../../engine/config/file-text.ts'
import { bytesOfFile, parsePropertiesBytes, writePropertiesBytes } from '../../engine/config/properties-bytes.ts'
import {
  appendProperty,
  effectiveEntry,
  EMPTY_PROPERTIES,
  parseProperties,
  propertyEntries,
  propertiesView,
  removeProperty,
  renameProperty,
  setProperty,
  writeProperties,
  type PropertiesDocument,
  type PropertyEntry,
} from '../../engine/config/properties-text.ts'
import { propertyText, propertyWord } from './support/property-texts.ts'

/** What stands between two line ends: comments in Chinese and French, entries with blanks and escapes, nothing. */
const fileLine = fc.constantFrom(
  '# 你好',
  '# café',
  '  ! note',
  '',
  '   ',
  'brokerName=broker-a',
  'listenPort : 10911',
  'path = C:/store  ',
  'list=one,\\\n   two',
  'note=café',
  'a\\ b\\=c=d',
  'lone',
)
const lineEnd = fc.constantFrom('\n', '\r\n', '\r')

/** Any bytes, bytes of Latin-1 text and of UTF-8 text, and pieces of the grammar among them. */
const anyFile: fc.Arbitrary<Bytes> = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => bytesFromLatin1(String.fromCharCode(...bytes))),
  propertyText.map(bytesFromLatin1),
  propertyText.map(bytesFromUtf8),
  fc.string({ unit: 'grapheme', maxLength: 40 }).map(bytesFromUtf8),
  fc
    .tuple(propertyText, fc.string({ unit: 'grapheme', maxLength: 10 }))
    .map(([file, text]) => bytesFromUtf8(`\ufeff# ${text}\n${file}`)),
)

type EditOfEntry = (document: PropertiesDocument, entry: PropertyEntry, value: string) => PropertiesDocument

const EDITS: readonly EditOfEntry[] = [
  (document, { key }, value) => setProperty(document, key, value),
  (document, { key, line }, value) => renameProperty(document, key, value, line),
  (document, { key, line }) => removeProperty(document, key, line),
]

function parsed(text: string): PropertiesDocument | undefined {
  try {
    return parseProperties(text)
  } catch {
    return undefined
  }
}

test('whatever is written is read back', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(propertyWord, propertyWord), { selector: ([key]) => key }), (pairs) => {
      let document = EMPTY_PROPERTIES
      for (const [key, value] of pairs) document = setProperty(document, key, value)
      expect(propertiesView(parseProperties(writeProperties(document)))).toEqual(new Map(pairs))
    }),
  )
})

test('an untouched text is written back unchanged', () => {
  fc.assert(
    fc.property(propertyText, (text) => {
      const document = parsed(text)
      fc.pre(document !== undefined)
      expect(writeProperties(document)).toBe(text)
    }),
  )
})

test('setting a key in any file changes that key and nothing else', () => {
  fc.assert(
    fc.property(propertyText, propertyWord, propertyWord, fc.nat(), (text, newKey, value, pick) => {
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
    fc.property(propertyText, fc.nat(), (text, pick) => {
      const document = parsed(text)
      fc.pre(document !== undefined)
      const expected = propertiesView(document)
      const key = [...expected.keys()][pick % Math.max(1, expected.size)] ?? 'absent'
      expected.delete(key)
      expect(sorted(propertiesView(removeProperty(document, key)))).toEqual(sorted(expected))
    }),
  )
})

test('the bytes of a file become a text and the same bytes again, whatever its encoding', () => {
  fc.assert(
    fc.property(anyFile, (bytes) => {
      const { text, encoding } = textOfFile(bytes)
      expect(bytesOfFile(text, encoding).equals(bytes)).toBe(true)
    }),
  )
})

test('a file that a person writes in UTF-8, a byte order mark first or not, is shown as written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.boolean(), (written, hasMark) => {
      const text = (hasMark ? '\ufeff' : '') + written
      expect(textOfFile(bytesFromUtf8(text))).toEqual({ text, encoding: 'utf8' })
    }),
  )
})

test('as Java reads them, the bytes of a file are written back unchanged', () => {
  fc.assert(
    fc.property(anyFile, (bytes) => {
      const document = parsed(bytes.latin1Slice())
      fc.pre(document !== undefined)
      expect(writePropertiesBytes(parsePropertiesBytes(bytes)).equals(bytes)).toBe(true)
    }),
  )
})

test('an edit changes the bytes of its own lines and no others, in UTF-8 and in ISO-8859-1', () => {
  const files = fc.array(fc.tuple(fileLine, lineEnd), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(
      files,
      fc.boolean(),
      fc.nat(),
      fc.constantFrom(...EDITS),
      propertyWord,
      (lines, isUtf8, pick, edit, value) => {
        const written = lines.map((parts) => parts.join('')).join('')
        const bytes = isUtf8 ? bytesFromUtf8(written) : bytesFromLatin1(written.replaceAll('你好', 'ÄÖ'))
        const { text, encoding } = textOfFile(bytes)
        const document = parseProperties(text)
        const entries = propertyEntries(document)
        const { key } = entries[pick % Math.max(1, entries.length)] ?? { key: 'absent' }
        const target = effectiveEntry(document, key)
        fc.pre(target !== undefined)
        const bytesOfSegments = (from: number, to?: number): Bytes =>
          bytesOfFile(writeProperties({ segments: document.segments.slice(from, to) }), encoding)

        const after = bytesOfFile(writeProperties(edit(document, target, value)), encoding)
        const at = document.segments.indexOf(target)
        const before = bytesOfSegments(0, at)
        const behind = bytesOfSegments(at + 1)
        expect(after.subarray(0, before.length)).toEqual(before)
        expect(after.subarray(after.length - behind.length)).toEqual(behind)
        const added = bytesOfFile(writeProperties(appendProperty(document, 'added', value)), encoding)
        expect(added.subarray(0, bytes.length)).toEqual(bytes)
      },
    ),
  )
})

function sorted(view: ReadonlyMap<string, string>): [string, string][] {
  return [...view].sort(([left], [right]) => (left < right ? -1 : 1))
}
