/** `mqlab logs`: the last lines of a node's log and, with -f, what follows, also across rotation and restarts. */
import { closeSync, openSync, readSync, statSync } from 'node:fs'

const TAIL_BYTES_MAX = 4 * 1024 * 1024
const FOLLOW_MS = 200

/** The last `lines` lines of a file; an absent file has none. */
export function lastLines(path: string, lines: number): { readonly text: string; readonly end: number } {
  const size = sizeOf(path)
  if (size === undefined || size === 0) return { text: '', end: size ?? 0 }
  const from = Math.max(0, size - TAIL_BYTES_MAX)
  const text = readRange(path, from, size)
  const all = text.replace(/\n$/, '').split('\n')
  return { text: all.slice(-lines).join('\n') + '\n', end: size }
}

/** Prints what is appended to `path` from `from` on, until `stop`. A file that shrank was rotated: it starts anew. */
export function follow(path: string, from: number, print: (text: string) => void, stop: Promise<void>): Promise<void> {
  let at = from
  const look = (): void => {
    const size = sizeOf(path)
    if (size === undefined) return
    if (size < at) at = 0
    while (at < size) {
      const end = Math.min(size, at + TAIL_BYTES_MAX)
      print(readRange(path, at, end))
      at = end
    }
  }
  const timer = setInterval(look, FOLLOW_MS)
  return stop.then(() => {
    clearInterval(timer)
    look()
  })
}

function sizeOf(path: string): number | undefined {
  try {
    return statSync(path).size
  } catch {
    return undefined
  }
}

function readRange(path: string, from: number, to: number): string {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(to - from)
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, from))
  } finally {
    closeSync(file)
  }
}
