import { describe, expect, test } from 'vitest'
import {
  type ClientRow,
  clientGroups,
  CLIENTS_DRAWN_MAX,
  nodesOfClient,
} from '../../../../../renderer/features/topology/client-groups.ts'
import { CLIENT_CARD, placeClients } from '../../../../../renderer/features/topology/client-layout.ts'
import { clientRoute } from '../../../../../renderer/features/topology/edge-route.ts'
import { clientNodes, contentBounds, placedClients } from '../../../../../renderer/features/topology/graph-elements.ts'
import { CARD, layoutCluster, type PlacedNode } from '../../../../../renderer/features/topology/layout.ts'
import { nodeOf } from './views.ts'

function row(group: string, change: Partial<ClientRow> = {}): ClientRow {
  return {
    clientId: `${group}@1`,
    role: 'consumer',
    group,
    address: '127.0.0.1:5000',
    language: 'JAVA',
    version: 'V5_3_3',
    brokers: ['broker-a'],
    ...change,
  }
}

const NODES: readonly PlacedNode[] = ['a', 'b'].map((letter) => ({
  name: `broker-${letter}`,
  machine: `host-${letter}`,
  role: 'master',
  group: `broker-${letter}`,
  brokerId: 0,
}))

describe('who is connected', () => {
  test('is one entry a group and role, however many processes and brokers', () => {
    const groups = clientGroups([
      row('orders', { clientId: 'one', brokers: ['broker-b'] }),
      row('orders', { clientId: 'two', brokers: ['broker-a', 'broker-b'] }),
      row('orders', { clientId: 'one', role: 'producer' }),
    ])
    expect(groups).toMatchObject([
      { key: 'producer:orders', clients: 1, brokers: ['broker-a'] },
      { key: 'consumer:orders', clients: 2, brokers: ['broker-a', 'broker-b'] },
    ])
  })

  test('leaves out the groups that RocketMQ makes for itself', () => {
    const groups = clientGroups([
      row('CLIENT_INNER_PRODUCER', { role: 'producer' }),
      row('CID_RMQ_SYS_TRANS'),
      row('TOOLS_CONSUMER'),
      row('mine'),
    ])
    expect(groups.map(({ group }) => group)).toEqual(['mine'])
  })

  test('is connected to the master of a broker name, to the slave that serves while there is none', () => {
    const master = nodeOf('broker-a')
    const slave = nodeOf('broker-a-s')
    const client = { brokers: ['broker-a', 'gone'] }
    expect(nodesOfClient(client, [slave, master])).toEqual(['broker-a'])
    expect(nodesOfClient(client, [slave, { ...master, state: 'killed' }])).toEqual(['broker-a-s'])
    expect(
      nodesOfClient(client, [
        { ...slave, state: 'stopped' },
        { ...master, state: 'killed' },
      ]),
    ).toEqual(['broker-a'])
  })
})

describe('the clients of the graph', () => {
  const layout = layoutCluster(NODES)

  test('stand below everything, never over each other, and are a dozen cards at most', () => {
    const groups = clientGroups(Array.from({ length: 30 }, (_, index) => row(`group-${index}`)))
    const placed = placedClients(groups, layout)
    expect(placed.boxes).toHaveLength(CLIENTS_DRAWN_MAX)
    expect(placed.more).toBe(30 - (CLIENTS_DRAWN_MAX - 1))
    const bottom = contentBounds(layout)
    for (const box of placed.boxes) expect(box.y).toBeGreaterThan(bottom.y + bottom.height)
    const places = new Set(placed.boxes.map(({ x, y }) => `${x} ${y}`))
    expect(places.size).toBe(CLIENTS_DRAWN_MAX)
    const last = clientNodes('orders', placed).at(-1)
    expect(last).toMatchObject({ type: 'more-clients', data: { cluster: 'orders', more: placed.more } })
  })

  test('are a dozen without one that counts', () => {
    const groups = clientGroups(Array.from({ length: CLIENTS_DRAWN_MAX }, (_, index) => row(`group-${index}`)))
    expect(placedClients(groups, layout)).toMatchObject({ more: 0 })
    expect(clientNodes('orders', placedClients(groups, layout))).toHaveLength(CLIENTS_DRAWN_MAX)
  })

  test('two of them stand within the sides of the frames, the first at the left one', () => {
    const content = contentBounds(layout)
    const [first, second] = placeClients(['a', 'b'], content)
    expect(first?.x).toBe(content.x)
    expect(second?.x).toBeGreaterThan(content.x + CLIENT_CARD.width)
    expect((second?.x ?? 0) + CLIENT_CARD.width).toBeLessThanOrEqual(content.x + content.width)
  })

  test('their lines go up from the card and end at the side of the node, below its middle', () => {
    const [client] = placeClients(['a'], contentBounds(layout))
    const card = layout.cards[0]
    if (client === undefined || card === undefined) throw new Error('nothing placed')
    const { points, arrow } = clientRoute(client, card)
    expect(points[0]).toEqual({ x: client.x + CLIENT_CARD.width / 2, y: client.y })
    const end = points.at(-1)
    expect(end?.x).toBe(card.x)
    expect(end?.y).toBeGreaterThan(card.y + CARD.height / 2)
    expect(end?.y).toBeLessThan(card.y + CARD.height)
    expect(arrow).toBe('right')
  })
})
