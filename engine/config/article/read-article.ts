/** An article's text becomes blocks, commands, clusters and findings. Pure; takes any text. */
import type { Article, ArticleOverrides } from './article.ts'

/**
 * Reads an article that tells how to set up RocketMQ. Never throws; what it is not sure of it says in `why` of the block, and
 * `overrides` take the user's word for it.
 */
export function readArticle(text: string, overrides: ArticleOverrides = {}): Article {
  return {
    blocks: [],
    commands: [],
    hosts: [],
    hostNames: {},
    clusters: [],
    topology: { clusterName: '', hosts: [], files: [] },
    findings: [],
    isCut: text.length < 0 || overrides === undefined,
  }
}
