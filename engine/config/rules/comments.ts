/** Rules about what the comments of a file claim. They refuse to judge prose they do not understand. */
import { say, type PropertyEdit } from '../finding.ts'
import { oldKey } from '../old-keys.ts'
import type { PropertyEntry, PropertyFiller } from '../properties-text.ts'
import type { PropertyRow } from '../catalogue.ts'
import { latin1OfUtf8, readableText } from '../utf8-in-latin1.ts'
import type { FileView } from './file-view.ts'
import type { FileRule, RuleHit } from './rule.ts'

const CONSUME_QUEUE_ENTRY_BYTES = 20

/** A number right after the word default, with what multiplies it. */
const STATED =
  /(?:默认|缺省|\bdefaults?\b)[^0-9A-Za-z,，;；。.\n~/]{0,10}(?:(?:is|to|value|of)\b[^0-9A-Za-z]{1,3}){0,2}(\d{1,12}(?:\.\d{1,3})?)\s*([A-Za-z%\u4e00-\u9fff]{0,3})/i

/** `默认创建的队列数` above `key=4` reads as if 4 were the default. */
const STATED_BY_VALUE = /默认[^0-9,，;；。~/]{0,24}数/

export const COMMENT_RULES: readonly FileRule[] = [
  {
    id: 'comment-states-wrong-default',
    severity: 'hint',
    program: 'any',
    check: (view) =>
      commentedEntries(view).flatMap(({ entry, comments, row }) => {
        const real = plainDefault(row)
        if (real === undefined) return []
        for (const comment of comments) {
          const hit = hitOfComment(comment, entry, row, real)
          if (hit !== undefined) return [hit]
        }
        return []
      }),
  },
]

interface CommentedEntry {
  readonly entry: PropertyEntry
  readonly comments: readonly PropertyFiller[]
  readonly row: PropertyRow
}

function hitOfComment(
  comment: PropertyFiller,
  entry: PropertyEntry,
  row: PropertyRow,
  real: number,
): RuleHit | undefined {
  const { text, isDecoded } = readableText(withoutLineEnd(comment.raw))
  const stated = STATED.exec(text)
  if (stated === null) {
    const value = Number(entry.value.trim())
    if (/\d/.test(text) || !STATED_BY_VALUE.test(text) || !Number.isFinite(value) || value === real) return undefined
    return hit(comment, entry, row, real, String(value), undefined)
  }
  const [whole, digits = '', unit = ''] = stated
  if (meanings(Number(digits), unit, row).includes(real)) return undefined
  const start = stated.index + whole.length - whole.slice(whole.lastIndexOf(digits)).length
  const repaired = text.slice(0, start) + String(real) + text.slice(start + digits.length)
  const isPlain = !/^[kmgw万千亿天]/i.test(unit)
  const edit: PropertyEdit = {
    kind: 'line',
    line: comment.line,
    from: withoutLineEnd(comment.raw),
    to: isDecoded ? latin1OfUtf8(repaired) : repaired,
  }
  return hit(comment, entry, row, real, `${digits}${/^[A-Za-z%]/.test(unit) ? unit : ''}`, isPlain ? edit : undefined)
}

function hit(
  comment: PropertyFiller,
  entry: PropertyEntry,
  row: PropertyRow,
  real: number,
  claimed: string,
  edit: PropertyEdit | undefined,
): RuleHit {
  return {
    key: entry.key,
    line: comment.line,
    value: claimed,
    message: say(
      `the default of ${row.key} is ${real}, not ${claimed}: who trusts the comment and removes the line gets ${real}`,
      `${row.key} 的默认值是 ${real}，不是 ${claimed}：相信注释而删除该行的人得到的是 ${real}`,
    ),
    fix: say(`write ${real} in the comment`, `把注释改为 ${real}`),
    ...(edit === undefined ? {} : { edits: [edit], fixLabel: say('Correct comment', '改正注释') }),
  }
}

/** Entries with the comment lines right above them. */
function commentedEntries(view: FileView): CommentedEntry[] {
  const found: CommentedEntry[] = []
  let comments: PropertyFiller[] = []
  for (const segment of view.binding.document.segments) {
    if (segment.kind === 'filler') {
      const text = segment.raw.trim()
      if (text === '') comments = []
      // A setting that is commented out is no prose.
      else if (!/^[#!]\s*[\w.]+\s*=/.test(text)) comments.push(segment)
      continue
    }
    if (comments.length > 0) {
      const row = view.row(oldKey(segment.key)?.renamedTo ?? segment.key)
      if (row !== undefined) found.push({ entry: segment, comments, row })
    }
    comments = []
  }
  return found
}

/** Default values that are a plain number. */
function plainDefault(row: PropertyRow): number | undefined {
  const isNumber = row.type === 'int' || row.type === 'long'
  return isNumber && /^\d{1,15}$/.test(row.defaultText) ? Number(row.defaultText) : undefined
}

/** What `48 小时`, `1G`, `30W条` may stand for in the unit of the key. */
function meanings(number: number, unit: string, row: PropertyRow): number[] {
  const scale = { k: 1024, m: 1024 ** 2, g: 1024 ** 3, w: 10_000, 万: 10_000, 千: 1000, 亿: 1e8 }[
    unit.charAt(0).toLowerCase()
  ]
  const value = number * (scale ?? 1)
  const all = [number, value]
  if (row.key.startsWith('mappedFileSizeConsumeQueue')) all.push(value * CONSUME_QUEUE_ENTRY_BYTES)
  if (row.unit === 'ms') all.push(number * 1000, number * 60_000, number * 3_600_000)
  if (row.unit === 's') all.push(number * 60, number * 3600)
  if (row.unit === 'hours') all.push(number * 24)
  return all
}

function withoutLineEnd(raw: string): string {
  return raw.replace(/[\r\n]+$/, '')
}
