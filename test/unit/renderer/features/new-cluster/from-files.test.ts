import { describe, expect, test } from 'vitest'
import { exportTopology } from '../../../../../engine/config/export/export-topology.ts'
import { completeTopology } from '../../../../../engine/config/topology-complete.ts'
import { FILE_BYTES_MAX, openFound } from '../../../../../renderer/features/new-cluster/from-files/open-files.ts'
import type { FoundFile } from '../../../../../renderer/features/new-cluster/from-files/open-files.ts'
import { proposedName } from '../../../../../renderer/features/new-cluster/from-files/proposed-name.ts'
import { readSource } from '../../../../../renderer/features/new-cluster/from-files/source-reading.ts'
import {
  configFiles,
  engineRefusals,
  groupedFindings,
  isInTheWay,
  repaired,
  withAllFixes,
  withFixes,
} from '../../../../../renderer/features/new-cluster/from-files/topology-problems.ts'
import { lintSet } from '../../../../../engine/config/lint.ts'
import { CROSSED } from '../../../config/export/support.ts'

function found(path: string, text: string, size = text.length): FoundFile {
  return { path, size, bytes: () => Promise.resolve(new TextEncoder().encode(text)) }
}

describe('opening files', () => {
  test('the chosen folder stands for no host, the folders in it do', async () => {
    const { source } = await openFound([
      found('my-cluster/host1/broker-a.properties', 'brokerName=a\n'),
      found('my-cluster/host2/broker-b.properties', 'brokerName=b\n'),
      found('my-cluster/host2/picture.png', 'x'),
    ])
    expect(source).toMatchObject({
      kind: 'files',
      files: [{ path: 'host1/broker-a.properties' }, { path: 'host2/broker-b.properties' }],
    })
  })

  test('texts alone are an article', async () => {
    const { source } = await openFound([found('a.md', '# RocketMQ')])
    expect(source).toEqual({ kind: 'article', text: '# RocketMQ' })
  })

  test('a file above the bound is left out and named, and nothing of it is read', async () => {
    const large: FoundFile = {
      path: 'big.properties',
      size: FILE_BYTES_MAX + 1,
      bytes: () => Promise.reject(new Error('was read')),
    }
    expect(await openFound([large])).toEqual({ source: undefined, tooLarge: ['big.properties'], isTooMany: false })
  })
})

describe('what was opened as blocks', () => {
  const files = [
    { path: 'h/broker-a.conf', text: 'brokerName=a\n' },
    { path: 'h/other.conf', text: 'level=info\n' },
  ]

  test('the user’s word about a file goes before ours', () => {
    const reading = readSource({ kind: 'files', files }, { 'h/broker-a.conf': { host: 'rocketmq1', node: 'first' } })
    expect(reading.topology.files).toMatchObject([{ host: 'rocketmq1', node: 'first', program: 'broker' }])
    expect(reading.topology.hosts.map((host) => host.name)).toEqual(['rocketmq1'])
  })

  test('a file can be left out, and one that was left out taken in', () => {
    const reading = readSource(
      { kind: 'files', files },
      { 'h/broker-a.conf': { use: 'none' }, 'h/other.conf': { use: 'broker' } },
    )
    expect(reading.topology.files).toMatchObject([{ node: 'other', program: 'broker', text: 'level=info\n' }])
    expect(reading.blocks.map((block) => block.use)).toEqual(['broker', 'none'])
  })

  test('a pasted script of an export is read as what it is', () => {
    const text = exportTopology(CROSSED, 'script')
      .map((file) => file.text)
      .join('\n')
    const reading = readSource({ kind: 'article', text })
    expect(reading.topology.files.map((file) => file.node)).toEqual(CROSSED.files.map((file) => file.node))
    expect(reading.blocks).toHaveLength(CROSSED.files.length)
  })
})

describe('problems of what was read', () => {
  test('errors in what the lab sets itself do not stand in the way, others do', () => {
    expect(
      isInTheWay({ severity: 'error', ruleId: 'tilde-in-path', key: 'storePathRootDir', message: TEXT, fix: TEXT }),
    ).toBe(false)
    expect(isInTheWay({ severity: 'error', ruleId: 'bad-value', key: 'brokerId', message: TEXT, fix: TEXT })).toBe(true)
    expect(isInTheWay({ severity: 'warning', ruleId: 'bad-value', key: 'brokerId', message: TEXT, fix: TEXT })).toBe(
      false,
    )
  })

  test('fix all repairs the copies and leaves what was read as it is', () => {
    const { topology } = readSource({
      kind: 'files',
      files: [
        {
          path: 'h/a.conf',
          text: '# mine\nbrokerName=a\nbrokerId=0\nbrokerRole=SLAVE\nmapedFileSizeCommitLog=1073741824\n',
        },
      ],
    })
    const read = completeTopology(topology).topology
    const { repairs, count } = withAllFixes(read, {})
    const after = repaired(read, repairs)
    expect(count).toBeGreaterThan(0)
    expect(after.files.find((file) => file.node === 'a')?.text).toContain('# mine\n')
    expect(lintSet({ files: configFiles(after) }).length).toBeLessThan(lintSet({ files: configFiles(read) }).length)
    expect(read.files.find((file) => file.node === 'a')?.text).toContain('mapedFileSizeCommitLog')
  })

  test('what this engine refuses to run stands in the way, with a repair of its own', () => {
    const text = 'brokerName=a\nenableDLegerCommitLog=true\nstorePathCommitLog=/a,/b\n'
    const topology = {
      clusterName: '',
      hosts: [{ name: 'h', addresses: [] }],
      files: [{ host: 'h', node: 'a', program: 'broker' as const, text }],
    }
    const refusals = engineRefusals(topology)
    expect(refusals.map((finding) => finding.key)).toEqual(['enableDLegerCommitLog'])
    expect(refusals.every(isInTheWay)).toBe(true)
    const after = repaired(topology, withFixes(topology, {}, refusals))
    expect(after.files[0]?.text).toBe('brokerName=a\nstorePathCommitLog=/a,/b\n')
  })

  test('one trouble in two files is told once, and repaired in both at once', () => {
    const text = 'brokerName=a\nmapedFileSizeCommitLog=1073741824\n'
    const topology = {
      clusterName: '',
      hosts: [{ name: 'h', addresses: [] }],
      files: ['a', 'b'].map((node) => ({ host: 'h', node, program: 'broker' as const, text })),
    }
    const group = groupedFindings(lintSet({ files: configFiles(topology) })).find(({ findings }) =>
      findings.some((finding) => finding.key === 'mapedFileSizeCommitLog'),
    )
    expect(group?.findings.map((finding) => finding.file)).toEqual(['a', 'b'])
    const after = repaired(topology, withFixes(topology, {}, group?.findings ?? []))
    expect(after.files.every((file) => !file.text.includes('maped'))).toBe(true)
  })

  test('a repair of a text that was read anew otherwise is forgotten', () => {
    const file = { host: 'h', node: 'a', program: 'broker' as const, text: 'new' }
    const topology = { clusterName: '', hosts: [{ name: 'h', addresses: [] }], files: [file] }
    expect(repaired(topology, { a: { from: 'old', to: 'fixed' } }).files[0]?.text).toBe('new')
  })
})

describe('a name for the cluster', () => {
  test('follows the article, without what cannot be a folder, and is new', () => {
    const named = (clusterName: string): string =>
      proposedName({ clusterName, hosts: [], files: [] }, ['orders', 'Rocket-MS'])
    expect(named('orders')).toBe('orders-2')
    expect(named('rocket-MS')).toBe('rocket-MS-2')
    expect(named('我的 集群')).toBe('from-files')
  })
})

const TEXT = { en: '', zh: '' }
