/** What a rule over an article is: a row with an id, a severity and a pure function; its hits count lines in the article. */
import type { ArticleView } from '../article/article-view.ts'
import type { Severity } from '../finding.ts'
import type { RuleHit } from './rule.ts'

export interface ArticleRule {
  readonly id: string
  readonly severity: Severity
  check(view: ArticleView): readonly RuleHit[]
}
