/** A property file as a person reads it. Needs nothing of Node: the window reads dropped files by the same rule as the service. */
import { latin1TextOf, utf8TextOf } from '../base/text-bytes.ts'

/** How the bytes of a file became a text that a person reads. */
export type FileEncoding = 'latin1' | 'utf8'

/**
 * A file as its author sees it: UTF-8 where the bytes are that (comments of Chinese articles), else ISO-8859-1. Java reads
 * ISO-8859-1 always; lint says so where a value suffers.
 */
export function textOfFile(bytes: Uint8Array): { readonly text: string; readonly encoding: FileEncoding } {
  const text = utf8TextOf(bytes)
  return text === undefined ? { text: latin1TextOf(bytes), encoding: 'latin1' } : { text, encoding: 'utf8' }
}
