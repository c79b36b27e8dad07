/**
 * A property text as parsed, remembered: form, matrix, header and lists ask for the same texts many times a second. Also what differs
 * between two texts, key by key. Pure but for the memory.
 */
import { EngineError } from '../../../../engine/base/errors.ts'
import { TextMemory } from '../../../../engine/base/text-memory.ts'
import { parseProperties, propertiesView, type PropertiesDocument } from '../../../../engine/config/properties-text.ts'

/** Texts remembered: as edited and as on disk, of two of the largest clusters. */
const REMEMBERED_MAX = 400

export type ParsedFile =
  | {
      readonly status: 'ok'
      readonly document: PropertiesDocument
      /** What Java holds: the last of several entries of a key. */
      readonly values: ReadonlyMap<string, string>
    }
  /** Java cannot read it: the program stops. Lint has the words. */
  | { readonly status: 'unreadable'; readonly line: number | undefined }

const remembered = new TextMemory<ParsedFile>(REMEMBERED_MAX)

/** The same object for the same text, as long as it is remembered. */
export function parsedFile(text: string): ParsedFile {
  return remembered.get(text, () => parse(text))
}

/** The values of a text; empty where it cannot be read. */
export function valuesOf(text: string): ReadonlyMap<string, string> {
  const parsed = parsedFile(text)
  return parsed.status === 'ok' ? parsed.values : NO_VALUES
}

export interface ChangedKey {
  /** Null where the key was not in the file. */
  readonly from: string | null
  /** Null where it is not any more. */
  readonly to: string | null
}

/** Keys whose value differs between two texts, in the order of the files; none where one cannot be read. Comments do not count. */
export function changedKeys(before: string, after: string): ReadonlyMap<string, ChangedKey> {
  if (before === after) return NO_CHANGES
  const [parsedBefore, parsedAfter] = [parsedFile(before), parsedFile(after)]
  if (parsedBefore.status !== 'ok' || parsedAfter.status !== 'ok') return NO_CHANGES
  const [from, to] = [parsedBefore.values, parsedAfter.values]
  const changes = new Map<string, ChangedKey>()
  for (const key of new Set([...from.keys(), ...to.keys()])) {
    const [was, is] = [from.get(key) ?? null, to.get(key) ?? null]
    if (was !== is) changes.set(key, { from: was, to: is })
  }
  return changes
}

/** Edits of one file as a person counts them: its changed keys, one where only comments or order changed. */
export function editCount(before: string, after: string): number {
  return before === after ? 0 : Math.max(1, changedKeys(before, after).size)
}

const NO_VALUES: ReadonlyMap<string, string> = new Map()
const NO_CHANGES: ReadonlyMap<string, ChangedKey> = new Map()

function parse(text: string): ParsedFile {
  try {
    const document = parseProperties(text)
    return { status: 'ok', document, values: propertiesView(document) }
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'bad-config') throw error
    const { line } = error.context as { line?: number }
    return { status: 'unreadable', line }
  }
}
