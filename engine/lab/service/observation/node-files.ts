/** One node's configuration and store: its files when they are ours, and what it says itself. */
import { EngineError, errorText } from '../../../base/errors.ts'
import type { FileSystem } from '../../../base/ports.ts'
import { BrokerAdmin } from '../../../client/admin-broker.ts'
import type { NodeView } from '../../../contract/state.ts'
import { say, type Text } from '../../../contract/text.ts'
import { parseProperties, propertiesView } from '../../../config/properties-text.ts'
import type { Host } from '../../hosts/host.ts'
import type { NodePaths } from '../../lab-paths.ts'
import type { ClusterAccess } from '../context.ts'
import type { LabServiceHandlers } from '../lab-service.ts'
import { bytesWord, countWord } from './figure-words.ts'

const REQUEST_MS = 3000
export const STORE_FILES_MAX = 500
/** Folders are walked no deeper: a store has three levels. */
const DEPTH_MAX = 8
const CONFIG_BYTES_MAX = 1024 * 1024

type ConfigAnswer = Awaited<ReturnType<LabServiceHandlers['config.node']>>
type StoreAnswer = Awaited<ReturnType<LabServiceHandlers['store.node']>>

export interface NodeFilesInput {
  readonly host: Host
  readonly access: ClusterAccess
  readonly view: NodeView
  /** Of a node of ours. */
  readonly paths: NodePaths | undefined
}

/** The file that it starts from, and what it says it runs with. */
export async function readConfig({ host, access, view, paths }: NodeFilesInput): Promise<ConfigAnswer> {
  const problems: Text[] = []
  const text = paths === undefined ? null : readText(host.fs, paths.configFile, problems)
  const running = await runningConfig(access, view, problems)
  return { path: paths?.configFile ?? null, text, running, problem: joined(problems) }
}

/** What its store folder holds, and what a broker tells of it. */
export async function readStore({ host, access, view, paths }: NodeFilesInput): Promise<StoreAnswer> {
  const facts = view.kind === 'broker' ? await storeFacts(access, view) : []
  if (paths === undefined)
    return { folder: null, totalBytes: null, storedBytes: null, files: [], facts, isTruncated: false }
  const folder = paths.storeFolder
  const files: StoreAnswer['files'] = []
  const isComplete = walk(host.fs, folder, '', 0, files)
  const totalBytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const storedBytes = (await host.storedBytes(folder)) ?? null
  return { folder, totalBytes: isComplete ? totalBytes : null, storedBytes, files, facts, isTruncated: !isComplete }
}

function readText(fs: FileSystem, path: string, problems: Text[]): string | null {
  try {
    const info = fs.info(path)
    if (info === undefined) {
      problems.push(say(`${path} is not there.`, `${path} 不存在。`))
      return null
    }
    if (info.bytes > CONFIG_BYTES_MAX) {
      problems.push(say(`${path} has ${bytesWord(info.bytes)}: too large to show.`, `${path} 过大，无法显示。`))
      return null
    }
    // As Java reads property files.
    return fs.readFile(path)?.latin1Slice() ?? null
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    problems.push(say(`${path} cannot be read: ${errorText(error)}`, `${path} 无法读取：${errorText(error)}`))
    return null
  }
}

async function runningConfig(
  access: ClusterAccess,
  { name, kind, address, state }: NodeView,
  problems: Text[],
): Promise<[string, string][] | null> {
  if (state !== 'running') {
    problems.push(
      say(`${name} does not run: there is only its file to show.`, `${name} 没有在运行，只能显示配置文件的内容。`),
    )
    return null
  }
  try {
    const { admin } = access
    const text = kind === 'broker' ? await admin.brokers.config(address) : await admin.nameServers.config(address)
    return [...propertiesView(parseProperties(text))].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    const reason = errorText(error)
    problems.push(say(`${name} does not say what it runs with: ${reason}`, `${name} 未返回其运行配置：${reason}`))
    return null
  }
}

const FACTS: readonly { readonly key: string; readonly label: Text; readonly word?: (value: number) => string }[] = [
  { key: 'commitLogMinOffset', label: say('First byte kept', '最早保留的字节'), word: countWord },
  { key: 'commitLogMaxOffset', label: say('End of the log', '日志末尾'), word: countWord },
  { key: 'putMessageTimesTotal', label: say('Messages stored since the start', '启动以来写入条数'), word: countWord },
  { key: 'putMessageAverageSize', label: say('Mean size of a record', '单条平均大小'), word: bytesWord },
  { key: 'dispatchBehindBytes', label: say('Not yet in the queues', '尚未分发到队列'), word: bytesWord },
  { key: 'remainHowManyDataToFlush', label: say('Not yet on disk', '尚未刷盘') },
  { key: 'commitLogDirCapacity', label: say('Disk of the store', '存储所在磁盘') },
  { key: 'earliestMessageTimeStamp', label: say('Oldest message', '最早的消息'), word: timeWord },
]

async function storeFacts(access: ClusterAccess, { address, state }: NodeView): Promise<StoreAnswer['facts']> {
  if (state !== 'running') return []
  try {
    const info = await new BrokerAdmin(access.admin.client.rpc, REQUEST_MS).runtimeInfo(address)
    return FACTS.flatMap(({ key, label, word }) => {
      const text = info.get(key)
      if (text === undefined) return []
      const value = Number(text)
      return [{ label, value: word === undefined || !Number.isFinite(value) ? text : word(value) }]
    })
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return []
  }
}

/** ISO time without a zone of its own; the window knows no other for texts of the service. */
function timeWord(ms: number): string {
  return ms <= 0 ? '–' : new Date(ms).toISOString()
}

/** Adds what lies below; files that go away meanwhile are left out. @returns whether everything was seen */
function walk(fs: FileSystem, root: string, below: string, depth: number, files: StoreAnswer['files']): boolean {
  if (depth > DEPTH_MAX) return false
  let names: string[]
  try {
    names = fs.list(below === '' ? root : `${root}/${below}`)
  } catch (error) {
    if (error instanceof EngineError) return true
    throw error
  }
  for (const name of names) {
    if (files.length >= STORE_FILES_MAX) return false
    const path = below === '' ? name : `${below}/${name}`
    const info = infoOf(fs, `${root}/${path}`)
    if (info?.kind === 'directory') {
      if (!walk(fs, root, path, depth + 1, files)) return false
    } else if (info?.kind === 'file') {
      files.push({ path, bytes: info.bytes, modifiedAtMs: info.modifiedMs })
    }
  }
  return true
}

function infoOf(fs: FileSystem, path: string): ReturnType<FileSystem['info']> {
  try {
    return fs.info(path)
  } catch (error) {
    if (error instanceof EngineError) return undefined
    throw error
  }
}

function joined(problems: readonly Text[]): Text | null {
  if (problems.length === 0) return null
  return { en: problems.map((problem) => problem.en).join(' '), zh: problems.map((problem) => problem.zh).join('') }
}
