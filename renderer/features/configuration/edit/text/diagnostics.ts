/** Where a finding lies in the editor's text: the value at fault, its hidden blanks, or the whole entry. Pure. */
import type { Finding } from '../../../../../engine/config/finding.ts'
import { effectiveEntry, type PropertyEntry } from '../../../../../engine/config/properties-text.ts'
import { parsedFile } from '../../shared/parsed-file.ts'
import { entryAtLine } from '../field-edits.ts'
import { editorText } from './line-ends.ts'

export interface MarkedRange {
  readonly from: number
  readonly to: number
}

/**
 * The range of a finding in `text`, which has the editor's line ends; undefined for findings without a line, and for lines that are not
 * there (the text moved on since lint looked).
 */
export function rangeOf(finding: Pick<Finding, 'key' | 'line' | 'edits'>, text: string): MarkedRange | undefined {
  const parsed = parsedFile(text)
  if (parsed.status !== 'ok') return lineRange(text, finding.line)
  const entry =
    finding.line === undefined
      ? finding.key === undefined
        ? undefined
        : effectiveEntry(parsed.document, finding.key)
      : entryAtLine(text, finding.line)
  if (entry === undefined) return lineRange(text, finding.line)
  if (finding.key !== undefined && entry.key !== finding.key) return lineRange(text, finding.line)
  const start = lineStart(text, entry.line)
  if (start === undefined) return undefined
  const end = start + entry.raw.replace(/[\r\n]+$/, '').length
  const first = start + (/^[ \t\f]*/.exec(entry.raw)?.[0].length ?? 0)
  return valueRange(finding, entry, start, end) ?? (end > first ? { from: first, to: end } : undefined)
}

/** Of a finding about the value: the value, or only its hidden blanks where removing them is the repair. */
function valueRange(
  finding: Pick<Finding, 'edits'>,
  entry: PropertyEntry,
  start: number,
  end: number,
): MarkedRange | undefined {
  const repair = finding.edits?.find((edit) => edit.kind === 'set' && edit.key === entry.key)
  const isAboutKey = finding.edits?.some((edit) => edit.kind === 'rename' || edit.kind === 'remove') === true
  const from = start + entry.valueStart
  if (isAboutKey || from >= end) return undefined
  const trimmed = entry.value.trim()
  if (repair?.kind === 'set' && repair.value === trimmed && trimmed !== entry.value && trimmed !== '') {
    const raw = entry.raw.slice(entry.valueStart, end - start)
    const after = raw.length - raw.trimEnd().length
    if (after > 0) return { from: end - after, to: end }
  }
  return { from, to: end }
}

function lineRange(text: string, line: number | undefined): MarkedRange | undefined {
  if (line === undefined) return undefined
  const start = lineStart(text, line)
  if (start === undefined) return undefined
  const newline = text.indexOf('\n', start)
  return { from: start, to: newline < 0 ? text.length : newline }
}

/** Where a physical line begins, from 1; undefined when there are fewer. */
function lineStart(text: string, line: number): number | undefined {
  const plain = editorText(text)
  let at = 0
  for (let current = 1; current < line; current += 1) {
    const newline = plain.indexOf('\n', at)
    if (newline < 0) return undefined
    at = newline + 1
  }
  return at
}
