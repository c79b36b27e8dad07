/** The findings as the list below the editor shows them: those of the file first, worst first, and what can be repaired. Pure. */
import { isSafeFix, SEVERITY_ORDER, type Finding } from '../../../../engine/config/finding.ts'

export interface ProblemList {
  readonly sorted: readonly Finding[]
  /** Findings with a repair that a program may make. */
  readonly fixable: number
}

export function problemList(findings: readonly Finding[], node: string | undefined): ProblemList {
  const rank = (finding: Finding): number => (finding.file === node ? 0 : finding.file === undefined ? 1 : 2)
  const sorted = findings
    .map((finding, index) => ({ finding, index }))
    .sort(
      (a, b) =>
        rank(a.finding) - rank(b.finding) ||
        SEVERITY_ORDER[a.finding.severity] - SEVERITY_ORDER[b.finding.severity] ||
        a.index - b.index,
    )
    .map(({ finding }) => finding)
  return { sorted, fixable: findings.filter(isSafeFix).length }
}

/** `broker-a-s:9`; the node alone where it has no line. */
export function placeOf(finding: Finding): string | undefined {
  if (finding.file === undefined) return undefined
  return finding.line === undefined ? finding.file : `${finding.file}:${finding.line}`
}
