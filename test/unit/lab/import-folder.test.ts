import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import { parseProperties, propertiesView } from '../../../engine/config/properties-text.ts'
import { type ImportedCluster, importFolder, type UserFile } from '../../../engine/lab/import-folder.ts'
import { labPaths } from '../../../engine/lab/lab-paths.ts'

const SEEDS = 'test/fixtures/seeds'

function filesOf(folder: string): UserFile[] {
  return (readdirSync(join(SEEDS, folder), { recursive: true }) as string[])
    .filter((path) => path.endsWith('.properties') && statSync(join(SEEDS, folder, path)).isFile())
    .sort()
    .map((path) => ({ path: path.replaceAll('\\', '/'), content: readFileSync(join(SEEDS, folder, path)) }))
}

interface World {
  readonly hosts?: Record<string, string>
  readonly taken?: readonly string[]
  readonly missingAliases?: readonly string[]
}

function importing(files: UserFile[], world: World = {}): Promise<ImportedCluster> {
  return importFolder({
    name: 'c',
    folder: 'files',
    files,
    hosts: new Map(Object.entries(world.hosts ?? {})),
    paths: labPaths('/lab'),
    isPortFree: (host, port) => Promise.resolve(!(world.taken ?? []).includes(`${host}:${port}`)),
    isHostUsable: (host) => Promise.resolve(!(world.missingAliases ?? []).includes(host)),
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
      file: 'host1/broker-b-s.properties',
      key: 'storePathRootDir',
      from: '~/store-s',
      to: '/lab/clusters/c/nodes/broker-b-s/store',
      why: expect.objectContaining({ en: expect.any(String) as string, zh: expect.any(String) as string }) as object,
    })
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

  test('a machine that is not mapped is named with the flags that would map it', async () => {
    await expect(importing(filesOf('000-2m-2s-async-crossed'))).rejects.toThrow(
      '--host 192.168.1.161=127.0.0.1 --host 192.168.1.162=127.0.0.2',
    )
  })

  test('a folder without brokers is refused', async () => {
    await expect(importing([{ path: 'a.properties', content: bytesFromUtf8('x=1\n') }])).rejects.toThrow(
      /no broker property file/,
    )
  })

  test('files of one name in two folders become two nodes', async () => {
    const text = bytesFromUtf8('brokerName=a\nbrokerRole=ASYNC_MASTER\n')
    const cluster = await importing([
      { path: 'x/broker.conf', content: text },
      { path: 'y/broker.conf', content: text },
    ])
    expect(cluster.spec.nodes.map((n) => n.name)).toEqual(['n1', 'broker', 'broker-2'])
  })

  test('a file that names no name server gets the lab’s own', async () => {
    const cluster = await importing([{ path: 'b.properties', content: bytesFromUtf8('brokerName=a\n') }])
    expect(valueIn(cluster, 'b', 'namesrvAddr')).toBe('127.0.0.1:9876')
  })
})
