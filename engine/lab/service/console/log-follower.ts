/**
 * One `logs.follow` stream: the last lines of some nodes' logs, then what is added, in time order. Looks at the files a few
 * times a second and only while the window takes what it gets; a window that is slow makes it read later, never buffer.
 */
import type { TimerHandle } from '../../../base/ports.ts'
import type { LogEvent, LogLine } from '../../../contract/console-api.ts'
import type { StreamSink } from '../../../contract/rpc.ts'
import type { NodeState } from '../../../contract/state.ts'
import { type Text, say } from '../../../contract/text.ts'
import type { ClusterSpec } from '../../cluster-spec.ts'
import type { ServiceContext } from '../context.ts'
import { LOG_PART_BYTES, type LogFile, logFilesOf, readRange } from './log-files.ts'
import { inTimeOrder, parseLogLines } from './log-lines.ts'

const LOOK_MS = 250

interface Followed extends LogFile {
  /** Position of the next byte to read; the start of a line except for the very first read. */
  at: number
  isAtLineStart: boolean
}

export interface FollowRequest {
  readonly spec: ClusterSpec
  readonly nodes: readonly string[]
  readonly lastBytes: number
}

export class LogFollower {
  readonly #context: ServiceContext
  readonly #request: FollowRequest
  readonly #sink: StreamSink<LogEvent>
  readonly #files: Followed[]
  readonly #endedAs = new Map<string, NodeState>()
  #timer: TimerHandle | undefined
  #isStopped = false

  constructor(context: ServiceContext, request: FollowRequest, sink: StreamSink<LogEvent>) {
    this.#context = context
    this.#request = request
    this.#sink = sink
    this.#files = request.nodes
      .flatMap((node) => logFilesOf(context, request.spec, node))
      .map((file) => {
        const size = context.host.fs.info(file.path)?.bytes ?? 0
        const at = Math.max(0, size - request.lastBytes)
        return { ...file, at, isAtLineStart: at === 0 }
      })
    sink.onReady(() => this.#look())
    this.#look()
  }

  stop(): void {
    this.#isStopped = true
    this.#timer?.cancel()
  }

  #look(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    if (this.#isStopped || !this.#sink.isReady) return
    try {
      const events = this.#newEvents()
      if (events.length > 0) this.#sink.push(events)
    } catch (error) {
      this.#sink.fail(error)
      this.stop()
      return
    }
    this.#timer = this.#context.host.timers.after(LOOK_MS, () => this.#look())
  }

  #newEvents(): LogEvent[] {
    const events: LogEvent[] = []
    const lists: LogLine[][] = []
    for (const file of this.#files) {
      const { lines, isReplaced } = this.#readMore(file)
      if (isReplaced) events.push({ t: 'restarted', node: file.source.node })
      if (lines.length > 0) lists.push(lines)
    }
    if (lists.length > 0) events.push({ t: 'lines', lines: inTimeOrder(lists) })
    return [...events, ...this.#endings()]
  }

  #readMore(file: Followed): { readonly lines: LogLine[]; readonly isReplaced: boolean } {
    const size = this.#context.host.fs.info(file.path)?.bytes ?? 0
    const isReplaced = size < file.at
    if (isReplaced) {
      // Rotated or emptied: it begins anew.
      file.at = 0
      file.isAtLineStart = true
    }
    if (size === file.at) return { lines: [], isReplaced }
    const bytes = readRange(this.#context, file.path, file.at, Math.min(size, file.at + LOG_PART_BYTES))
    const { lines, consumedBytes } = parseLogLines(bytes, file.at, file.isAtLineStart, file.source)
    // A line longer than a part is cut, or it would stop everything behind it.
    const isStuck = consumedBytes === 0 && bytes.length === LOG_PART_BYTES
    file.at += isStuck ? bytes.length : consumedBytes
    file.isAtLineStart = !isStuck && (consumedBytes > 0 || file.isAtLineStart)
    return { lines, isReplaced }
  }

  /** A dead node's log ends with how it ended; told once for each end. */
  #endings(): LogEvent[] {
    const events: LogEvent[] = []
    for (const view of this.#context.observed.nodes(this.#request.spec.name)) {
      if (!this.#request.nodes.includes(view.name)) continue
      const how = endingOf(view.state)
      if (how === undefined) {
        this.#endedAs.delete(view.name)
      } else if (this.#endedAs.get(view.name) !== view.state) {
        this.#endedAs.set(view.name, view.state)
        events.push({ t: 'ended', node: view.name, how: view.cause ?? how })
      }
    }
    return events
  }
}

function endingOf(state: NodeState): Text | undefined {
  switch (state) {
    case 'stopped':
      return say('stopped on purpose', '已按要求停止')
    case 'killed':
      return say('ended by kill -9', '被 kill -9 结束')
    case 'crashed':
      return say('ended by itself', '自行退出（宕机）')
    case 'running':
    case 'starting':
    case 'frozen':
    case 'unreachable':
    case 'unknown':
      return undefined
  }
}
