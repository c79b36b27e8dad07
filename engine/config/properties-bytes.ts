/** Property documents from and to the bytes of a file. Apart from the text, so that the window can load the text's rules. */
import { asBytes, bytesFromLatin1, bytesFromUtf8, type Bytes } from '../base/bytes.ts'
import { parseProperties, writeProperties, type PropertiesDocument } from './properties-text.ts'

/** @throws {EngineError} 'bad-config' as `parseProperties`. */
export function parsePropertiesBytes(bytes: Uint8Array): PropertiesDocument {
  return parseProperties(asBytes(bytes).latin1Slice())
}

/** ISO-8859-1. */
export function writePropertiesBytes(document: PropertiesDocument): Bytes {
  return bytesFromLatin1(writeProperties(document))
}

/** How the bytes of a file became a text that a person reads. */
export type FileEncoding = 'latin1' | 'utf8'

/**
 * A file as its author sees it: UTF-8 where the bytes are that (comments of Chinese articles), else ISO-8859-1. Java reads
 * ISO-8859-1 always; lint says so where a value suffers.
 */
export function textOfFile(bytes: Uint8Array): { readonly text: string; readonly encoding: FileEncoding } {
  const file = asBytes(bytes)
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file), encoding: 'utf8' }
  } catch {
    return { text: file.latin1Slice(), encoding: 'latin1' }
  }
}

/** The bytes of an edited text: as the file was, and UTF-8 where a character does not fit ISO-8859-1. */
export function bytesOfFile(text: string, encoding: FileEncoding): Bytes {
  const fits = [...text].every((character) => character.charCodeAt(0) <= 0xff && character.length === 1)
  return encoding === 'latin1' && fits ? bytesFromLatin1(text) : bytesFromUtf8(text)
}
