import { describe, expect, test } from 'vitest'
import { lintSet } from '../../../engine/config/lint.ts'
import { loadBrokerConfig, type BrokerStart } from '../../../engine/config/startup.ts'
import { seedConfigSet, seedDescription, seedText, USUAL_RULES } from '../../fixtures/seed-files.ts'

function startOf(seed: string, file: string): BrokerStart {
  const environment = { userHome: '/home/me', hostName: 'machine', localIpv4: '10.0.0.9', processors: 2 }
  return loadBrokerConfig({ text: seedText(`${seed}/${file}`, 'latin1'), path: file, environment })
}

/** Rule id -> files it is found in. */
function rulesOf(seed: string): Record<string, string[]> {
  const rules: Record<string, string[]> = {}
  for (const { ruleId, file = '' } of lintSet(seedConfigSet(seed))) {
    const files = (rules[ruleId] ??= [])
    if (!files.includes(file)) files.push(file)
  }
  return rules
}

describe('the mistakes of the articles are found', () => {
  test('000, two pairs crossed over two hosts', () => {
    const rules = rulesOf('000-2m-2s-async-crossed')
    expect(Object.keys(rules).sort()).toEqual([
      'broker-ip-missing-multi-nic',
      'leading-blank-value',
      'store-subpath-key-ignored',
      'tilde-in-path',
    ])
    expect(rules['tilde-in-path']).toEqual(['host1/broker-b-s.properties', 'host2/broker-a-s.properties'])
    expect(rules['leading-blank-value']).toEqual(['host1/broker-b-s.properties'])
  })

  test('000, the reference block', () => {
    expect(Object.keys(rulesOf('000-reference')).sort()).toEqual(
      [
        ...USUAL_RULES.filter((id) => id !== 'broker-ip-missing-multi-nic'),
        'broker-ip-not-local',
        'leading-blank-value',
        'namesrv-hostname-unresolved',
        'store-subpath-key-ignored',
        'sync-master-without-replicas',
        'thread-pool-oversized',
        'versioned-store-path',
      ].sort(),
    )
  })

  test('002, one pair, synchronous', () => {
    const rules = rulesOf('002-1m-1s-sync')
    expect(Object.keys(rules).sort()).toEqual(
      [...USUAL_RULES, 'obsolete-key', 'sync-master-without-replicas', 'thread-pool-oversized'].sort(),
    )
    expect(rules['sync-master-without-replicas']).toEqual(['host1/broker-a.properties'])
  })

  test('003, two masters without slaves', () => {
    expect(Object.keys(rulesOf('003-2m-noslave')).sort()).toEqual(
      [...USUAL_RULES, 'store-subpath-key-ignored', 'thread-pool-oversized'].sort(),
    )
  })

  test('003, two pairs, asynchronous', () => {
    const rules = rulesOf('003-2m-2s-async')
    expect(Object.keys(rules).sort()).toEqual(
      [...USUAL_RULES, 'store-path-outside-root', 'store-subpath-key-ignored', 'thread-pool-oversized'].sort(),
    )
    expect(rules['store-path-outside-root']).toEqual(['host4/broker-b-s.properties'])
  })

  test('003, two pairs, synchronous under asynchronous names', () => {
    const rules = rulesOf('003-2m-2s-sync')
    expect(Object.keys(rules).sort()).toEqual(
      [
        ...USUAL_RULES,
        'role-and-file-name-disagree',
        'store-path-outside-root',
        'store-subpath-key-ignored',
        'sync-master-without-replicas',
        'thread-pool-oversized',
      ].sort(),
    )
  })

  test('003, a DLedger group of three', () => {
    const rules = rulesOf('003-dledger')
    expect(Object.keys(rules).sort()).toEqual(
      [
        ...USUAL_RULES,
        'dledger-broker-id-set',
        'dledger-broker-role-set',
        'dledger-cluster-mismatch',
        'dledger-old-commitlog-path',
        'duplicate-key',
        'role-and-file-name-disagree',
        'store-subpath-key-ignored',
        'thread-pool-oversized',
        'unknown-key-typo',
      ].sort(),
    )
    const slaves = ['host2/broker-a-s.properties', 'host3/broker-a-s.properties']
    expect(rules['unknown-key-typo']).toEqual(slaves)
    expect(rules['dledger-cluster-mismatch']).toEqual(slaves)
  })

  test('004, two pairs crossed over two hosts, synchronous', () => {
    expect(Object.keys(rulesOf('004-2m-2s-sync-crossed')).sort()).toEqual(
      [
        ...USUAL_RULES,
        'namesrv-hostname-unresolved',
        'store-subpath-key-ignored',
        'sync-master-without-replicas',
      ].sort(),
    )
  })
})

const STARTING = [
  '000-2m-2s-async-crossed',
  '000-reference',
  '002-1m-1s-sync',
  '003-2m-noslave',
  '003-2m-2s-async',
  '003-2m-2s-sync',
  '004-2m-2s-sync-crossed',
]

test.each(STARTING)('no file of %s stops its broker, and old file sizes leave the defaults alone', (seed) => {
  for (const { file } of seedDescription(seed).brokers) {
    const start = startOf(seed, file)
    expect(start.status, file).toBe('ready')
    if (start.status !== 'ready') continue
    expect(start.config.values).toMatchObject({
      mappedFileSizeCommitLog: 1_073_741_824,
      mappedFileSizeConsumeQueue: 6_000_000,
    })
    if (start.config.values.brokerRole === 'SYNC_MASTER') expect(start.config.isExplicit('inSyncReplicas')).toBe(false)
  }
})

test('the DLedger files of 003 are refused, not started as a plain pair', () => {
  for (const { file } of seedDescription('003-dledger').brokers) {
    const start = startOf('003-dledger', file)
    expect(start).toMatchObject({ status: 'stopped', problems: [{ key: 'enableDLegerCommitLog', exitCode: 69 }] })
  }
})
