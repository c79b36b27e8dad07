/** What an edit of a field does to the text: only the lines of its key change. Pure. */
import {
  effectiveEntry,
  propertyEntries,
  removeProperty,
  setProperty,
  writeProperties,
  type PropertyEntry,
} from '../../../../engine/config/properties-text.ts'
import { parsedFile } from '../shared/parsed-file.ts'

/** The text with the key set to the value; the same text where it cannot be read. */
export function withValue(text: string, key: string, value: string): string {
  const parsed = parsedFile(text)
  if (parsed.status !== 'ok' || parsed.values.get(key) === value) return text
  return writeProperties(setProperty(parsed.document, key, value))
}

/** The text without the key: it takes its default again. */
export function withoutKey(text: string, key: string): string {
  const parsed = parsedFile(text)
  if (parsed.status !== 'ok' || !parsed.values.has(key)) return text
  return writeProperties(removeProperty(parsed.document, key))
}

/** Physical line of the entry that decides, from 1; undefined when the text does not have the key. */
export function lineOfKey(text: string, key: string): number | undefined {
  const parsed = parsedFile(text)
  return parsed.status === 'ok' ? effectiveEntry(parsed.document, key)?.line : undefined
}

/** The key of the entry on a physical line, from 1; undefined on comments and blank lines. */
export function keyAtLine(text: string, line: number): string | undefined {
  return entryAtLine(text, line)?.key
}

/** The entry that a physical line belongs to, its continuations too. */
export function entryAtLine(text: string, line: number): PropertyEntry | undefined {
  const parsed = parsedFile(text)
  if (parsed.status !== 'ok') return undefined
  const entry = propertyEntries(parsed.document).findLast((each) => each.line <= line)
  if (entry === undefined) return undefined
  const lines = (entry.raw.match(/\r\n|\r|\n/g)?.length ?? 0) + (/[\r\n]$/.test(entry.raw) ? 0 : 1)
  return line < entry.line + lines ? entry : undefined
}
