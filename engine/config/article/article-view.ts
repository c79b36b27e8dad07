/** An article as its rules see it: what was read, before anything is judged. */
import type { TopologyFiles } from '../topology-files.ts'
import type { ArticleFile, StartOfFile } from './article-clusters.ts'
import type { HostBook } from './article-hosts.ts'
import type { ArticleLine } from './article-lines.ts'
import type { ArticleCommand } from './article.ts'

export interface ArticleView {
  readonly lines: readonly ArticleLine[]
  readonly commands: readonly ArticleCommand[]
  readonly book: HostBook
  readonly clusters: readonly { readonly files: readonly ArticleFile[]; readonly topology: TopologyFiles }[]
  readonly starts: readonly StartOfFile[]
}
