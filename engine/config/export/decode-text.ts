/**
 * The bytes of a property file as a text that can be written as UTF-8 without changing what Java reads: UTF-8 stays, of a file in
 * ISO-8859-1 the values are escaped. Runs in the window too.
 */
import { textOfFile } from '../file-text.ts'
import { propertyEntries } from '../properties-text.ts'
import { readableProperties } from '../topology-check.ts'

/** A UTF-8 text, else ISO-8859-1 with `\u00e9` for `é` outside comments. */
export function textOfBytes(bytes: Uint8Array): string {
  const { text, encoding } = textOfFile(bytes)
  return encoding === 'utf8' ? text : escapedLatin1(text)
}

function escapedLatin1(text: string): string {
  const document = readableProperties(text)
  if (document === undefined || propertyEntries(document).length === 0) return text
  return document.segments
    .map(({ kind, raw }) => (kind === 'filler' ? raw : raw.replace(/[\u0080-\u00ff]/g, escapeOf)))
    .join('')
}

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
