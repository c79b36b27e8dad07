/**
 * What was measured and what it should be: figures collected by metric and engine, printed as one table with the ratio of this run and the
 * goal beside it. Knows nothing of how a figure came about.
 */
import type { Engine } from '../interop/harness/cluster.ts'

export type Unit = 'msg/s' | 'us' | 'ms' | 's' | 'MB'

export interface Goal {
  /** Bound on ours / Apache's: at least for rates, at most for everything else. */
  readonly ratio?: number
  /** Upper bound on our own figure, in the metric's unit. */
  readonly atMost?: number
}

export interface Metric {
  readonly name: string
  readonly unit: Unit
  readonly goal?: Goal
}

interface Row extends Metric {
  readonly figures: Record<Engine, number[]>
}

export interface ReportRow {
  readonly metric: string
  readonly unit: Unit
  readonly ours: number | null
  readonly apache: number | null
  readonly ratio: number | null
  readonly goal: string
  readonly met: boolean | null
}

/** Collects figures; several of one metric and engine become their median. */
export class Report {
  private readonly rows = new Map<string, Row>()
  private readonly notes: string[] = []

  add(engine: Engine, metric: Metric, value: number): void {
    let row = this.rows.get(metric.name)
    if (row === undefined) {
      row = { ...metric, figures: { ours: [], apache: [] } }
      this.rows.set(metric.name, row)
    }
    row.figures[engine].push(value)
  }

  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text)
  }

  toRows(): readonly ReportRow[] {
    return [...this.rows.values()].map((row) => {
      const ours = median(row.figures.ours)
      const apache = median(row.figures.apache)
      const ratio = ours === null || apache === null || apache === 0 ? null : ours / apache
      return {
        metric: row.name,
        unit: row.unit,
        ours,
        apache,
        ratio,
        goal: goalText(row),
        met: isMet(row, ours, ratio),
      }
    })
  }

  toTable(): string {
    const head = ['metric', 'unit', 'ours', 'Apache', 'ratio', 'goal', '']
    const body = this.toRows().map((row) => [
      row.metric,
      row.unit,
      figure(row.ours, row.unit),
      figure(row.apache, row.unit),
      row.ratio === null ? '-' : `${row.ratio.toFixed(row.ratio < 0.1 ? 3 : 2)}x`,
      row.goal,
      row.met === null ? '' : row.met ? 'ok' : 'short',
    ])
    const widths = head.map((_, column) => Math.max(...[head, ...body].map((cells) => (cells[column] ?? '').length)))
    const line = (cells: readonly string[]): string =>
      cells
        .map((cell, column) =>
          column >= 2 && column <= 4 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd()
    const rule = widths.map((width) => '-'.repeat(width)).join('  ')
    return [line(head), rule, ...body.map(line), ...this.notes.map((note) => `note: ${note}`)].join('\n')
  }
}

function isMet(row: Row, ours: number | null, ratio: number | null): boolean | null {
  const verdicts: boolean[] = []
  if (row.goal?.atMost !== undefined && ours !== null) verdicts.push(ours <= row.goal.atMost)
  if (row.goal?.ratio !== undefined && ratio !== null) {
    verdicts.push(row.unit === 'msg/s' ? ratio >= row.goal.ratio : ratio <= row.goal.ratio)
  }
  return verdicts.length === 0 ? null : verdicts.every(Boolean)
}

function goalText({ goal, unit }: Row): string {
  const parts: string[] = []
  if (goal?.ratio !== undefined) parts.push(`${unit === 'msg/s' ? '>=' : '<='} ${goal.ratio}x`)
  if (goal?.atMost !== undefined) parts.push(`<= ${goal.atMost} ${unit}`)
  return parts.join(', ')
}

function figure(value: number | null, unit: Unit): string {
  if (value === null) return '-'
  const digits = unit === 's' ? 3 : unit === 'msg/s' || value >= 1000 ? 0 : 1
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] as number
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}
