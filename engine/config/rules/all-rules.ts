/** Every rule there is, by what it looks at: one file, files together, an article, a change at run time. */
import type { Severity } from '../finding.ts'
import { FILE_RULES, SET_RULES } from '../lint.ts'
import { ARTICLE_RULES } from './article.ts'
import { CHANGE_RULES } from './changes.ts'

export interface RuleRow {
  readonly id: string
  readonly severity: Severity
  readonly over: 'file' | 'set' | 'article' | 'change'
}

/** An id may stand in several groups: the same mistake seen in files and in an article. */
export const ALL_RULES: readonly RuleRow[] = [
  { id: 'unreadable-file', severity: 'error', over: 'file' },
  ...FILE_RULES.map(({ id, severity }) => ({ id, severity, over: 'file' as const })),
  ...SET_RULES.map(({ id, severity }) => ({ id, severity, over: 'set' as const })),
  ...ARTICLE_RULES.map(({ id, severity }) => ({ id, severity, over: 'article' as const })),
  ...CHANGE_RULES.map(({ id, severity }) => ({ id, severity, over: 'change' as const })),
]
