/**
 * Small JSON documents of the window that outlive it: node positions, templates. One file each below `documents/`, replaced in
 * one step. Knows nothing of their content.
 */
import { bytesFromUtf8 } from '../../../base/bytes.ts'
import { EngineError } from '../../../base/errors.ts'
import type { FileSystem } from '../../../base/ports.ts'
import { putAside } from '../attached-file.ts'

export const DOCUMENT_BYTES_MAX = 256 * 1024
export const DOCUMENTS_MAX = 2000
/** File systems take names of 255 bytes; a long key becomes folders. */
const NAME_CHARS_MAX = 180

/** null when there is none. A file that is no JSON is put aside, not lost. */
export function loadDocument(fs: FileSystem, folder: string, key: string): unknown {
  const path = documentPath(folder, key)
  const bytes = fs.readFile(path)
  if (bytes === undefined) return null
  try {
    return JSON.parse(bytes.utf8Slice()) as unknown
  } catch {
    putAside(fs, path)
    return null
  }
}

/** @throws {EngineError} 'usage' above the size, 'overload' above the count, 'store-io' when the disk fails. */
export function saveDocument(fs: FileSystem, folder: string, key: string, value: unknown): void {
  const bytes = bytesFromUtf8(`${JSON.stringify(value ?? null)}\n`)
  if (bytes.length > DOCUMENT_BYTES_MAX) {
    throw new EngineError('usage', `the document ${key} has ${bytes.length} bytes; the most is ${DOCUMENT_BYTES_MAX}`, {
      context: { field: 'value', key },
      zh: `文档 ${key} 有 ${bytes.length} 字节，上限为 ${DOCUMENT_BYTES_MAX}`,
    })
  }
  const path = documentPath(folder, key)
  if (fs.info(path) === undefined && fs.list(folder).length >= DOCUMENTS_MAX) {
    throw new EngineError('overload', `${DOCUMENTS_MAX} documents are kept already`, {
      zh: `已保存 ${DOCUMENTS_MAX} 个文档`,
    })
  }
  fs.makeDirectories(path.slice(0, path.lastIndexOf('/')))
  fs.replaceFile(path, bytes)
}

/** @throws {EngineError} 'store-io' when the disk fails. */
export function forgetDocument(fs: FileSystem, folder: string, key: string): void {
  const path = documentPath(folder, key)
  if (fs.info(path) !== undefined) fs.remove(path)
}

/**
 * A name that every system takes and keeps apart: lower case, digits and `-` stand for themselves, everything else (capitals
 * too, because some file systems do not tell them from small letters) is written as `_` and two hex digits.
 */
export function documentPath(folder: string, key: string): string {
  const name = [...key]
    .map((char) => (/[a-z0-9-]/.test(char) ? char : `_${(char.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`))
    .join('')
  const parts: string[] = []
  for (let start = 0; start < name.length; start += NAME_CHARS_MAX)
    parts.push(name.slice(start, start + NAME_CHARS_MAX))
  // `d-` keeps clear of reserved names (con, nul); a folder's name ends with `+`, so that no file ever has it.
  return `${folder}/${parts.map((part, index) => `d-${part}${index < parts.length - 1 ? '+' : '.json'}`).join('/')}`
}
