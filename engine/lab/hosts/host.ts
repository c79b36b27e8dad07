/**
 * A machine on which a lab's nodes run, as the supervisor sees it: start a node, ask it, signal it, read and write its
 * files, reach its ports. Local now; SSH implements the same interface and passes the same conformance suite
 * (test/conformance/host-conformance.ts).
 *
 * Two kinds of files: `fs` holds the lab's own (`cluster.json`, `node.json`) and is always on the machine of the lab service,
 * so it is synchronous; files of the nodes' machine are reached by `put`, `tail`, `list` and `emptyFolder`.
 */
import type {
  Address,
  ByteStream,
  Clock,
  ConnectOptions,
  DiskUsage,
  FileInfo,
  FileSystem,
  Network,
  PortOwner,
  ProcessRecord,
  ProcessSignal,
  ProcessUsage,
  RunOptions,
  RunResult,
  StreamHandler,
  Timers,
} from '../../base/ports.ts'
import type { NodeKind } from '../cluster-spec.ts'

export interface StartNode {
  readonly kind: NodeKind
  readonly folder: string
  readonly configFile: string
  readonly outputFile: string
  readonly token: string
}

export interface ListedFile {
  readonly name: string
  readonly kind: FileInfo['kind']
  readonly bytes: number
  readonly modifiedMs: number
}

/** A piece of a file: `bytes` begins at `fromByte`, which is where it was asked for or 0 in a file that became shorter. */
export interface FileTail {
  readonly bytes: Uint8Array
  readonly fromByte: number
  /** Of the whole file, when it was read. */
  readonly sizeBytes: number
}

export interface Host {
  /** The lab's own files, on the machine of the lab service. */
  readonly fs: FileSystem
  /** Of the machine of the lab service. */
  readonly network: Network
  readonly clock: Clock
  readonly timers: Timers
  makeToken(): string

  /** @throws {EngineError} 'store-io' when the program cannot be started. */
  start(node: StartNode): Promise<ProcessRecord>
  /** What there is to record about a process of the lab service's machine: its own, to be told from a later one. */
  recordOf(pid: number): ProcessRecord
  /** Whether the recorded process still runs, as far as the system tells. */
  isSame(record: ProcessRecord): Promise<boolean>
  /** Stopped by SIGSTOP; undefined where the system does not tell. */
  isFrozen(record: ProcessRecord): Promise<boolean | undefined>
  /** @returns false when the recorded process is gone; another one with its id is never signalled. */
  signal(record: ProcessRecord, signal: ProcessSignal): Promise<boolean>
  /** Undefined where the system does not tell, or the process is gone. */
  usage(record: ProcessRecord): Promise<ProcessUsage | undefined>
  /** One request to a node's control channel. @throws what the node answered; 'connect-failed', 'timeout', 'protocol'. */
  control(
    folder: string,
    token: string,
    method: string,
    params: Readonly<Record<string, unknown>>,
    timeoutMs: number,
  ): Promise<unknown>
  /** Runs a program to its end; arguments are never read by a shell. @throws {EngineError} 'not-found' without it. */
  exec(command: readonly [string, ...string[]], options: RunOptions): Promise<RunResult>

  /** Replaces a file in one step and makes its folders. */
  put(path: string, content: Uint8Array): Promise<void>
  /** Up to `maxBytes` from `fromByte` on, or from the file's end backwards when it is negative; undefined without a file. */
  tail(path: string, fromByte: number, maxBytes: number): Promise<FileTail | undefined>
  /** What is in a folder, sorted by name; an absent folder is empty. */
  list(folder: string): Promise<ListedFile[]>
  /** The path with all links resolved; undefined when it is not there. */
  realPath(path: string): Promise<string | undefined>
  /** Deletes everything in a folder, which stays; links in it go, what they lead to stays. */
  emptyFolder(folder: string): Promise<void>
  /** Space that a folder's files take, holes of sparse files not counted; undefined when it is not there. */
  storedBytes(folder: string): Promise<number | undefined>
  diskUsage(path: string): Promise<DiskUsage>

  /** Whether a program could listen there now. */
  isPortFree(host: string, port: number): Promise<boolean>
  /** Who listens there; undefined when nobody does or the system does not tell. */
  portOwner(address: Address): Promise<PortOwner | undefined>
  /** A connection to an address as that machine sees it. @throws {EngineError} 'connect-failed' or 'timeout'. */
  dial(options: ConnectOptions, handler: (stream: ByteStream) => StreamHandler): Promise<ByteStream>
}
