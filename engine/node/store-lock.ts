/**
 * One owner of a store. Node has no file lock without native code, so the exclusion is a socket whose name is derived
 * from the store's real path: an abstract one on Linux (gone with its process, never stale), a named pipe on Windows, a
 * checked socket file elsewhere. A Java broker holds a real lock on the `lock` file; on Linux `/proc/locks` shows it.
 *
 * Differs: taken before the store is loaded, where Java tries its lock after loading and recovery; and a Java broker that
 * starts second does not see ours.
 */
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import * as net from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { EngineError } from '../base/errors.ts'
import { makeDirectories, storeIoError, systemCode } from './node-file-system.ts'

/** How long another owner may take to say who it is. */
const ASK_MS = 1000

/** How often, and how far apart, the name of a process that is just ending is tried again: 2 s. */
const ENDING_TRIES = 100
const ENDING_PAUSE_MS = 20

export interface StoreLock {
  /** The store's path with all links resolved. */
  readonly path: string
  release(): Promise<void>
}

/**
 * Takes the store under `root` for this process; creates `root` and `<root>/lock` (content "lock") as Java does.
 * @throws {EngineError} 'store-locked' with context `{path, pid}`, 'store-io' when the folder or file cannot be made.
 * Source: DefaultMessageStore#start.
 */
export async function acquireStoreLock(root: string): Promise<StoreLock> {
  const { path, lockFile } = prepare(root)
  const endpoint = lockEndpoint(path)
  const server = await bind(endpoint, path)
  const javaPid = javaHolder(lockFile)
  if (javaPid !== undefined) {
    await closed(server)
    throw locked(path, javaPid, 'java')
  }
  return {
    path,
    release: () => closed(server),
  }
}

function prepare(root: string): { path: string; lockFile: string } {
  const lockFile = join(root, 'lock')
  try {
    makeDirectories(root)
    const descriptor = fs.openSync(lockFile, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o644)
    try {
      if (fs.fstatSync(descriptor).size === 0) fs.writeSync(descriptor, 'lock', 0, 'latin1')
    } finally {
      fs.closeSync(descriptor)
    }
    return { path: fs.realpathSync.native(root), lockFile }
  } catch (error) {
    throw storeIoError('lock', lockFile, error)
  }
}

/** The socket that stands for the store at `path`. */
function lockEndpoint(path: string): string {
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 32)
  switch (process.platform) {
    case 'linux':
      return `\0rocketmq-lab-${hash}`
    case 'win32':
      return `\\\\.\\pipe\\rocketmq-lab-${hash}`
    default:
      return join(tmpdir(), `rocketmq-lab-${userInfo().uid}-${hash}.sock`)
  }
}

async function bind(endpoint: string, path: string): Promise<net.Server> {
  for (let tries = 1; ; tries++) {
    try {
      return await listen(endpoint)
    } catch (error) {
      if (systemCode(error) !== 'EADDRINUSE') throw storeIoError('lock', path, error)
    }
    const holder = await askHolder(endpoint)
    if (holder.pid !== undefined || holder.isSilent || tries === ENDING_TRIES) throw locked(path, holder.pid, 'mqlab')
    // The name is taken and nobody speaks for it: a process that was killed is still giving up its sockets, or its socket
    // file outlived it.
    if (endpoint.startsWith('/')) fs.rmSync(endpoint, { force: true })
    else await new Promise((resolve) => setTimeout(resolve, ENDING_PAUSE_MS))
  }
}

/** The owner answers every connection with its process id and closes it. */
function listen(endpoint: string): Promise<net.Server> {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined)
    socket.end(`${process.pid}\n`)
    // A caller that never closes must not keep the descriptor.
    socket.setTimeout(ASK_MS, () => socket.destroy())
  })
  server.maxConnections = 16
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(endpoint, () => {
      server.off('error', reject)
      server.on('error', () => undefined)
      server.unref()
      resolve(server)
    })
  })
}

/** `isSilent`: it takes connections and does not answer, as a frozen process does. */
function askHolder(endpoint: string): Promise<{ isSilent: boolean; pid: number | undefined }> {
  return new Promise((resolve) => {
    const socket = net.connect(endpoint)
    let answer = ''
    socket.setEncoding('latin1')
    socket.setTimeout(ASK_MS, () => finish(true))
    socket.on('data', (text: string) => {
      answer += text
      if (answer.includes('\n') || answer.length > 32) finish(false)
    })
    socket.on('end', () => finish(false))
    socket.on('error', () => finish(false))
    const finish = (isSilent: boolean): void => {
      socket.destroy()
      const pid = Number.parseInt(answer, 10)
      resolve({ isSilent, pid: Number.isSafeInteger(pid) && pid > 0 ? pid : undefined })
    }
  })
}

/** The process that holds a lock on `lockFile`, as Java's `FileChannel#tryLock` takes one; Linux only. */
function javaHolder(lockFile: string): number | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    const { ino, dev } = fs.statSync(lockFile)
    const path = fs.realpathSync.native(lockFile)
    const rows = findLocks(fs.readFileSync('/proc/locks', 'latin1'), ino)
    // Inode numbers repeat between file systems, and overlay file systems show another device there than `stat` does:
    // what counts is that the holder has this very file open, and the device only where its descriptors are hidden.
    return rows.find((row) => hasOpen(row.pid, path) ?? row.device === deviceText(dev))?.pid
  } catch {
    // Without /proc there is nothing to look at.
    return undefined
  }
}

/**
 * The writing locks on inode `ino` in the text of `/proc/locks`. Row: `1: POSIX  ADVISORY  WRITE 4711 08:02:262148 0 EOF`,
 * with process id, device (hex) and inode.
 */
export function findLocks(text: string, ino: number): { readonly pid: number; readonly device: string }[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\d+: +(?:POSIX|OFDLCK|FLOCK) +\S+ +WRITE +(\d+) +([0-9a-f]+:[0-9a-f]+):(\d+) /.exec(line)
    return match?.[1] !== undefined && match[2] !== undefined && Number(match[3]) === ino
      ? [{ pid: Number(match[1]), device: match[2] }]
      : []
  })
}

/** Whether the process has `path` open; undefined when its descriptors cannot be seen. */
function hasOpen(pid: number, path: string): boolean | undefined {
  try {
    const folder = `/proc/${pid}/fd`
    return fs.readdirSync(folder).some((name) => readLink(`${folder}/${name}`) === path)
  } catch {
    return undefined
  }
}

function readLink(path: string): string | undefined {
  try {
    return fs.readlinkSync(path)
  } catch {
    return undefined
  }
}

/** Device number as `/proc/locks` writes it; the system packs 12 bits of major and 8 + 12 bits of minor into one number. */
function deviceText(dev: number): string {
  const major = Math.floor(dev / 256) & 0xfff
  const minor = (dev & 0xff) | ((Math.floor(dev / 4096) & 0xfff00) >>> 0)
  return `${major.toString(16).padStart(2, '0')}:${minor.toString(16).padStart(2, '0')}`
}

function closed(server: net.Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

function locked(path: string, pid: number | undefined, owner: 'mqlab' | 'java'): EngineError {
  return new EngineError('store-locked', 'Lock failed, MQ already started', {
    context: { path, owner, ...(pid === undefined ? {} : { pid }) },
  })
}
