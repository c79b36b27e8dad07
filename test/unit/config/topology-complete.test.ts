import { describe, expect, test } from 'vitest'
import { completeTopology } from '../../../engine/config/topology-complete.ts'
import type { TopologyFile, TopologyFiles } from '../../../engine/config/topology-files.ts'

function topology(
  files: readonly (readonly [host: string, node: string, text: string])[],
  addresses = {},
): TopologyFiles {
  const known: Record<string, readonly string[]> = addresses
  return {
    clusterName: 'c',
    hosts: [...new Set(files.map(([host]) => host))].map((name) => ({ name, addresses: known[name] ?? [] })),
    files: files.map(([host, node, text]): TopologyFile => ({
      host,
      node,
      program: node.startsWith('ns') ? 'namesrv' : 'broker',
      text,
    })),
  }
}

function places(completed: ReturnType<typeof completeTopology>): string[] {
  return completed.topology.files.map((file) => `${file.host}/${file.node}`)
}

describe('completing a topology', () => {
  test('name servers that are only named become nodes on the machine with that address', () => {
    const completed = completeTopology(
      topology(
        [
          ['a', 'b1', 'namesrvAddr=10.0.0.1:9876;10.0.0.2:9877\n'],
          ['b', 'b2', 'namesrvAddr=10.0.0.2:9877\n'],
        ],
        { a: ['10.0.0.1'], b: ['10.0.0.2'] },
      ),
    )
    expect(places(completed)).toEqual(['a/n1', 'b/n2', 'a/b1', 'b/b2'])
    expect(completed.topology.files[1]?.text).toBe('listenPort=9877\n')
    expect(completed.nameServersOf('b2')).toEqual(['n2'])
  })

  test('folders without addresses and addresses without folders pair up in order', () => {
    const text = 'namesrvAddr=10.0.0.1:9876;10.0.0.2:9876\n'
    const completed = completeTopology(
      topology([
        ['host2', 'b2', text],
        ['host1', 'b1', text],
      ]),
    )
    expect(completed.topology.hosts).toEqual([
      { name: 'host2', addresses: ['10.0.0.2'] },
      { name: 'host1', addresses: ['10.0.0.1'] },
    ])
  })

  test('a name server elsewhere is a host of its own', () => {
    const completed = completeTopology(topology([['a', 'b1', 'namesrvAddr=ns.example:9876\n']]))
    expect(places(completed)).toEqual(['ns.example/n1', 'a/b1'])
  })

  test('localhost is the machine of the file that says it', () => {
    const completed = completeTopology(topology([['a', 'b1', 'namesrvAddr=localhost:9876\n']]))
    expect(places(completed)).toEqual(['a/n1', 'a/b1'])
  })

  test('without any name server there is one on the first broker’s host', () => {
    expect(places(completeTopology(topology([['a', 'b1', 'brokerName=x\n']])))).toEqual(['a/n1', 'a/b1'])
  })

  test('completing twice changes nothing', () => {
    const once = completeTopology(topology([['a', 'b1', 'brokerIP1=10.0.0.9\nnamesrvAddr=10.0.0.9:9876;other:1\n']]))
    expect(completeTopology(once.topology).topology).toEqual(once.topology)
  })
})
