import { describe, expect, test } from 'vitest'
import type { ClusterDraft } from '../../../engine/contract/new-cluster-api.ts'
import { clusterDraft, newClusterApi } from '../../../engine/contract/new-cluster-api.ts'
import { checkDraft } from '../../../engine/lab/draft-check.ts'
import type { DraftFacts } from '../../../engine/lab/draft-facts.ts'
import { changed, customShape, draftOf, factsWith, GIB, shapeOf } from './draft-support.ts'

const facts = factsWith()

function findings(draft: ClusterDraft, known: DraftFacts = facts) {
  return checkDraft(draft, known).findings
}

function only(draft: ClusterDraft, known: DraftFacts = facts) {
  const found = findings(draft, known)
  expect(found.map((finding) => finding.rule)).toHaveLength(1)
  return found[0] as (typeof found)[number]
}

describe('a proposed draft', () => {
  test('passes every rule', () => {
    const report = checkDraft(draftOf(), facts)
    expect(report.findings).toEqual([])
    expect(report.fixedDraft).toBeNull()
    expect(report.passed.length).toBeGreaterThan(20)
    expect(report.passed.map((row) => row.rule)).toContain('property-files')
  })

  test('previews each file and the commands of the articles', () => {
    const { files, commands } = checkDraft(draftOf(), facts)
    expect(files.map((file) => file.node)).toEqual(['n1', 'n2', 'broker-a', 'broker-b', 'broker-a-s', 'broker-b-s'])
    expect(files[2]?.text).toContain('listenPort=10911\n')
    expect(files[2]?.path).toBe('/home/lab/clusters/2m-2s-async/nodes/broker-a/conf/broker-a.properties')
    const all = commands.map((row) => row.command).join('\n')
    expect(all).toContain('mqlab up 2m-2s-async\n')
    expect(all).toContain('nohup sh bin/mqnamesrv -c /home/lab/clusters/2m-2s-async/nodes/n1/conf/n1.properties')
    expect(all).toMatch(/nohup sh bin\/mqbroker -c \S+broker-a\.properties -n '127\.0\.0\.1:9876;127\.0\.0\.1:9877'/)
    expect(all.indexOf('broker-a-s.properties')).toBeGreaterThan(all.indexOf('broker-b.properties'))
  })

  test('expects its processes, and the disk that first log files may take', () => {
    const { expects } = checkDraft(draftOf(), facts)
    expect(expects).toMatchObject({ processes: 6, diskBytes: 4 * GIB })
    expect(expects.memoryBytes).toBeGreaterThan(0)
  })

  test('asks to look at its own ports only, until they were looked at', () => {
    const { wants } = checkDraft(
      draftOf(shapeOf({ topology: 'single', masters: 1, slavesPerMaster: 0, nameServers: 1 })),
      facts,
    )
    expect(wants.ports).toEqual(expect.arrayContaining([9876, 10_909, 10_911, 10_912]))
    const seen = factsWith({ ports: new Map(wants.ports.map((port) => [port, { state: 'free' as const }])) })
    const again = draftOf(shapeOf({ topology: 'single', masters: 1, slavesPerMaster: 0, nameServers: 1 }))
    expect(checkDraft(again, seen).wants).toEqual({ ports: [], folders: [], owners: [] })
  })
})

describe('ports', () => {
  test('a slave whose fast port is its neighbour’s listenPort would not start, and gets another', () => {
    const draft = changed(draftOf(), 'broker-b-s', { listenPort: 10_913 })
    const finding = only(draft)
    expect(finding).toMatchObject({
      severity: 'error',
      rule: 'port-collision-same-host',
      node: 'broker-b-s',
      field: 'nodes/broker-b-s/port',
      title: { en: 'broker-b-s would not start' },
      detail: { en: 'Its fast port is listenPort − 2 = 10911. broker-a listens there.' },
    })
    expect(finding.fix?.label.en).toMatch(/^Use \d+$/)
    expect(findings(finding.fix?.draft as ClusterDraft)).toEqual([])
  })

  test('the line of the file is tinted', () => {
    const { files, findings: found } = checkDraft(changed(draftOf(), 'broker-b-s', { listenPort: 10_913 }), facts)
    const file = files.find(({ node }) => node === 'broker-b-s')
    expect(file?.lines).toEqual([{ line: 10, finding: found[0]?.id }])
    expect(file?.text.split('\n')[9]).toBe('listenPort=10913')
  })

  test('a port of another program is told with its pid and name', () => {
    const busy = factsWith({ ports: new Map([[10_912, { state: 'busy', pid: 1032, program: 'nginx' }]]) })
    expect(only(draftOf(), busy)).toMatchObject({
      rule: 'port-taken',
      node: 'broker-a',
      detail: { en: 'Its replication port is listenPort + 1 = 10912. It belongs to pid 1032 (nginx).' },
    })
  })

  test('a port of another cluster is told with the cluster', () => {
    const reserved = factsWith({ reserved: new Map([[9877, { cluster: 'old', node: 'n2' }]]) })
    const finding = only(draftOf(), reserved)
    expect(finding).toMatchObject({ rule: 'port-reserved', node: 'n2', severity: 'error' })
    expect(finding.detail.en).toContain('n2 of old')
  })

  test.each([0, 1, 2, 65_535, 70_000])('listenPort %d of a broker is out of range', (listenPort) => {
    expect(findings(changed(draftOf(), 'broker-a', { listenPort }))[0]).toMatchObject({
      rule: 'port-out-of-range',
      field: 'nodes/broker-a/port',
    })
  })

  test('a port below 1024 is a warning', () => {
    expect(only(changed(draftOf(), 'n1', { listenPort: 987 }))).toMatchObject({
      rule: 'port-privileged',
      severity: 'warning',
    })
  })
})

describe('folders', () => {
  test('two nodes in one folder', () => {
    const draft = changed(draftOf(), 'broker-b', { folder: 'nodes/broker-a/store/' })
    const finding = only(draft)
    expect(finding).toMatchObject({ rule: 'store-dir-shared', node: 'broker-b', severity: 'error' })
    expect(findings(finding.fix?.draft as ClusterDraft)).toEqual([])
  })

  test('a folder within another node’s', () => {
    const draft = changed(draftOf(), 'broker-b', { folder: 'nodes/broker-a/store/deeper' })
    expect(only(draft).detail.en).toContain('lie in one another')
  })

  test('an absolute folder stands in the file', () => {
    const { files, findings: found, wants } = checkDraft(changed(draftOf(), 'broker-a', { folder: '/data/a' }), facts)
    expect(found).toEqual([])
    expect(files.find(({ node }) => node === 'broker-a')?.text).toContain('storePathRootDir=/data/a\n')
    expect(wants.folders).toEqual(['/data/a'])
  })

  test('a folder that holds something is a warning, a file is an error', () => {
    const draft = changed(draftOf(), 'broker-a', { folder: '/data/a' })
    const with_ = (fact: 'used' | 'file' | 'empty') =>
      findings(draft, factsWith({ folders: new Map([['/data/a', fact]]) }))
    expect(with_('used')[0]).toMatchObject({ rule: 'store-folder-used', severity: 'warning' })
    expect(with_('file')[0]).toMatchObject({ rule: 'store-folder-used', severity: 'error' })
    expect(with_('empty')).toEqual([])
  })

  test.each(['', '  ', '~/store', '$HOME/x', 'C:\\store', 'a,b', 'a\u0000b'])('“%s” cannot be a folder', (folder) => {
    expect(findings(changed(draftOf(), 'broker-a', { folder }))[0]).toMatchObject({
      rule: 'store-folder',
      severity: 'error',
      field: 'nodes/broker-a/folder',
    })
  })

  test.each([
    '../../other/x',
    '..',
    'nodes/broker-a',
    'nodes',
    '.',
    '/',
    '/home/lab',
    '/home/lab/clusters/other/nodes/x/store',
  ])('“%s” would put a store on the lab’s own files or outside the cluster', (folder) => {
    expect(findings(changed(draftOf(), 'broker-a', { folder })).map((finding) => finding.rule)).toContain(
      'store-folder-outside',
    )
  })

  test('Windows names and letter case count on Windows', () => {
    const windows = factsWith({ platform: 'win32' })
    expect(findings(changed(draftOf(), 'broker-a', { folder: 'D:\\data\\aux' }), windows)[0]?.rule).toBe('store-folder')
    expect(findings(changed(draftOf(), 'broker-a', { folder: 'D:\\data\\a' }), windows)).toEqual([])
    const sameButCase = changed(changed(draftOf(), 'broker-a', { folder: '/d/A' }), 'broker-b', { folder: '/d/a' })
    expect(findings(sameButCase, windows)[0]?.rule).toBe('store-dir-shared')
    expect(findings(sameButCase)).toEqual([])
  })
})

describe('names', () => {
  test.each(['', 'a b', '../x', '-x', 'x'.repeat(65), '名'])('the cluster name “%s” gets a possible one', (name) => {
    const report = checkDraft({ ...draftOf(), name }, facts)
    expect(report.findings[0]).toMatchObject({ rule: 'cluster-name', field: 'name', severity: 'error' })
    expect(report.fixedDraft?.name).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
  })

  test('a name that exists gets a number', () => {
    const known = factsWith({ clusterNames: ['orders', 'orders-2'] })
    expect(only({ ...draftOf(), name: 'orders' }, known).fix?.draft.name).toBe('orders-3')
  })

  test.each(['', 'my cluster', 'a/b'])('brokerClusterName “%s” cannot become a topic', (brokerClusterName) => {
    const report = checkDraft({ ...draftOf(), brokerClusterName }, facts)
    expect(report.findings[0]).toMatchObject({ rule: 'broker-cluster-name', field: 'brokerClusterName' })
    expect(findings(report.fixedDraft as ClusterDraft)).toEqual([])
  })

  test('names of Windows devices are hints elsewhere and errors there', () => {
    expect(only({ ...draftOf(), name: 'nul' })).toMatchObject({ rule: 'windows-name', severity: 'hint' })
    expect(only({ ...draftOf(), name: 'nul' }, factsWith({ platform: 'win32' })).severity).toBe('error')
  })

  test('two nodes of one name', () => {
    const draft = changed(draftOf(), 'broker-b', { name: 'broker-a' })
    expect(findings(draft)[0]).toMatchObject({ rule: 'node-name', severity: 'error' })
    expect(new Set(checkDraft(draft, facts).fixedDraft?.nodes.map((node) => node.name)).size).toBe(6)
  })
})

describe('roles', () => {
  test('a slave without a master', () => {
    const draft = changed(draftOf(), 'broker-a-s', { brokerName: 'broker-x' })
    expect(findings(draft)[0]).toMatchObject({ rule: 'slave-without-master', node: 'broker-a-s', severity: 'error' })
  })

  test('two brokers of one name and id', () => {
    const draft = changed(draftOf(customShape({ slavesPerMaster: 2, machines: 3 })), 'broker-a-s2', { brokerId: 1 })
    const finding = only(draft)
    expect(finding).toMatchObject({ rule: 'duplicate-broker-id', node: 'broker-a-s2' })
    expect(findings(finding.fix?.draft as ClusterDraft)).toEqual([])
  })

  test('ids that contradict the role', () => {
    expect(findings(changed(draftOf(), 'broker-a', { brokerId: 2 }))[0]?.rule).toBe('master-nonzero-id')
    expect(findings(changed(draftOf(), 'broker-a-s', { brokerId: 0 })).map((f) => f.rule)).toContain('slave-zero-id')
  })

  test('a synchronous master without a slave', () => {
    const draft = changed(draftOf(customShape({ slavesPerMaster: 0 })), 'broker-a', { role: 'SYNC_MASTER' })
    expect(only(draft)).toMatchObject({ rule: 'sync-master-without-slave', severity: 'warning' })
  })

  test('one NameServer is a warning, for the single topology a hint; none is an error', () => {
    expect(only(draftOf(customShape({ nameServers: 1 })))).toMatchObject({ rule: 'one-namesrv', severity: 'warning' })
    const single = draftOf(shapeOf({ topology: 'single', masters: 1, slavesPerMaster: 0, nameServers: 1, machines: 1 }))
    expect(only(single)).toMatchObject({ rule: 'one-namesrv', severity: 'hint' })
    const none = { ...single, nodes: single.nodes.filter((node) => node.kind === 'broker') }
    const report = checkDraft(none, facts)
    expect(report.findings[0]).toMatchObject({ rule: 'no-namesrv', severity: 'error' })
    expect(report.fixedDraft?.nodes.map((node) => node.kind)).toEqual(['namesrv', 'broker'])
  })

  test('a slave beside its master is a hint', () => {
    expect(findings(draftOf(shapeOf({ isCrossed: false }))).map((f) => `${f.severity} ${f.rule}`)).toEqual([
      'hint slave-beside-master',
      'hint slave-beside-master',
    ])
  })
})

describe('this machine', () => {
  test('too little disk offers smaller log files', () => {
    const small = factsWith({ freeDiskBytes: 3.1 * GIB, diskBytes: 20 * GIB })
    const finding = only(draftOf(), small)
    expect(finding).toMatchObject({
      rule: 'mappedFileSizeCommitLog',
      severity: 'warning',
      fix: { label: { en: 'Use 64 MiB files' } },
    })
    const fixed = finding.fix?.draft as ClusterDraft
    expect(findings(fixed, small)).toEqual([])
    expect(checkDraft(fixed, small).files[2]?.text).toContain('mappedFileSizeCommitLog=67108864\n')
  })

  test('too little memory, and a disk that is nearly full', () => {
    expect(only(draftOf(), factsWith({ freeMemoryBytes: 1 })).rule).toBe('memory-short')
    expect(only(draftOf(), factsWith({ freeDiskBytes: 5 * GIB })).rule).toBe('disk-nearly-full')
    expect(findings(draftOf(), factsWith({ freeDiskBytes: null, diskBytes: null }))).toEqual([])
  })
})

describe('fix all', () => {
  test('repairs many troubles at once and stays inside the contract', () => {
    const base = draftOf()
    const broken: ClusterDraft = {
      ...base,
      name: 'a b',
      brokerClusterName: 'x y',
      nodes: base.nodes.map((node) => ({ ...node, listenPort: 10_911, folder: 'same', brokerId: 0, role: null })),
    }
    const report = checkDraft(broken, facts)
    expect(report.findings.length).toBeGreaterThan(10)
    const fixed = report.fixedDraft as ClusterDraft
    expect(clusterDraft.safeParse(fixed).success).toBe(true)
    expect(findings(fixed).filter((finding) => finding.severity !== 'hint')).toEqual([])
  })

  test('every answer fits the contract, whatever the draft', () => {
    const odd: ClusterDraft = { ...draftOf(), name: '', brokerClusterName: '', nodes: [] }
    const report = checkDraft(odd, facts)
    const { planned, wants, files, commands, ...rest } = report
    expect(planned.files).toEqual([])
    expect(wants.ports).toBeDefined()
    expect(
      newClusterApi['draft.check'].output.safeParse({ ...rest, preview: { files, commands } }).error,
    ).toBeUndefined()
  })

  test('checking the largest cluster takes less than a keystroke', () => {
    const big = draftOf(customShape({ masters: 16, slavesPerMaster: 4, nameServers: 8, machines: 8 }))
    checkDraft(big, facts)
    const before = performance.now()
    checkDraft(big, facts)
    expect(performance.now() - before).toBeLessThan(1000)
  })
})
