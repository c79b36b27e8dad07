/** This machine as a `Host`: nodes are processes of the same Node runtime, started from the bundles of `dist/`. */
import { allocBytes, EMPTY_BYTES } from '../../base/bytes.ts'
import { EngineError } from '../../base/errors.ts'
import type { FileSystem, Network, Ports, Processes, ProcessRecord } from '../../base/ports.ts'
import type { NodeKind } from '../cluster-spec.ts'
import type { FileTail, Host, ListedFile, StartNode } from './host.ts'

/** What one `tail` may ask for. */
const TAIL_BYTES_MAX = 16 * 1024 * 1024

export interface LocalHostOptions {
  readonly ports: Pick<Ports, 'fs' | 'network' | 'clock' | 'timers'>
  readonly processes: Processes
  /** Program and first arguments per kind of node: the Node runtime and the bundle. */
  readonly commands: Readonly<Record<NodeKind, readonly [string, ...string[]]>>
  /** Environment handed to every node. */
  readonly env?: Readonly<Record<string, string>>
}

export function localHost(options: LocalHostOptions): Host {
  const { ports, processes, commands } = options
  const { fs, network } = ports
  return {
    fs,
    network,
    clock: ports.clock,
    timers: ports.timers,
    makeToken: () => processes.makeToken(),
    start: (node: StartNode): Promise<ProcessRecord> => {
      const [command, ...args] = commands[node.kind]
      return processes.spawn({
        command,
        args: [...args, '-c', node.configFile],
        cwd: node.folder,
        outputFile: node.outputFile,
        token: node.token,
        env: { ...options.env, MQLAB_NODE_DIR: node.folder },
      })
    },
    recordOf: (pid) => processes.recordOf(pid),
    isSame: later((record) => processes.isSame(record)),
    isFrozen: later((record) => processes.isFrozen(record)),
    signal: later((record, signal) => processes.signal(record, signal)),
    usage: later((record) => processes.usage(record)),
    control: (folder, token, method, params, timeoutMs) =>
      processes.control(processes.controlEndpoint(folder), token, method, params, timeoutMs),
    exec: (command, limits) => processes.run(command, limits),
    put: later((path, content) => {
      fs.makeDirectories(path.slice(0, path.lastIndexOf('/')))
      fs.replaceFile(path, content)
    }),
    tail: later((path, fromByte, maxBytes) => readTail(fs, path, fromByte, maxBytes)),
    list: later((folder) => listFolder(fs, folder)),
    realPath: later((path) => fs.realPath(path)),
    emptyFolder: later((folder) => {
      for (const name of fs.list(folder)) fs.removeTree(`${folder}/${name}`)
    }),
    storedBytes: later((folder) => processes.storedBytes(folder)),
    diskUsage: later((path) => fs.diskUsage(path)),
    isPortFree: (host, port) => isPortFree(network, host, port),
    portOwner: later((address) => processes.portOwner(address)),
    dial: (connect, handler) => network.connect(connect, handler),
  }
}

/** What this machine answers at once, in the shape of one that has to be asked. A failure is a rejection. */
function later<A extends unknown[], T>(act: (...args: A) => T): (...args: A) => Promise<T> {
  return (...args) => new Promise((resolve) => resolve(act(...args)))
}

function readTail(fs: FileSystem, path: string, fromByte: number, maxBytes: number): FileTail | undefined {
  if (!(maxBytes >= 0 && maxBytes <= TAIL_BYTES_MAX)) {
    throw new EngineError('usage', `maxBytes ${maxBytes}: at most ${TAIL_BYTES_MAX} bytes of a file at once`, {
      context: { field: 'maxBytes', value: maxBytes },
      zh: `maxBytes ${maxBytes}：一次最多读取文件的 ${TAIL_BYTES_MAX} 字节`,
    })
  }
  if (fs.info(path)?.kind !== 'file') return undefined
  const file = fs.open(path, 'read')
  try {
    const sizeBytes = file.sizeBytes()
    const wanted = fromByte < 0 ? Math.max(0, sizeBytes - maxBytes) : fromByte
    const from = wanted > sizeBytes ? 0 : wanted
    const length = Math.min(maxBytes, sizeBytes - from)
    const bytes = length === 0 ? EMPTY_BYTES : allocBytes(length)
    return { bytes: bytes.subarray(0, file.read(bytes, 0, length, from)), fromByte: from, sizeBytes }
  } finally {
    file.close()
  }
}

function listFolder(fs: FileSystem, folder: string): ListedFile[] {
  return fs.list(folder).flatMap((name) => {
    const info = fs.info(`${folder}/${name}`)
    // Gone since it was listed, or a link that leads nowhere.
    return info === undefined ? [] : [{ name, ...info }]
  })
}

async function isPortFree(network: Network, host: string, port: number): Promise<boolean> {
  try {
    const listener = await network.listen({
      host,
      port,
      accept: (stream) => {
        stream.destroy('only probing the port')
        return { onData: () => undefined, onDrain: () => undefined, onClose: () => undefined }
      },
    })
    await listener.close()
    return true
  } catch (error) {
    if (error instanceof EngineError) return false
    throw error
  }
}
