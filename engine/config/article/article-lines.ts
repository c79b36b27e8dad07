/**
 * An article as lines: which stand in a fence, which show a prompt, which are settings, which are commands. Bounded; knows no
 * machines and no clusters.
 */
import { rowsOfKey } from '../catalogue.ts'
import { oldKey } from '../old-keys.ts'

/** A long book chapter; what comes after is not read. */
export const ARTICLE_CHARACTERS_MAX = 2 * 1024 * 1024
export const ARTICLE_LINES_MAX = 20_000
/** No setting and no command is longer. */
const LINE_CHARACTERS_MAX = 4096

export interface Prompt {
  /** `rocketmq1`; a `*` in it stands for every machine. */
  readonly host: string | undefined
  /** What is typed after it. */
  readonly typed: string
}

export interface ArticleLine {
  /** From 1. */
  readonly number: number
  /** Without line end; odd blanks of web pages are plain ones. */
  readonly text: string
  /** Number of the fence it stands in, from 1; absent outside. */
  readonly fence?: number
  readonly kind: 'blank' | 'fence' | 'heading' | 'table' | 'comment' | 'setting' | 'prose'
  readonly prompt?: Prompt
}

export interface ArticleLines {
  readonly lines: readonly ArticleLine[]
  readonly isCut: boolean
}

export function linesOf(article: string): ArticleLines {
  const all = article.slice(0, ARTICLE_CHARACTERS_MAX).split(/\r\n|\r|\n/)
  const kept = all.slice(0, ARTICLE_LINES_MAX)
  const lines: ArticleLine[] = []
  let fences = 0
  let openedBy: string | undefined
  for (const [index, raw] of kept.entries()) {
    const text = raw
      .slice(0, LINE_CHARACTERS_MAX)
      .replace(/[\u00a0\u2003\u3000]/g, ' ')
      .replace(/[\u200b-\u200d\u2060]/g, '')
    const number = index + 1
    const mark = /^\s{0,8}(?:[-*+]\s+)?(`{3,}|~{3,})/.exec(text)?.[1]?.charAt(0)
    if (mark !== undefined && (openedBy === undefined || openedBy === mark)) {
      if (openedBy === undefined) fences += 1
      openedBy = openedBy === undefined ? mark : undefined
      lines.push({ number, text, kind: 'fence' })
      continue
    }
    const prompt = promptOf(text)
    lines.push({
      number,
      text,
      kind: prompt === undefined ? kindOf(text, openedBy !== undefined, kept[index + 1]) : 'prose',
      ...(openedBy === undefined ? {} : { fence: fences }),
      ...(prompt === undefined ? {} : { prompt }),
    })
  }
  return { lines, isCut: article.length > ARTICLE_CHARACTERS_MAX || all.length > ARTICLE_LINES_MAX }
}

/** The key of a line that sets something; undefined for any other line. With a colon only keys that RocketMQ knows do. */
export function settingKeyOf(text: string): string | undefined {
  const match = /^\s*([A-Za-z][A-Za-z0-9.]{1,79})\s*(=|:(?=\s?[\x21-\x7e]*\s*$))/.exec(text)
  const key = match?.[1]
  return key === undefined || (match?.[2] === ':' && !isKnownKey(key)) ? undefined : key
}

/** A key that RocketMQ has, or had. */
export function isKnownKey(key: string): boolean {
  return rowsOfKey(key).length > 0 || oldKey(key) !== undefined
}

/** `# text` or `! text` without its mark. */
export function commentText(text: string): string | undefined {
  return /^\s*[#!]+\s*(.*)$/.exec(text)?.[1]
}

function kindOf(text: string, isFenced: boolean, next: string | undefined): ArticleLine['kind'] {
  const trimmed = text.trim()
  if (trimmed === '') return 'blank'
  if (!isFenced) {
    if (/^(?:[-*+]\s+)?#{2,6}\s+\S/.test(trimmed)) return 'heading'
    // One `#` is a heading when it stands alone, else a comment on what follows.
    if (/^#\s+\S/.test(trimmed) && (next ?? '').trim() === '' && !/^#\s*[\w.]+\s*=/.test(trimmed)) return 'heading'
    if (trimmed.startsWith('|')) return 'table'
  }
  if (trimmed.startsWith('#') || trimmed.startsWith('!')) return 'comment'
  return settingKeyOf(text) === undefined ? 'prose' : 'setting'
}

function promptOf(text: string): Prompt | undefined {
  const bracket = /^\s*(?:#\s*)?\[[\w.-]{1,64}@([\w.*-]{1,128})(?=[\s\]:~])[^\]]{0,128}\]\s*[$#]\s?(.*)$/.exec(text)
  if (bracket !== null) return { host: bracket[1] ?? '', typed: bracket[2] ?? '' }
  const colon = /^\s*[\w.-]{1,64}@([\w.*-]{1,128}):[^\s$#]{0,128}\s?[$#]\s+(.*)$/.exec(text)
  if (colon !== null) return { host: colon[1] ?? '', typed: colon[2] ?? '' }
  const bare = /^\s*\$\s+(\S.*)$/.exec(text)
  return bare === null ? undefined : { host: undefined, typed: bare[1] ?? '' }
}
