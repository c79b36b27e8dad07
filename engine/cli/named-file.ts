/** Files that a command line names: reading them, and what is said of those that cannot be taken. */
import { readFileSync } from 'node:fs'
import { EngineError, errorText } from '../base/errors.ts'

/** @throws {EngineError} 'usage' naming the file and what the system said. */
export function readNamedFile(path: string): Uint8Array {
  return readingNamed(path, () => readFileSync(path))
}

/** @param read of `path`; a folder too */
export function readingNamed<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    // Said here: an error's cause is printed after it, and would stand there twice.
    throw fileUsage(`${path} cannot be read: ${errorText(cause)}`, `${path} 无法读取：${errorText(cause)}`, path)
  }
}

/** @param value what was written on the command line */
export function fileUsage(en: string, zh: string, value: string): EngineError {
  return new EngineError('usage', en, { context: { field: 'files', value }, zh })
}
