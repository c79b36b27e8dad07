/**
 * The outside world as interfaces. Core code receives these and never touches sockets, files, clocks or randomness
 * itself; `engine/node` implements them on Node, `test/sim/kernel` under virtual time with injected faults.
 * The hot path's ports are shaped for it: a synchronous `write`, a callback `datasync`, `atTurnEnd`.
 */
import type { Bytes } from './bytes.ts'

export interface Clock {
  /** Wall clock, ms since 1970. Cached per event-loop turn by the Node port, so it is cheap. */
  nowMs(): number
  /** Monotonic, ms with fractions, for durations and deadlines. */
  monotonicMs(): number
}

/** Opaque handle of a pending timer. */
export interface TimerHandle {
  cancel(): void
}

export interface Timers {
  /** Runs `task` once after `delayMs`. A timer never keeps a process alive by itself. */
  after(delayMs: number, task: () => void): TimerHandle
  /** Runs `task` every `periodMs`, first after one period. */
  every(periodMs: number, task: () => void): TimerHandle
  /**
   * Runs `task` once after everything that this turn of the event loop has delivered (Node: `setImmediate`): the place
   * where appended records are written, replies are sent and waiters are woken, one system call for many messages.
   */
  atTurnEnd(task: () => void): void
}

export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Cryptographically strong bytes where the port has them: start tokens. */
  bytes(count: number): Bytes
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

export type LogFields = Readonly<Record<string, unknown>>

/** A named log. `child` narrows the name: 'store.recovery'. */
export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  child(name: string): Log
}

/** CRC-32, unsigned, over `bytes[start..end)`. */
export type Checksum = (bytes: Uint8Array, start: number, end: number) => number

export interface FileInfo {
  readonly kind: 'file' | 'directory' | 'other'
  readonly bytes: number
  readonly modifiedMs: number
}

export interface DiskUsage {
  readonly totalBytes: number
  /** What an unprivileged process may still use. */
  readonly freeBytes: number
}

/** An open file. Every failure is an `EngineError` 'store-io' with path, operation and system code in its context. */
export interface OpenFile {
  readonly path: string
  /** Writes all of `bytes[start..start+length)` at `position`, synchronously, into the page cache. */
  write(bytes: Uint8Array, start: number, length: number, position: number): void
  /** Reads up to `length` bytes synchronously; returns how many there were. */
  read(bytes: Uint8Array, start: number, length: number, position: number): number
  /** The same on the thread pool, for what may really block. */
  writeLater(bytes: Uint8Array, start: number, length: number, position: number, done: (error?: Error) => void): void
  readLater(
    bytes: Uint8Array,
    start: number,
    length: number,
    position: number,
    done: (error: Error | undefined, readBytes: number) => void,
  ): void
  /** fdatasync on the thread pool; everything written before the call is durable when `done` runs without an error. */
  datasync(done: (error?: Error) => void): void
  datasyncNow(): void
  truncate(bytes: number): void
  sizeBytes(): number
  close(): void
}

/** Paths are absolute and use `/` on every system. */
export interface FileSystem {
  /** @param mode 'read' | 'update' (must exist) | 'create' (made when absent, never truncated) */
  open(path: string, mode: 'read' | 'update' | 'create'): OpenFile
  info(path: string): FileInfo | undefined
  /** Names in a directory, sorted; an absent directory is empty. */
  list(path: string): string[]
  makeDirectories(path: string): void
  readFile(path: string): Bytes | undefined
  /** Replaces the whole file in one step: a reader, or a restart after a crash, sees the old or the new content. */
  replaceFile(path: string, content: Uint8Array): void
  remove(path: string): void
  removeTree(path: string): void
  rename(from: string, to: string): void
  diskUsage(path: string): DiskUsage
  /** The path with all links resolved; undefined when it is not there. */
  realPath(path: string): string | undefined
}

export interface Address {
  readonly host: string
  readonly port: number
}

/** What a byte stream tells its owner. Set once, right after the stream is made; calls never nest. */
export interface StreamHandler {
  /** `chunk` belongs to the port and is valid during the call only. */
  onData(chunk: Bytes): void
  /** The send queue fell below its low mark after `write` returned false. */
  onDrain(): void
  /** Exactly once, whoever closed it. `reason` is for logs. */
  onClose(reason: string): void
}

/** One TCP-like connection. Bytes keep their order; there are no message borders. */
export interface ByteStream {
  readonly local: Address
  readonly remote: Address
  /**
   * Queues bytes. `bytes` is owned by the stream until `pendingBytes` is 0 again, so a caller may reuse a scratch buffer
   * when `pendingBytes` is 0 right after the call.
   * @returns false when the queue is above its high mark: the caller should stop until `onDrain`.
   */
  write(bytes: Uint8Array): boolean
  /** Bytes accepted by `write` and not yet taken by the operating system. */
  readonly pendingBytes: number
  pauseReading(): void
  resumeReading(): void
  /** Sends what is queued, then closes. */
  end(): void
  /** Closes at once and drops what is queued. */
  destroy(reason: string): void
}

export interface ListenOptions {
  readonly host: string
  /** 0 lets the system choose; see `Listener.address`. */
  readonly port: number
  /** Called for each accepted connection; returns its handler. */
  accept(stream: ByteStream): StreamHandler
}

export interface Listener {
  readonly address: Address
  /** Stops accepting; connections that exist go on. */
  close(): Promise<void>
}

export interface ConnectOptions {
  readonly address: Address
  readonly timeoutMs: number
}

export interface Network {
  /** @throws {EngineError} 'connect-failed' with context `{host, port, systemCode}` (EADDRINUSE, EACCES, ...). */
  listen(options: ListenOptions): Promise<Listener>
  /** @throws {EngineError} 'connect-failed' or 'timeout'. */
  connect(options: ConnectOptions, handler: (stream: ByteStream) => StreamHandler): Promise<ByteStream>
}

/** Body compression: zlib both ways, LZ4 frames and Zstandard for reading. */
export interface Compression {
  deflate(bytes: Uint8Array): Bytes
  /** @throws {EngineError} 'bad-bytes' when the input is damaged or inflates above `bytesMax`. */
  inflate(kind: 'zlib' | 'lz4' | 'zstd', bytes: Uint8Array, bytesMax: number): Bytes
}

/** Who this process is, for client ids and lock files. */
export interface Identity {
  readonly processId: number
  readonly hostName: string
  /** The address advertised when nothing is configured: the first private IPv4 address, else loopback. */
  readonly localIpv4: string
}

/** What is recorded about a started process, to find the same one again. */
export interface ProcessRecord {
  readonly pid: number
  /** Linux: start time in clock ticks since boot, which a reused pid cannot repeat. */
  readonly startTicks?: number
}

export interface SpawnOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  /** File that collects stdout and stderr. */
  readonly outputFile: string
  /** Handed over in the environment, where no process list shows it. */
  readonly token: string
  readonly env?: Readonly<Record<string, string>>
}

export type ProcessSignal = 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'

export interface ProcessUsage {
  readonly residentBytes: number
  /** Processor time used so far, user and system. */
  readonly cpuMs: number
}

/** Who listens on a port, as far as the system tells; `program` is what a person would call it. */
export interface PortOwner {
  readonly pid: number
  readonly program: string
}

export interface RunOptions {
  readonly timeoutMs: number
  /** Of stdout and of stderr; what comes after is dropped. */
  readonly outputBytesMax: number
  readonly cwd?: string
}

export interface RunResult {
  /** Null when it was ended, by the timeout for example. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Processes on one machine: nodes started so that they outlive this one and never found by name; and who has what. */
export interface Processes {
  makeToken(): string
  spawn(options: SpawnOptions): Promise<ProcessRecord>
  /** What there is to record about a process that runs now. */
  recordOf(pid: number): ProcessRecord
  /** Whether the recorded process still runs, as far as the system tells. */
  isSame(record: ProcessRecord): boolean
  /** Stopped by SIGSTOP; undefined where the system does not tell. */
  isFrozen(record: ProcessRecord): boolean | undefined
  /** @returns false when the recorded process is gone; another one with its id is never signalled. */
  signal(record: ProcessRecord, signal: ProcessSignal): boolean
  /** Undefined where the system does not tell, or the process is gone. */
  usage(record: ProcessRecord): ProcessUsage | undefined
  /** Who listens on `address`, or on its port at every address; undefined when nobody does or the system does not tell. */
  portOwner(address: Address): PortOwner | undefined
  /** Space that a folder's files take on the disk; holes of sparse files take none. Undefined when it is not there. */
  storedBytes(folder: string): number | undefined
  /** Runs a program to its end, without a shell. @throws {EngineError} 'not-found' when there is no such program. */
  run(command: readonly [string, ...string[]], options: RunOptions): Promise<RunResult>
  /** Where the node of `folder` is controlled. */
  controlEndpoint(folder: string): string
  /** One request to a node's control channel. @throws what the node answered; 'connect-failed', 'timeout', 'protocol'. */
  control(
    endpoint: string,
    token: string,
    method: string,
    params: Readonly<Record<string, unknown>>,
    timeoutMs: number,
  ): Promise<unknown>
}

/** Everything a node needs from outside, handed down from its entry point. */
export interface Ports {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly log: Log
  readonly checksum: Checksum
  readonly compression: Compression
  readonly fs: FileSystem
  readonly network: Network
  readonly identity: Identity
}
