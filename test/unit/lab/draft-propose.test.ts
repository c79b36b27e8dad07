import { describe, expect, test } from 'vitest'
import { TOPOLOGIES, TOPOLOGY_COUNTS } from '../../../engine/config/topologies.ts'
import { checkDraft } from '../../../engine/lab/draft-check.ts'
import { planDraft, portsOfDraftNode, topologyOfDraft } from '../../../engine/lab/draft-plan.ts'
import { proposeDraft } from '../../../engine/lab/draft-propose.ts'
import { defaultPorts } from '../../../engine/lab/port-plan.ts'
import { planTopology, portWish } from '../../../engine/lab/topology.ts'
import { changed, customShape, draftOf, factsWith, shapeOf } from './draft-support.ts'

const facts = factsWith()

describe('a proposed draft', () => {
  test.each(TOPOLOGIES)('%s writes the same files and specification as mqlab up does', (topology) => {
    const machines = topology === 'single' ? 1 : 2
    const draft = draftOf(shapeOf({ topology, ...TOPOLOGY_COUNTS[topology], machines }))
    const ours = planTopology({
      name: topology,
      topology,
      host: '127.0.0.1',
      ports: defaultPorts(portWish(topology)),
      paths: facts.paths,
    })
    expect(planDraft(draft, facts.paths)).toEqual(ours)
  })

  test('crosses slaves over the hosts as the articles do', () => {
    const at = new Map(draftOf().nodes.map((node) => [node.name, node.machine]))
    expect(Object.fromEntries(at)).toEqual({
      n1: 'host-1',
      n2: 'host-2',
      'broker-a': 'host-1',
      'broker-b': 'host-2',
      'broker-a-s': 'host-2',
      'broker-b-s': 'host-1',
    })
    const beside = draftOf(shapeOf({ isCrossed: false }))
    expect(beside.nodes.find((node) => node.name === 'broker-a-s')?.machine).toBe('host-1')
  })

  test('names further slaves and masters in order', () => {
    const draft = draftOf(customShape({ masters: 3, slavesPerMaster: 2, machines: 3 }))
    expect(draft.nodes.filter((node) => node.kind === 'broker').map((node) => node.name)).toEqual([
      'broker-a',
      'broker-b',
      'broker-c',
      'broker-a-s',
      'broker-a-s2',
      'broker-b-s',
      'broker-b-s2',
      'broker-c-s',
      'broker-c-s2',
    ])
    expect(new Set(draft.nodes.filter((n) => n.brokerName === 'broker-a').map((n) => n.machine)).size).toBe(3)
  })

  test('of the largest shape has no two equal ports, and the doctor finds no error', () => {
    const shape = customShape({ masters: 16, slavesPerMaster: 4, nameServers: 8, machines: 8, replication: 'sync' })
    const draft = draftOf(shape)
    const ports = draft.nodes.flatMap(portsOfDraftNode)
    expect(new Set(ports).size).toBe(ports.length)
    expect(checkDraft(draft, facts).findings.filter((finding) => finding.severity === 'error')).toEqual([])
  })

  test('avoids ports of other clusters and of programs', () => {
    const taken = factsWith({
      reserved: new Map([[9876, { cluster: 'old', node: 'n1' }]]),
      ports: new Map([[20_000, { state: 'busy' }]]),
    })
    const draft = draftOf(shapeOf(), taken)
    const ports = draft.nodes.flatMap(portsOfDraftNode)
    expect(ports).not.toContain(9876)
    expect(ports).not.toContain(20_000)
    expect(ports[0]).toBe(20_200)
  })

  test('keeps names, ports and folders that were edited and still fit', () => {
    const edited = changed(changed(draftOf(), 'broker-a', { listenPort: 15_000 }), 'n1', { folder: '/data/n1' })
    const grown = proposeDraft(
      { shape: customShape({ masters: 3 }), previous: { ...edited, name: 'orders', brokerClusterName: 'Orders' } },
      facts,
    )
    expect(grown).toMatchObject({ name: 'orders', brokerClusterName: 'Orders' })
    expect(grown.nodes.find((node) => node.name === 'broker-a')?.listenPort).toBe(15_000)
    expect(grown.nodes.find((node) => node.name === 'n1')?.folder).toBe('/data/n1')
    const ports = grown.nodes.flatMap(portsOfDraftNode)
    expect(new Set(ports).size).toBe(ports.length)
  })

  test('moves what was kept when it does not fit any more', () => {
    const busy = factsWith({ ports: new Map([[10_911, { state: 'busy' }]]) })
    const draft = proposeDraft({ shape: shapeOf(), previous: draftOf() }, busy)
    expect(draft.nodes.find((node) => node.name === 'broker-a')?.listenPort).not.toBe(10_911)
    expect(draft.nodes.find((node) => node.name === 'broker-b')?.listenPort).toBe(10_921)
  })

  test('takes a new name from the topology until one is typed', () => {
    const known = factsWith({ clusterNames: ['2m-2s-async'] })
    const first = draftOf(shapeOf(), known)
    expect(first.name).toBe('2m-2s-async-2')
    const sync = shapeOf({ topology: '2m-2s-sync', replication: 'sync' })
    expect(proposeDraft({ shape: sync, previous: first }, known).name).toBe('2m-2s-sync')
    expect(proposeDraft({ shape: sync, previous: { ...first, name: 'mine' } }, known).name).toBe('mine')
  })

  test('is custom once the numbers are not the topology’s', () => {
    expect(draftOf(shapeOf({ masters: 3 })).shape.topology).toBe('custom')
    expect(topologyOfDraft(draftOf(customShape({})))).toBe('2m-2s-async')
    expect(draftOf(customShape({ slavesPerMaster: 0, replication: 'sync' })).shape.replication).toBe('async')
  })
})
