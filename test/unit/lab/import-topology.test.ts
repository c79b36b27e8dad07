import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { textOfBytes } from '../../../engine/config/export/decode-text.ts'
import { readFolder, type SourceFile } from '../../../engine/config/export/read-folder.ts'
import { parseProperties, propertiesView } from '../../../engine/config/properties-text.ts'
import { type ImportedCluster, importTopology } from '../../../engine/lab/import-topology.ts'
import { labPaths } from '../../../engine/lab/lab-paths.ts'

const SEEDS = 'test/fixtures/seeds'

function filesOf(folder: string): SourceFile[] {
  return (readdirSync(join(SEEDS, folder), { recursive: true }) as string[])
    .filter((path) => path.endsWith('.properties') && statSync(join(SEEDS, folder, path)).isFile())
    .sort()
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: textOfBytes(readFileSync(join(SEEDS, folder, path))) }))
}

interface World {
  readonly hosts?: Record<string, string>
  readonly taken?: readonly string[]
  readonly missingAliases?: readonly string[]
  readonly portBase?: number
}

function importing(files: SourceFile[], world: World = {}): Promise<ImportedCluster> {
  return importTopology({
    name: 'c',
    label: 'files',
    topology: readFolder(files).topology,
    hosts: new Map(Object.entries(world.hosts ?? {})),
    paths: labPaths('/lab'),
    isPortFree: (host, port) => Promise.resolve(!(world.taken ?? []).includes(`${host}:${port}`)),
    isHostUsable: (host) => Promise.resolve(!(world.missingAliases ?? []).includes(host)),
    ...(world.portBase === undefined ? {} : { portBase: world.portBase }),
  })
}

function valueIn(cluster: ImportedCluster, node: string, key: string): string | undefined {
  const file = cluster.files.find((candidate) => candidate.node === node)
  return propertiesView(parseProperties(file?.text ?? '')).get(key)
}

const CROSSED = { '192.168.1.161': '127.0.0.1', '192.168.1.162': '127.0.0.2' }

describe('a user’s folder of property files', () => {
  test('seed 000: two crossed hosts become two loopback addresses with the ports of the article', async () => {
    const cluster = await importing(filesOf('000-2m-2s-async-crossed'), { hosts: CROSSED })
    expect(cluster.spec.nodes.map((n) => `${n.name} ${n.host}:${n.listenPort}`)).toEqual([
      'n1 127.0.0.1:9876',
      'n2 127.0.0.2:9876',
      'broker-a 127.0.0.1:10911',
      'broker-b 127.0.0.2:10911',
      'broker-b-s 127.0.0.1:11911',
      'broker-a-s 127.0.0.2:11911',
    ])
    expect(valueIn(cluster, 'broker-b-s', 'namesrvAddr')).toBe('127.0.0.1:9876;127.0.0.2:9876')
    expect(valueIn(cluster, 'broker-b-s', 'storePathRootDir')).toBe('/lab/clusters/c/nodes/broker-b-s/store')
    expect(valueIn(cluster, 'broker-b-s', 'storePathCommitLog')).toBe(
      '/lab/clusters/c/nodes/broker-b-s/store/commitlog',
    )
    expect(valueIn(cluster, 'broker-a', 'fileReservedTime')).toBe('48')
  })

  test('every change is told with the old value, the new one and the reason in both languages', async () => {
    const { changes } = await importing(filesOf('000-2m-2s-async-crossed'), { hosts: CROSSED })
    expect(changes).toContainEqual({
      node: 'broker-b-s',
      file: 'host1/broker-b-s.properties',
      key: 'storePathRootDir',
      from: '~/store-s',
      to: '/lab/clusters/c/nodes/broker-b-s/store',
      why: expect.objectContaining({ en: expect.any(String) as string, zh: expect.any(String) as string }) as object,
    })
  })

  test('ports of a port base are not said to be taken', async () => {
    const whyOfPorts = async (world: World): Promise<string[]> => {
      const { changes } = await importing(filesOf('000-2m-2s-async-crossed'), { hosts: CROSSED, ...world })
      return [...new Set(changes.filter(({ key }) => key === 'listenPort').map(({ why }) => why.en))]
    }
    expect(await whyOfPorts({ portBase: 30_000 })).toEqual(['the port base says so'])
    expect(await whyOfPorts({ taken: ['127.0.0.1:10911'] })).toEqual(['the ports are taken on this machine'])
  })

  test('without the second loopback alias its nodes move to 127.0.0.1 and their ports shift', async () => {
    const cluster = await importing(filesOf('000-2m-2s-async-crossed'), {
      hosts: CROSSED,
      missingAliases: ['127.0.0.2'],
    })
    const places = cluster.spec.nodes.map((n) => `${n.host}:${n.listenPort}`)
    expect(new Set(places).size).toBe(6)
    expect(places.every((place) => place.startsWith('127.0.0.1:'))).toBe(true)
    expect(cluster.changes.filter((c) => c.key === 'listenPort').length).toBeGreaterThan(0)
  })

  test('a taken port moves the whole triple and says so', async () => {
    const cluster = await importing(filesOf('003-2m-noslave').slice(0, 1), {
      hosts: { '192.168.56.1': '127.0.0.1', '192.168.56.2': '127.0.0.1' },
      taken: ['127.0.0.1:10912'],
    })
    const broker = cluster.spec.nodes.find((n) => n.kind === 'broker')
    expect(broker).toMatchObject({ listenPort: 10931, haListenPort: 10932 })
  })

  test('machines nobody mapped get loopback addresses in order, and keep the names their author gave them', async () => {
    const cluster = await importing(filesOf('000-2m-2s-async-crossed'))
    expect(cluster.spec.nodes.map((n) => `${n.name} ${n.machine ?? ''} ${n.host}:${n.listenPort}`)).toEqual([
      'n1 host1 127.0.0.1:9876',
      'n2 host2 127.0.0.2:9876',
      'broker-a host1 127.0.0.1:10911',
      'broker-b host2 127.0.0.2:10911',
      'broker-b-s host1 127.0.0.1:11911',
      'broker-a-s host2 127.0.0.2:11911',
    ])
  })

  test('a name server file of the author’s keeps what it says, with the lab’s address and folder', async () => {
    const cluster = await importing([
      { path: 'h/namesrv.properties', text: '# 名字服务\nlistenPort=9877\nenableTopicList=false\n' },
      { path: 'h/broker.conf', text: 'brokerName=a\nbrokerIP1=10.0.0.5\nnamesrvAddr=10.0.0.5:9877\n' },
    ])
    expect(cluster.spec.nodes.map((n) => `${n.name} ${n.host}:${n.listenPort}`)).toEqual([
      'namesrv 127.0.0.1:9877',
      'broker 127.0.0.1:10911',
    ])
    const text = cluster.files.find((file) => file.node === 'namesrv')?.text ?? ''
    expect(text.startsWith('# 名字服务\nlistenPort=9877\nenableTopicList=false\n')).toBe(true)
    expect(valueIn(cluster, 'namesrv', 'kvConfigPath')).toBe('/lab/clusters/c/nodes/namesrv/store/kvConfig.json')
  })

  test('a broker goes on registering with the name servers it named, and with no other', async () => {
    const cluster = await importing([
      { path: 'a/a.conf', text: 'brokerName=a\nnamesrvAddr=n:9876;m:9876\n' },
      { path: 'b/b.conf', text: 'brokerName=b\nnamesrvAddr=m:9876\n' },
    ])
    const m = cluster.spec.nodes.find((node) => node.machine === 'm' || node.name === 'n2')
    expect(valueIn(cluster, 'b', 'namesrvAddr')).toBe(`${m?.host ?? ''}:9876`)
    expect(valueIn(cluster, 'a', 'namesrvAddr')?.split(';')).toHaveLength(2)
  })

  test('a DLedger group is refused with its reason, in both languages', async () => {
    const refused = importing([
      {
        path: 'n0.conf',
        text: 'brokerName=a\nenableDLegerCommitLog=true\ndLegerGroup=a\ndLegerPeers=n0-h:40911\ndLegerSelfId=n0\n',
      },
    ])
    await expect(refused).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('would not elect a leader') as string,
      zh: expect.stringContaining('不会选主') as string,
    })
  })

  test('names that cannot be folders are changed, and that is told', async () => {
    const cluster = await importing([{ path: 'x/ 主节点.conf', text: 'brokerName=a\n' }])
    expect(cluster.spec.nodes.at(-1)?.name).toBe('broker')
    expect(cluster.changes.find((change) => change.key === 'node')).toMatchObject({ from: ' 主节点', to: 'broker' })
  })

  test('a folder without brokers is refused', async () => {
    await expect(importing([{ path: 'a.properties', text: 'x=1\n' }])).rejects.toThrow(/no broker property file/)
  })

  test('files of one name in two folders become two nodes', async () => {
    const text = 'brokerName=a\nbrokerRole=ASYNC_MASTER\n'
    const cluster = await importing([
      { path: 'x/broker.conf', text },
      { path: 'y/broker.conf', text },
    ])
    expect(cluster.spec.nodes.map((n) => n.name)).toEqual(['n1', 'broker', 'broker-2'])
  })

  test('a file that names no name server gets the lab’s own', async () => {
    const cluster = await importing([{ path: 'b.properties', text: 'brokerName=a\n' }])
    expect(valueIn(cluster, 'b', 'namesrvAddr')).toBe('127.0.0.1:9876')
  })
})
