import { describe, expect, test } from 'vitest'
import { TOPOLOGIES } from '../../../engine/config/topologies.ts'
import {
  checkClusterName,
  clusterSpecText,
  findNode,
  namesrvAddr,
  parseClusterSpec,
  portsOf,
} from '../../../engine/lab/cluster-spec.ts'
import { labPaths } from '../../../engine/lab/lab-paths.ts'
import { type NodeState, planDown, planUp } from '../../../engine/lab/plan.ts'
import { allPorts, blockPorts, defaultPorts, portCandidates } from '../../../engine/lab/port-plan.ts'
import { planTopology, portWish } from '../../../engine/lab/topology.ts'

const paths = labPaths('/lab')

function cluster(topology: (typeof TOPOLOGIES)[number]) {
  return planTopology({ name: 'demo', topology, host: '127.0.0.1', ports: defaultPorts(portWish(topology)), paths })
}

describe('topologies', () => {
  test('2m-2s-async is two name servers, two masters and two slaves on the tutorials’ ports', () => {
    const { spec } = cluster('2m-2s-async')
    expect(spec.nodes.map((n) => `${n.name}:${n.listenPort}`)).toEqual([
      'n1:9876',
      'n2:9877',
      'broker-a:10911',
      'broker-b:10921',
      'broker-a-s:10931',
      'broker-b-s:10941',
    ])
    expect(namesrvAddr(spec)).toBe('127.0.0.1:9876;127.0.0.1:9877')
  })

  test.each(TOPOLOGIES)('%s: no two nodes share a port or a store and every file names its ports', (topology) => {
    const { spec, files } = cluster(topology)
    const ports = spec.nodes.flatMap(portsOf)
    expect(new Set(ports).size).toBe(ports.length)
    expect(new Set(files.map((f) => f.path)).size).toBe(spec.nodes.length)
    for (const node of spec.nodes) {
      expect(files.find((f) => f.node === node.name)?.text).toContain(`listenPort=${node.listenPort}`)
    }
  })

  test('a spec survives its file', () => {
    const { spec } = cluster('1m-1s-sync')
    expect(parseClusterSpec(clusterSpecText(spec), 'cluster.json')).toEqual(spec)
  })

  test.each(['', '{', '[]', '{"version":2}', '{"version":1,"name":"x","topology":"t","nodes":[{"kind":"broker"}]}'])(
    'a damaged cluster file is refused with its path: %s',
    (text) => {
      expect(() => parseClusterSpec(text, '/lab/cluster.json')).toThrow('/lab/cluster.json')
    },
  )

  test.each(['', '../x', 'a/b', '-x', 'a b', 'x'.repeat(65)])('the cluster name "%s" is refused', (name) => {
    expect(() => checkClusterName(name)).toThrow(/cluster name/)
  })

  test('an unknown node is answered with the nodes there are', () => {
    expect(() => findNode(cluster('single').spec, 'x')).toThrow('it has n1, broker-a')
  })
})

describe('ports', () => {
  test('a base moves everything into one block', () => {
    expect(blockPorts(30_000, { nameServers: 2, brokers: 2 })).toEqual({
      namesrvPorts: [30_000, 30_001],
      brokerPorts: [30_011, 30_021],
    })
  })

  test.each([80, 65_500, 1.5, Number.NaN])('base %d is refused', (base) => {
    expect(() => blockPorts(base, { nameServers: 2, brokers: 4 })).toThrow(/port base/)
  })

  test('candidates never overlap each other', () => {
    const seen = new Set<number>()
    for (const plan of portCandidates({ nameServers: 2, brokers: 4 })) {
      for (const port of allPorts(plan)) {
        expect(seen.has(port)).toBe(false)
        seen.add(port)
      }
    }
  })
})

describe('plan', () => {
  const { spec } = cluster('2m-2s-async')
  const names = (steps: ReturnType<typeof planUp>) =>
    steps.map((s) => `${s.action} ${s.nodes.map((n) => n.name).join(',')}`)

  test('from nothing: name servers, then masters, then slaves', () => {
    expect(names(planUp(spec, new Map()))).toEqual([
      'start n1,n2',
      'start broker-a,broker-b',
      'start broker-a-s,broker-b-s',
    ])
  })

  test('what runs is left alone, what is frozen is resumed, what died is started', () => {
    const states = new Map<string, NodeState>(spec.nodes.map((n) => [n.name, 'running']))
    states.set('broker-a', 'crashed').set('broker-b', 'paused').set('n2', 'killed')
    expect(names(planUp(spec, states))).toEqual(['start n2', 'resume broker-b', 'start broker-a'])
  })

  test('down goes the other way and includes frozen nodes', () => {
    const states = new Map<string, NodeState>(spec.nodes.map((n) => [n.name, 'running']))
    states.set('broker-a-s', 'paused').set('n1', 'stopped')
    expect(names(planDown(spec, states))).toEqual(['stop broker-a-s,broker-b-s', 'stop broker-a,broker-b', 'stop n2'])
  })
})
