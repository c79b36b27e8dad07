import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readArticle } from '../../../../engine/config/article/read-article.ts'
import type { Article } from '../../../../engine/config/article/article.ts'
import { USUAL_RULES } from '../../../fixtures/seed-files.ts'
import { shapeOf, shapeOfFixture } from './cluster-shape.ts'

/** The articles themselves are not ours to ship: without them their tests have nothing to read. */
const ARTICLES = new URL('../../../../../shared/seeds/', import.meta.url)

const articleFiles = ((): readonly string[] => {
  try {
    return readdirSync(ARTICLES)
  } catch {
    return []
  }
})()

function article(seed: string): Article {
  const file = articleFiles.find((name) => name.startsWith(`${seed}_`))
  if (file === undefined) throw new Error(`no article ${seed}`)
  return readArticle(readFileSync(new URL(file, ARTICLES), 'utf8'))
}

const rules = (findings: readonly { ruleId: string }[]): string[] =>
  [...new Set(findings.map(({ ruleId }) => ruleId))].sort()

describe.skipIf(articleFiles.length === 0)('the articles, pasted whole', () => {
  test.each([
    ['000', ['000-2m-2s-async-crossed', '000-reference']],
    ['002', ['002-1m-1s-sync']],
    ['003', ['003-2m-noslave', '003-2m-2s-async', '003-2m-2s-sync', '003-dledger']],
    ['004', ['004-2m-2s-sync-crossed']],
  ])('%s becomes the clusters cut out of it by hand: %j', (seed, fixtures) => {
    expect(article(seed).clusters.map(shapeOf)).toEqual(fixtures.map(shapeOfFixture))
  })

  test('of several clusters the one with the most brokers is offered first', () => {
    expect(article('000').topology.clusterName).toBe('DefaultCluster')
    expect(article('003').topology).toEqual(article('003').clusters[1]?.topology)
  })

  // Section 13 names for 000: the tools.sh edit. Its hosts, start commands and paths agree with each other.
  test('000: commands and prose', () => {
    expect(article('000').findings.map(({ ruleId, line }) => [ruleId, line])).toEqual([['java-ext-dirs-edit', 280]])
  })

  // Section 13 names for 002: output to /dev/null and -n beside files that list two name servers.
  test('002: commands and prose', () => {
    expect(article('002').findings.map(({ ruleId, line }) => [ruleId, line])).toEqual([
      ['start-output-discarded', 15],
      ['flag-overrides-file', 45],
      ['flag-overrides-file', 47],
    ])
  })

  // Section 13 names for 003: mkdir on rocketmq1 only, the slave edited on rocketmq3 and started on rocketmq4, the fourth name
  // server of a cluster with three machines, and the two members that start another folder's file. 3.1 types mkdir everywhere.
  test('003: commands and prose', () => {
    expect(article('003').findings.map(({ ruleId, line }) => [ruleId, line])).toEqual([
      ['mkdir-host-incomplete', 291],
      ['host-role-mismatch', 570],
      ['mkdir-host-incomplete', 635],
      ['host-role-mismatch', 911],
      ['mkdir-host-incomplete', 980],
      ['host-role-mismatch', 1224],
      ['config-file-not-the-started-one', 1234],
      ['config-file-not-the-started-one', 1237],
    ])
  })

  // Section 13 names for 004 all of these; the three at line 361 and 372 are of the sample as shipped, which the article shows
  // before its own file. The errors it met (656, 661, 665) are told by the messages it quotes.
  test('004: commands and prose', () => {
    expect(article('004').findings.map(({ ruleId, line }) => [ruleId, line])).toEqual([
      ['flag-overrides-file', 126],
      ['slave-default-port-myth', 292],
      ['firewall-ports-incomplete', 294],
      ['mkdir-host-incomplete', 319],
      ['namesrv-missing', 361],
      ['broker-ip-missing-multi-nic', 361],
      ['sync-master-without-replicas', 372],
      ['store-not-writable', 656],
      ['path-fix-on-other-dir', 660],
      ['checkpoint-or-abort-is-directory', 661],
      ['store-dir-shared', 665],
      ['home-path-mismatch', 673],
      ['home-path-mismatch', 677],
      ['home-path-mismatch', 683],
      ['home-path-mismatch', 684],
    ])
  })

  test('the files of the clusters have the mistakes of their fixtures, and those of their comments and paths', () => {
    expect(article('000').clusters.map(({ findings }) => rules(findings))).toEqual([
      ['broker-ip-missing-multi-nic', 'leading-blank-value', 'store-subpath-key-ignored', 'tilde-in-path'],
      [
        ...USUAL_RULES.filter((id) => id !== 'broker-ip-missing-multi-nic'),
        'broker-ip-not-local',
        'comment-states-wrong-default',
        'leading-blank-value',
        'namesrv-hostname-unresolved',
        'store-subpath-key-ignored',
        'sync-master-without-replicas',
        'thread-pool-oversized',
        'versioned-store-path',
      ].sort(),
    ])
    expect(article('002').clusters.map(({ findings }) => rules(findings))).toEqual([
      [...USUAL_RULES, 'obsolete-key', 'sync-master-without-replicas', 'thread-pool-oversized'].sort(),
    ])
    const of003 = [...USUAL_RULES, 'store-subpath-key-ignored', 'thread-pool-oversized']
    expect(article('003').clusters.map(({ findings }) => rules(findings))).toEqual([
      [...of003].sort(),
      [...of003, 'store-path-outside-root'].sort(),
      [...of003, 'role-and-file-name-disagree', 'store-path-outside-root', 'sync-master-without-replicas'].sort(),
      [
        ...of003,
        'dledger-broker-id-set',
        'dledger-broker-role-set',
        'dledger-cluster-mismatch',
        'dledger-old-commitlog-path',
        'duplicate-key',
        'role-and-file-name-disagree',
        'unknown-key-typo',
      ].sort(),
    ])
    expect(article('004').clusters.map(({ findings }) => rules(findings))).toEqual([
      [
        ...USUAL_RULES,
        'comment-states-wrong-default',
        'namesrv-hostname-unresolved',
        'store-subpath-key-ignored',
        'sync-master-without-replicas',
      ].sort(),
    ])
  })

  test('a line of a finding leads back to its line in the article', () => {
    const read = article('003')
    const cluster = read.clusters[3]
    const typo = cluster?.findings.find(({ ruleId }) => ruleId === 'unknown-key-typo')
    const block = read.blocks.find(({ node, cluster: index }) => index === 3 && node === typo?.file)
    const line = block?.fileLines?.[(typo?.line ?? 0) - 1] ?? 0
    const lines = readFileSync(
      new URL(articleFiles.find((name) => name.startsWith('003')) ?? '', ARTICLES),
      'utf8',
    ).split('\n')
    expect(lines[line - 1]).toBe('flushDiskTyp=ASYNC_FLUSH')
  })
})
