/**
 * Files from a dialog or dropped on the window, folders included, as texts: only kinds that may be configuration, and not without
 * end. Nothing leaves the browser here.
 */
import { textOfBytes } from '../../../../engine/config/export/decode-text.ts'
import type { SourceFile } from '../../../../engine/config/export/read-folder.ts'
import { isExportedScript } from '../../../../engine/config/export/read-script.ts'
import type { Source } from './source-reading.ts'

export const FILE_BYTES_MAX = 1024 * 1024
export const FILES_MAX = 200
const ENTRIES_MAX = 4000
const DEPTH_MAX = 12
/** Entries a browser hands over at once; it has to be asked again until there are none. */
const READS_MAX = 200

const CONFIGURATION = /\.(properties|conf|sh)$|(^|\/)topology\.json$/i
const ARTICLE = /\.(md|markdown|txt)$/i

/** A file that was found, before it is read. */
export interface FoundFile {
  readonly path: string
  readonly size: number
  bytes(): Promise<Uint8Array>
}

export interface OpenedFiles {
  /** Undefined when nothing in it can be used. */
  readonly source: Source | undefined
  /** Paths of files that were too large. */
  readonly tooLarge: readonly string[]
  readonly isTooMany: boolean
}

/** Reads what may be configuration; where there is none, texts as an article. */
export async function openFound(found: readonly FoundFile[]): Promise<OpenedFiles> {
  const wanted = found.filter(({ path }) => CONFIGURATION.test(path) || ARTICLE.test(path))
  const small = wanted.filter(({ size }) => size <= FILE_BYTES_MAX)
  const tooLarge = wanted.filter((file) => !small.includes(file)).map(({ path }) => path)
  const files: SourceFile[] = []
  for (const file of small.slice(0, FILES_MAX)) {
    files.push({ path: file.path, text: textOfBytes(await file.bytes()) })
  }
  return { source: sourceOf(withoutCommonFolder(files)), tooLarge, isTooMany: small.length > FILES_MAX }
}

/** Of an `<input type="file">`, with or without `webkitdirectory`. */
export function foundInList(list: FileList | readonly File[]): FoundFile[] {
  return [...list].slice(0, ENTRIES_MAX).map((file) => foundFile(file, file.webkitRelativePath || file.name))
}

/** What was dropped, folders walked through. To be called while the drop is handled: later the browser has taken it back. */
export async function foundInDrop(transfer: DataTransfer): Promise<FoundFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  // What comes from no folder (another program's attachment) has a file and no entry.
  if (entries.length === 0) return foundInList(transfer.files)
  const found: FoundFile[] = []
  const walk = async (entry: FileSystemEntry, depth: number): Promise<void> => {
    if (found.length >= ENTRIES_MAX || depth > DEPTH_MAX) return
    if (isFile(entry)) {
      const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
      found.push(foundFile(file, entry.fullPath.replace(/^\//, '')))
    } else if (isFolder(entry)) {
      const reader = entry.createReader()
      for (let reads = 0; reads < READS_MAX; reads++) {
        const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
        if (some.length === 0) break
        for (const each of some) await walk(each, depth + 1)
      }
    }
  }
  for (const entry of entries) await walk(entry, 0)
  return found
}

function foundFile(file: File, path: string): FoundFile {
  return { path, size: file.size, bytes: async () => new Uint8Array(await file.arrayBuffer()) }
}

function sourceOf(files: readonly SourceFile[]): Source | undefined {
  const isConfiguration = ({ path, text }: SourceFile): boolean =>
    /\.sh$/i.test(path) ? isExportedScript(text) : CONFIGURATION.test(path)
  if (files.some(isConfiguration)) return { kind: 'files', files }
  const texts = files.map(({ text }) => text)
  return texts.length === 0 ? undefined : { kind: 'article', text: texts.join('\n\n') }
}

/** The folder that was chosen stands for no host: only what is below it does. */
function withoutCommonFolder(files: readonly SourceFile[]): SourceFile[] {
  const first = files[0]?.path.split('/')[0]
  if (first === undefined || !files.every(({ path }) => path.startsWith(`${first}/`))) return [...files]
  return files.map(({ path, text }) => ({ path: path.slice(first.length + 1), text }))
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
