/** Which files `mqlab lint` looks at: arguments and `--host` become property files with their machines, and articles. */
import { readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, join, resolve, sep } from 'node:path'
import { MANIFEST_NAME, readManifest } from '../config/export/manifest.ts'
import { programOfFile } from '../config/file-program.ts'
import { isAddressLiteral } from '../config/host-port.ts'
import type { ConfigFile } from '../config/lint.ts'
import { textOfFile, type FileEncoding } from '../config/file-text.ts'
import { fileUsage, readingNamed, readNamedFile } from './named-file.ts'

const FILE_BYTES_MAX = 8 * 1024 * 1024
const FILES_MAX = 500
const FOLDERS_DEEP_MAX = 6

/** A property file as it lies on the disk; `name` is the path as the user would type it. */
export interface LintFile extends ConfigFile {
  readonly encoding: FileEncoding
}

export interface LintInput {
  readonly files: readonly LintFile[]
  readonly articles: readonly { readonly name: string; readonly text: string }[]
  readonly hostAddresses: Readonly<Record<string, readonly string[]>>
}

interface Wanted {
  readonly path: string
  readonly host: string | undefined
}

/**
 * Reads files and folders; the folders right below a folder that is named stand for machines. `hosts`: `NAME=FILE,FILE`.
 * @throws {EngineError} 'usage' naming what is not there or is too much.
 */
export function lintInput(paths: readonly string[], hosts: readonly string[]): LintInput {
  const wanted = new Map<string, Wanted>()
  const add = (path: string, host: string | undefined): void => {
    const real = realPathOf(path)
    const known = wanted.get(real)
    wanted.set(real, { path: known?.path ?? path, host: host ?? known?.host })
    if (wanted.size > FILES_MAX) throw fileUsage(`more than ${FILES_MAX} files`, `超过 ${FILES_MAX} 个文件`, path)
  }
  for (const path of paths) {
    for (const file of filesAt(path)) add(file.path, file.host)
  }
  for (const spec of hosts) {
    const at = spec.indexOf('=')
    const name = spec.slice(0, at).trim()
    const listed = spec
      .slice(at + 1)
      .split(',')
      .filter((part) => part !== '')
    if (at < 1 || name === '' || listed.length === 0) {
      throw fileUsage(`--host ${spec}: write NAME=FILE,FILE`, `--host ${spec}：写法为 名称=文件,文件`, spec)
    }
    for (const part of listed) for (const file of filesAt(givenPath(part, paths))) add(file.path, name)
  }
  if (wanted.size === 0) {
    throw fileUsage(
      'no files: name .properties files, a folder of them, or an article',
      '没有文件：请指定 .properties 文件、目录或文章',
      '',
    )
  }
  return read([...wanted.values()])
}

function read(wanted: readonly Wanted[]): LintInput {
  const files: LintFile[] = []
  const articles: { name: string; text: string }[] = []
  for (const { path, host } of wanted) {
    const { text, encoding } = textOfFile(contentOf(path))
    if (isArticle(path)) {
      articles.push({ name: path, text })
      continue
    }
    files.push({
      name: path,
      path: path.split(/[/\\]/).slice(-2).join('/'),
      text,
      encoding,
      program: programOfFile(path, text),
      ...(host === undefined ? {} : { host }),
    })
  }
  const names = new Set(files.flatMap(({ host }) => (host === undefined ? [] : [host])))
  const hostAddresses = Object.fromEntries([...names].filter(isAddressLiteral).map((name) => [name, [name]]))
  return { files, articles, hostAddresses }
}

/** Files named in `--host` may leave out the folder that the other arguments have. */
function givenPath(part: string, paths: readonly string[]): string {
  if (isThere(part)) return part
  const matches = paths.filter((path) => resolve(path).endsWith(sep + part) || basename(path) === part)
  return matches.length === 1 ? (matches[0] ?? part) : part
}

interface Found {
  readonly path: string
  readonly host: string | undefined
}

function filesAt(path: string): Found[] {
  if (!isThere(path)) throw fileUsage(`${path} is not there`, `${path} 不存在`, path)
  if (!statSync(path).isDirectory()) return [{ path, host: undefined }]
  const found = filesBelow(path, 0)
  if (found.length === 0) throw fileUsage(`${path} has no property files in it`, `${path} 中没有配置文件`, path)
  const exported = hostsOfExport(path)
  const nodes = new Set([...exported.keys()].map((file) => basename(file)))
  return found.flatMap((file) => {
    const host = exported.get(file)
    if (host !== undefined) return [{ path: file, host }]
    // What an export for containers adds to the file of a node, no file of its own.
    if (nodes.has(basename(file))) return []
    const parts = file.slice(path.replace(/[/\\]+$/, '').length + 1).split(/[/\\]/)
    return [{ path: file, host: parts.length > 1 ? parts[0] : undefined }]
  })
}

/** An export of ours says itself which of its files are nodes, and on which machine. */
function hostsOfExport(folder: string): ReadonlyMap<string, string> {
  const path = join(folder, MANIFEST_NAME)
  const manifest = isThere(path) ? readManifest(textOfFile(contentOf(path)).text) : undefined
  return new Map(manifest?.nodes.map(({ file, host }) => [join(folder, file), host]))
}

function filesBelow(folder: string, depth: number): string[] {
  if (depth > FOLDERS_DEEP_MAX) return []
  const entries = readingNamed(folder, () => readdirSync(folder, { withFileTypes: true })).toSorted((left, right) =>
    left.name < right.name ? -1 : 1,
  )
  return entries.flatMap((entry) => {
    if (entry.isDirectory()) return entry.name.startsWith('.') ? [] : filesBelow(join(folder, entry.name), depth + 1)
    return /\.(?:properties|conf)$/.test(entry.name) ? [join(folder, entry.name)] : []
  })
}

function isArticle(path: string): boolean {
  return /\.(?:txt|md|markdown)$/i.test(path)
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}

function realPathOf(path: string): string {
  if (!isThere(path)) throw fileUsage(`${path} is not there`, `${path} 不存在`, path)
  return realpathSync(path)
}

function contentOf(path: string): Uint8Array {
  const content = readNamedFile(path)
  if (content.length > FILE_BYTES_MAX) throw fileUsage(`${path} is above 8 MiB`, `${path} 超过 8 MiB`, path)
  return content
}
