/** Reads ranges of nodes' log files through the host, and searches them. Dead nodes' files are read like any other. */
import { type Bytes, allocBytes } from '../../../base/bytes.ts'
import { EngineError } from '../../../base/errors.ts'
import type { LogLine } from '../../../contract/console-api.ts'
import { type ClusterSpec, findNode } from '../../cluster-spec.ts'
import type { ServiceContext } from '../context.ts'
import { type LogSource, parseLogLines } from './log-lines.ts'

/** Read at a time. */
export const LOG_PART_BYTES = 256 * 1024
/** A search looks at no more than this of one file, from its end. */
const SEARCH_BYTES_MAX = 64 * 1024 * 1024

export interface LogFile {
  readonly path: string
  readonly source: LogSource
}

/** The files of one node: its log, and what it wrote to stdout and stderr. */
export function logFilesOf(context: ServiceContext, spec: ClusterSpec, nodeName: string): LogFile[] {
  const node = findNode(spec, nodeName)
  const paths = context.lab.paths.node(spec.name, node.name)
  const source = (file: LogLine['file']): LogSource => ({ node: node.name, file, utcOffsetMs: context.utcOffsetMs })
  return [
    { path: `${paths.logFolder}/${node.kind}.log`, source: source('log') },
    { path: paths.outputFile, source: source('console') },
  ]
}

/** Bytes `[from, to)`, fewer when the file became shorter; empty when it is gone. */
export function readRange(context: ServiceContext, path: string, from: number, to: number): Bytes {
  try {
    const file = context.host.fs.open(path, 'read')
    try {
      const bytes = allocBytes(Math.max(0, to - from))
      const length = file.read(bytes, 0, bytes.length, from)
      return bytes.subarray(0, length)
    } finally {
      file.close()
    }
  } catch (error) {
    if (error instanceof EngineError && error.code === 'store-io') return allocBytes(0)
    throw error
  }
}

/** Goes through a file backwards, newest line first, until `visit` says stop or the bound is reached. */
export function eachLineBackwards(
  context: ServiceContext,
  file: LogFile,
  visit: (line: LogLine) => 'go-on' | 'stop',
): { readonly isComplete: boolean } {
  const size = context.host.fs.info(file.path)?.bytes ?? 0
  const floor = Math.max(0, size - SEARCH_BYTES_MAX)
  let end = size
  let partBytes = LOG_PART_BYTES
  while (end > floor) {
    const from = Math.max(floor, end - partBytes)
    const { lines } = parseLogLines(readRange(context, file.path, from, end), from, from === 0, file.source)
    for (const line of lines.toReversed()) if (visit(line) === 'stop') return { isComplete: false }
    if (from === floor) break
    const first = lines[0]
    if (first === undefined) {
      // Not one whole line in it: look at more at once.
      partBytes *= 2
    } else {
      end = first.position
      partBytes = LOG_PART_BYTES
    }
  }
  return { isComplete: floor === 0 }
}
