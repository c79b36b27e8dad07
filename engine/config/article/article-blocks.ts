/**
 * The blocks of an article: property files, also those no fence surrounds, /etc/hosts lines, commands, and what else stands in a
 * fence. It refuses to know clusters.
 */
import { editedPathOf } from './article-commands.ts'
import { hostsLineOf } from './host-lines.ts'
import { commentText, isKnownKey, settingKeyOf, type ArticleLine } from './article-lines.ts'
import type { ArticleOverrides, BlockKind } from './article.ts'

/** A file has at least so many settings RocketMQ knows. */
const KNOWN_SETTINGS_MIN = 2
/** Blank lines within a file outside of fences. */
const GAP_LINES_MAX = 3
/** Sentences above a block that may name its file. */
const PATH_LINES_MAX = 12
const BLOCKS_MAX = 400
/** Files of one article, as many as a topology takes. */
export const ARTICLE_FILES_MAX = 160

/** Keys of which a broker's or a name server's file has some. */
const IDENTITY: ReadonlySet<string> = new Set([
  'brokerClusterName',
  'brokerName',
  'brokerId',
  'brokerRole',
  'namesrvAddr',
  'listenPort',
  'storePathRootDir',
  'dLegerSelfId',
  'kvConfigPath',
])
/** A second one begins another file. */
const ONCE: ReadonlySet<string> = new Set(['brokerClusterName', 'brokerName'])

export interface RawBlock {
  readonly id: string
  readonly kind: BlockKind
  readonly lines: readonly ArticleLine[]
  /** Properties: the path that is named for it, and where. */
  readonly path?: string
  readonly pathLine?: number
}

/** Finds the blocks; where the user says what a block is, it is that. */
export function blocksOf(
  lines: readonly ArticleLine[],
  commandLines: ReadonlySet<number>,
  overrides: ArticleOverrides,
): RawBlock[] {
  const blocks: RawBlock[] = []
  const add = (kind: BlockKind, from: number, to: number): void => {
    const first = lines[from]
    if (first === undefined || to < from || blocks.length >= BLOCKS_MAX) return
    blocks.push({ id: `block-${first.number}`, kind, lines: lines.slice(from, to + 1) })
  }
  for (const [from, to] of stretches(lines)) {
    const isFenced = lines[from]?.fence !== undefined
    const runs = settingRuns(lines, from, to)
    if (runs.length > 0) {
      for (const run of runs) add('properties', run.from, run.to)
      // What stands in the fence around its files belongs to them, unless it is commands.
    } else if (isFenced) {
      const body = lines.slice(from, to + 1)
      const kind =
        body.filter((line) => hostsLineOf(line.text) !== undefined).length >= 2
          ? 'hosts'
          : body.some((line) => commandLines.has(line.number))
            ? 'shell'
            : 'other'
      add(kind, from, to)
    }
    if (isFenced) continue
    const isTaken = (index: number): boolean => runs.some((run) => index >= run.from && index <= run.to)
    for (const run of runsWhere(
      lines,
      from,
      to,
      (line, index) => !isTaken(index) && hostsLineOf(line.text) !== undefined,
    )) {
      if (run.count >= 2) add('hosts', run.from, run.to)
    }
    for (const run of runsWhere(lines, from, to, (line, index) => !isTaken(index) && commandLines.has(line.number))) {
      add('shell', run.from, run.to)
    }
  }
  const inOrder = blocks.toSorted((left, right) => firstLineOf(left) - firstLineOf(right))
  return inOrder.map((block, index) => {
    const wanted = Object.hasOwn(overrides, block.id) ? overrides[block.id]?.kind : undefined
    const kind = wanted ?? block.kind
    if (kind !== 'properties') return { ...block, kind }
    return { ...block, kind, ...pathOf(block, lines, inOrder[index - 1]) }
  })
}

/** The file's text: without the note of the path above it, and without a blank line after each line. */
export function fileLines(block: RawBlock): ArticleLine[] {
  const lines = block.lines.filter(
    (line) =>
      line.prompt === undefined &&
      !(line.kind === 'comment' && editedPathOf(commentText(line.text) ?? '') !== undefined),
  )
  const settings = lines.filter((line) => line.kind === 'setting').length
  const blanks = lines.filter((line) => line.kind === 'blank').length
  const isDoubleSpaced = blanks >= settings * 0.7
  const kept = isDoubleSpaced ? lines.filter((line) => line.kind !== 'blank') : [...lines]
  while (kept[0]?.kind === 'blank') kept.shift()
  while (kept.at(-1)?.kind === 'blank') kept.pop()
  return kept
}

export function firstLineOf(block: RawBlock): number {
  return block.lines[0]?.number ?? 0
}

export function lastLineOf(block: RawBlock): number {
  return block.lines.at(-1)?.number ?? 0
}

/** A fence's content, or what stands between fences: index of the first and the last line. */
function stretches(lines: readonly ArticleLine[]): [number, number][] {
  const found: [number, number][] = []
  let from = 0
  for (let index = 0; index <= lines.length; index += 1) {
    const line = lines[index]
    if (line !== undefined && line.kind !== 'fence') continue
    if (index > from) found.push([from, index - 1])
    from = index + 1
  }
  return found
}

interface Run {
  readonly from: number
  readonly to: number
}

/** Runs of settings with their comments that make a file. */
function settingRuns(lines: readonly ArticleLine[], from: number, to: number): Run[] {
  const isFenced = lines[from]?.fence !== undefined
  const runs: Run[] = []
  let start: number | undefined
  let last = from
  let seen = new Set<string>()
  const end = (): void => {
    if (start !== undefined) runs.push({ from: start, to: last })
    start = undefined
    seen = new Set()
  }
  let isContinued = false
  for (let index = from; index <= to; index += 1) {
    const line = lines[index]
    if (line === undefined) break
    if (isContinued) {
      isContinued = /(?:^|[^\\])\\\s*$/.test(line.text)
      last = index
      continue
    }
    const key = line.kind === 'setting' ? settingKeyOf(line.text) : undefined
    if (key !== undefined && (start !== undefined || isKnownKey(key))) {
      if (ONCE.has(key) && seen.has(key)) end()
      seen.add(key)
      start ??= index
      last = index
      isContinued = line.text.includes('=') && /(?:^|[^\\])\\$/.test(line.text)
    } else if (start !== undefined && isFiller(line)) {
      if (!isFenced && index - last > GAP_LINES_MAX && line.kind === 'blank') end()
    } else {
      end()
    }
  }
  end()
  return runs
    .filter((run) => isFile(lines.slice(run.from, run.to + 1)))
    .map((run, index, all) =>
      withComments(lines, run, all[index - 1]?.to ?? from - 1, all[index + 1]?.from ?? to + 1, to),
    )
}

function isFiller(line: ArticleLine): boolean {
  return line.prompt === undefined && (line.kind === 'blank' || line.kind === 'comment')
}

/** Enough settings that RocketMQ knows, one of them saying whose file it is. */
function isFile(lines: readonly ArticleLine[]): boolean {
  const keys = lines.flatMap((line) => (line.kind === 'setting' ? [settingKeyOf(line.text) ?? ''] : []))
  const known = new Set(keys.filter(isKnownKey))
  return (
    known.size >= KNOWN_SETTINGS_MIN && known.size * 2 >= new Set(keys).size && keys.some((key) => IDENTITY.has(key))
  )
}

/** Comments right above and below belong to the file. */
function withComments(lines: readonly ArticleLine[], run: Run, before: number, after: number, end: number): Run {
  let { from, to } = run
  const isOwn = (line: ArticleLine | undefined): boolean => line?.kind === 'comment' && line.prompt === undefined
  while (from - 1 > before && isOwn(lines[from - 1])) from -= 1
  // Comments right above the next file are that one's.
  while (to + 1 < after && to + 1 <= end && isOwn(lines[to + 1])) to += 1
  if (to + 1 === after && after <= end) to = run.to
  return { from, to }
}

/** Runs of lines for which something holds, over comments and blank lines. */
function runsWhere(
  lines: readonly ArticleLine[],
  from: number,
  to: number,
  holds: (line: ArticleLine, index: number) => boolean,
): (Run & { count: number })[] {
  const runs: { from: number; to: number; count: number }[] = []
  let current: { from: number; to: number; count: number } | undefined
  for (let index = from; index <= to; index += 1) {
    const line = lines[index]
    if (line === undefined) break
    if (holds(line, index)) {
      if (current === undefined) {
        current = { from: index, to: index, count: 0 }
        runs.push(current)
      }
      current.to = index
      current.count += 1
    } else if (!isFiller(line)) {
      current = undefined
    }
  }
  return runs
}

/** The file a block is for: named by a command in it or above it, or by the nearest sentence above. */
function pathOf(
  block: RawBlock,
  lines: readonly ArticleLine[],
  previous: RawBlock | undefined,
): { path?: string; pathLine?: number } {
  for (const line of block.lines) {
    const path = editedPathOf(line.prompt?.typed ?? (line.kind === 'comment' ? (commentText(line.text) ?? '') : ''))
    if (path !== undefined) return { path, pathLine: line.number }
  }
  const stop = previous?.kind === 'properties' ? lastLineOf(previous) : 0
  let sentences = 0
  for (let number = firstLineOf(block) - 1; number > stop && sentences < PATH_LINES_MAX; number -= 1) {
    const line = lines[number - 1]
    if (line === undefined) break
    if (line.kind === 'blank' || line.kind === 'fence') continue
    sentences += 1
    const paths = [...(line.prompt?.typed ?? line.text).matchAll(/[\w./~${}-]+/g)]
      .map((match) => match[0])
      .filter((word) => /\w\.(?:properties|conf)$/.test(word))
    // A line that names several files is a list of them.
    const own = paths.toSorted((left, right) => right.length - left.length)[0]
    if (own !== undefined && paths.every((path) => own.endsWith(path))) return { path: own, pathLine: line.number }
    if (line.kind === 'heading') break
  }
  return {}
}
