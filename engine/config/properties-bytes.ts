/** Property documents from and to the bytes of a file. Apart from the text, so that the window can load the text's rules. */
import { asBytes, bytesFromLatin1, bytesFromUtf8, type Bytes } from '../base/bytes.ts'
import type { FileEncoding } from './file-text.ts'
import { parseProperties, writeProperties, type PropertiesDocument } from './properties-text.ts'

/** @throws {EngineError} 'bad-config' as `parseProperties`. */
export function parsePropertiesBytes(bytes: Uint8Array): PropertiesDocument {
  return parseProperties(asBytes(bytes).latin1Slice())
}

/** ISO-8859-1. */
export function writePropertiesBytes(document: PropertiesDocument): Bytes {
  return bytesFromLatin1(writeProperties(document))
}

/** The bytes of an edited text: as the file was, and UTF-8 where a character does not fit ISO-8859-1. */
export function bytesOfFile(text: string, encoding: FileEncoding): Bytes {
  const fits = !/[^\x00-\xff]/.test(text)
  return encoding === 'latin1' && fits ? bytesFromLatin1(text) : bytesFromUtf8(text)
}
