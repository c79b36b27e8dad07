import { describe, expect, test } from 'vitest'
import { readArticle } from '../../../../engine/config/article/read-article.ts'
import { articleLikeSeed004 } from '../../../e2e/support/article.ts'
import { articleLikeSeed000, articleLikeSeed002, articleLikeSeed003 } from './articles-like-seeds.ts'
import { shapeOf, shapeOfFixture } from './cluster-shape.ts'

const rules = (text: string): string[] => [...new Set(readArticle(text).findings.map(({ ruleId }) => ruleId))].sort()

describe('articles built like the seeds', () => {
  test.each([
    ['000', articleLikeSeed000, ['000-2m-2s-async-crossed', '000-reference']],
    ['002', articleLikeSeed002, ['002-1m-1s-sync']],
    ['003', articleLikeSeed003, ['003-2m-noslave', '003-2m-2s-async', '003-2m-2s-sync', '003-dledger']],
    ['004', articleLikeSeed004, ['004-2m-2s-sync-crossed']],
  ] as const)('one like %s becomes its clusters: %j', (_, article, fixtures) => {
    expect(readArticle(article()).clusters.map(shapeOf)).toEqual(fixtures.map(shapeOfFixture))
  })

  test('their commands have the mistakes of the seeds, and no others', () => {
    expect(rules(articleLikeSeed000())).toEqual(['java-ext-dirs-edit'])
    expect(rules(articleLikeSeed002())).toEqual(['flag-overrides-file', 'start-output-discarded'])
    expect(rules(articleLikeSeed003())).toEqual([
      'config-file-not-the-started-one',
      'host-role-mismatch',
      'mkdir-host-incomplete',
    ])
    expect(rules(articleLikeSeed004())).toEqual([
      'firewall-ports-incomplete',
      'mkdir-host-incomplete',
      'path-fix-on-other-dir',
    ])
  })
})
