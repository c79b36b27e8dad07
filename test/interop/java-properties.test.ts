/**
 * Our reading and writing of property files against Java's own java.util.Properties: what it reads out of any bytes, what it refuses,
 * what it makes of files that we edited, and what we make of files that it stored. Method: fast-check makes thousands of files, one
 * JVM (java/JavaProperties.java) answers for all of them.
 */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { bytesFromLatin1 } from '../../engine/base/bytes.ts'
import {
  appendProperty,
  EMPTY_PROPERTIES,
  parseProperties,
  propertyEntries,
  propertiesView,
  removeProperty,
  renameProperty,
  setProperty,
  writeProperties,
  type PropertiesDocument,
} from '../../engine/config/properties-text.ts'
import { parsePropertiesBytes, writePropertiesBytes } from '../../engine/config/properties-bytes.ts'
import { propertyText, propertyWord, tidyPropertyText } from '../property/support/property-texts.ts'
import { apacheLibOrSkip } from './apache/apache-lib.ts'
import { type JavaView, PropertiesJvm } from './harness/properties-jvm.ts'

const lib = apacheLibOrSkip('interop java-properties')

type Edit =
  | { readonly kind: 'set' | 'append'; readonly pick: number; readonly key: string; readonly value: string }
  | { readonly kind: 'remove' | 'rename'; readonly pick: number; readonly key: string }

const EDIT: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('set' as const, 'append' as const),
    pick: fc.nat(),
    key: propertyWord,
    value: propertyWord,
  }),
  fc.record({ kind: fc.constantFrom('remove' as const, 'rename' as const), pick: fc.nat(), key: propertyWord }),
)

const READ_RUNS = 8000
const EDIT_RUNS = 5000
const STORE_RUNS = 1000

describe.skipIf(lib === undefined)('property files and java.util.Properties', () => {
  let jvm: PropertiesJvm
  beforeAll(() => {
    jvm = new PropertiesJvm(lib ?? '')
  }, 60_000)

  test('any bytes are read as Java reads them, and refused where Java refuses them', () => {
    const texts = [...fc.sample(propertyText, READ_RUNS), ...fc.sample(tidyPropertyText, READ_RUNS / 4), ...longTexts()]
    const views = jvm.load(texts.map(bytesFromLatin1))
    const wrong = texts.flatMap((text, i) => {
      const ours = viewOf(text)
      return equal(ours, views[i]) ? [] : [{ text, java: views[i], ours }]
    })
    expect(shortest(wrong)).toEqual([])
    const refused = views.filter((view) => view === 'refused').length
    // Neither side would be proven by files that are all refused, or all empty.
    expect(refused).toBeGreaterThan(texts.length / 50)
    expect(views.filter((view) => view !== 'refused' && view.length > 0).length).toBeGreaterThan(texts.length / 3)
  })

  test('an edited file is read by Java as it was, but for the edit', () => {
    const cases = fc
      .sample(
        fc.tuple(fc.oneof(propertyText, tidyPropertyText), fc.array(EDIT, { minLength: 1, maxLength: 3 })),
        EDIT_RUNS,
      )
      .flatMap(([text, edits]) => {
        const document = documentOf(text)
        return document === undefined ? [] : [edited(document, edits)]
      })
    expect(cases.length).toBeGreaterThan(EDIT_RUNS / 2)
    const views = jvm.load(cases.map(({ document }) => writePropertiesBytes(document)))
    const wrong = cases.flatMap(({ document, expected, before, edits }, i) => {
      const wanted = sorted(expected)
      const text = writeProperties(document)
      return equal(wanted, views[i]) ? [] : [{ text, before, edits, java: views[i], wanted }]
    })
    expect(shortest(wrong)).toEqual([])
  })

  test('what Java stores is read by us as it was meant', () => {
    const maps = fc.sample(
      fc.uniqueArray(fc.tuple(propertyWord, propertyWord), { selector: ([key]) => key, maxLength: 6 }),
      STORE_RUNS,
    )
    const files = jvm.store(maps)
    const wrong = maps.flatMap((pairs, i) => {
      const file = files[i]
      if (file === undefined) throw new Error('an answer is missing')
      const ours = sorted(propertiesView(parsePropertiesBytes(file)))
      return equal(ours, sorted(new Map(pairs))) ? [] : [{ text: file.latin1Slice(), ours, pairs }]
    })
    expect(shortest(wrong)).toEqual([])
  })

  test('a file that we write from nothing is read by Java as it was meant', () => {
    const maps = fc.sample(
      fc.uniqueArray(fc.tuple(propertyWord, propertyWord), { selector: ([key]) => key, maxLength: 6 }),
      STORE_RUNS,
    )
    const documents = maps.map((pairs) =>
      pairs.reduce<PropertiesDocument>((document, [key, value]) => setProperty(document, key, value), EMPTY_PROPERTIES),
    )
    const views = jvm.load(documents.map(writePropertiesBytes))
    const wrong = maps.flatMap((pairs, i) =>
      equal(sorted(new Map(pairs)), views[i])
        ? []
        : [{ text: writeProperties(documents[i] ?? EMPTY_PROPERTIES), pairs, java: views[i] }],
    )
    expect(shortest(wrong)).toEqual([])
  })
})

/** Java reads in pieces of 8192 bytes: what means something stands across their ends. */
function longTexts(): string[] {
  const middles = ['\\\r\n  b', '\\\n', '\r\n#c\n', '\\u0041', '\\\\', 'k=v\r\nk2', '\\\r', '= ', '\\\r\n\r\nx']
  return middles.flatMap((middle) =>
    [8186, 8189, 8190, 8191, 8192].map((length) => `k=${'x'.repeat(length - 2)}${middle}rest\nlast=1\n`),
  )
}

function documentOf(text: string): PropertiesDocument | undefined {
  try {
    return parseProperties(text)
  } catch {
    return undefined
  }
}

function viewOf(text: string): JavaView {
  const document = documentOf(text)
  return document === undefined ? 'refused' : sorted(propertiesView(document))
}

/** Makes the edits one after the other and says what the file has to mean then. */
function edited(start: PropertiesDocument, edits: readonly Edit[]) {
  let document = start
  for (const edit of edits) document = oneEdit(document, edit)
  let expected = new Map(propertiesView(start))
  let step = start
  for (const edit of edits) {
    expected = expectedOf(step, edit)
    step = oneEdit(step, edit)
  }
  return { document, expected, before: writeProperties(start), edits }
}

function oneEdit(document: PropertiesDocument, edit: Edit): PropertiesDocument {
  const entries = propertyEntries(document)
  const picked = entries[edit.pick % (entries.length + 1)]
  switch (edit.kind) {
    case 'set':
      return setProperty(document, picked?.key ?? edit.key, edit.value)
    case 'append':
      return appendProperty(document, picked?.key ?? edit.key, edit.value)
    case 'remove':
      return removeProperty(document, picked?.key ?? edit.key)
    case 'rename':
      return picked === undefined ? document : renameProperty(document, picked.key, edit.key, picked.line)
  }
}

/** What one edit has to change, by the entries of the file and nothing of the writer. */
function expectedOf(document: PropertiesDocument, edit: Edit): Map<string, string> {
  const entries = propertyEntries(document)
  const picked = entries[edit.pick % (entries.length + 1)]
  const view = new Map(propertiesView(document))
  switch (edit.kind) {
    case 'set':
    case 'append':
      return view.set(picked?.key ?? edit.key, edit.value)
    case 'remove':
      view.delete(picked?.key ?? edit.key)
      return view
    case 'rename':
      return new Map(entries.map((entry) => [entry === picked ? edit.key : entry.key, entry.value]))
  }
}

function sorted(view: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...view].sort(([left], [right]) => (left < right ? -1 : 1))
}

function equal(left: JavaView, right: JavaView | undefined): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}

/** The easiest ones to read. */
function shortest<T extends { readonly text: string }>(wrong: readonly T[]): readonly T[] {
  return [...wrong].sort((a, b) => a.text.length - b.text.length).slice(0, 3)
}
