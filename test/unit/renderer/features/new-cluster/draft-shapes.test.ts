import { describe, expect, test } from 'vitest'
import type { DoctorFinding, DraftShape } from '../../../../../engine/contract/new-cluster-api.ts'
import { draftSentence } from '../../../../../renderer/features/new-cluster/draft-sentence.ts'
import {
  pictureOfShape,
  shapeOfTopology,
  withCount,
  withReplication,
} from '../../../../../renderer/features/new-cluster/draft-shapes.ts'
import { newClusterTexts } from '../../../../../renderer/features/new-cluster/new-cluster-texts.ts'
import { promisesOf } from '../../../../../renderer/features/new-cluster/promises.ts'
import { textsIn } from '../../../../../renderer/i18n/use-texts.ts'
import { picturePlaces } from '../../../../../renderer/ui/topology-picture-places.ts'

const en = textsIn('en', newClusterTexts)
const zh = textsIn('zh', newClusterTexts)
const async = shapeOfTopology('2m-2s-async')

function custom(change: Partial<DraftShape>): DraftShape {
  return { ...async, topology: 'custom', ...change }
}

describe('a shape', () => {
  test('that leaves a topology’s numbers is custom, and named again when it is back', () => {
    const three = withCount(async, 'masters', 3)
    expect(three.topology).toBe('custom')
    expect(withCount(three, 'masters', 2).topology).toBe('2m-2s-async')
    expect(withReplication(async, 'sync').topology).toBe('2m-2s-sync')
    expect(withCount(async, 'slavesPerMaster', 0)).toMatchObject({ topology: '2m-noslave', replication: 'async' })
  })

  test('stays within its limits', () => {
    expect(withCount(async, 'masters', 99).masters).toBe(16)
    expect(withCount(async, 'slavesPerMaster', -1).slavesPerMaster).toBe(0)
  })

  test('chosen as custom keeps the numbers that were there', () => {
    expect(shapeOfTopology('custom', withCount(async, 'masters', 5))).toMatchObject({ topology: 'custom', masters: 5 })
  })
})

describe('the sentence', () => {
  const finding = (change: Partial<DoctorFinding>): DoctorFinding => ({
    id: 'x',
    severity: 'error',
    rule: 'r',
    title: { en: 'broker-a would not start', zh: 'broker-a 将无法启动' },
    detail: { en: '', zh: '' },
    field: null,
    node: null,
    fix: null,
    ...change,
  })

  test('says what is made and what stands in the way', () => {
    const port = finding({ field: 'nodes/broker-a/port' })
    expect(draftSentence(async, [port], en)).toBe(
      'Two pairs, crossed on two hosts. One port has to change before it can start.',
    )
    expect(draftSentence(async, [port], zh)).toBe('两对主从，交叉部署在两台主机。启动前需要改一个端口。')
    expect(draftSentence(async, [port, port], en)).toContain('Two things have to change')
    expect(draftSentence(async, [finding({ severity: 'warning' })], en)).toContain('It can start.')
  })

  test.each([
    [shapeOfTopology('single'), 'One master without a copy, on one host.'],
    [shapeOfTopology('2m-noslave'), 'Two masters without copies, on two hosts.'],
    [shapeOfTopology('1m-1s-sync'), 'One pair, crossed on two hosts.'],
    [custom({ machines: 1 }), 'Two pairs, all on one host.'],
    [custom({ isCrossed: false }), 'Two pairs, each on one of two hosts.'],
    [custom({ masters: 3, slavesPerMaster: 2, machines: 3 }), 'Three groups of three brokers, crossed on three hosts.'],
  ])('names every shape: %#', (shape, sentence) => {
    expect(draftSentence(shape, undefined, en)).toBe(sentence)
  })
})

describe('what a shape promises', () => {
  const row = (shape: DraftShape, event: string) => promisesOf(shape).find((each) => each.event === event)

  test('asynchronous copies may miss the last messages, synchronous ones nothing', () => {
    expect(row(async, 'diskLost')?.missing).toEqual({ text: 'notCopiedEver', tone: 'bad' })
    expect(row(shapeOfTopology('2m-2s-sync'), 'diskLost')?.missing).toEqual({ text: 'nothing' })
  })

  test('without slaves a stopped master hides its messages', () => {
    expect(row(shapeOfTopology('2m-noslave'), 'masterStops')?.missing.text).toBe('allUntil')
    expect(row(shapeOfTopology('2m-noslave'), 'slaveStops')).toBeUndefined()
  })

  test('one master alone: sending stops with it', () => {
    expect(row(shapeOfTopology('1m-1s-sync'), 'masterStops')?.sending.text).toBe('stops')
  })

  test('a synchronous master without its only slave answers SLAVE_NOT_AVAILABLE; with two it goes on', () => {
    expect(row(shapeOfTopology('2m-2s-sync'), 'slaveStops')?.sending.text).toBe('slaveNotAvailable')
    expect(row(custom({ slavesPerMaster: 2, replication: 'sync' }), 'slaveStops')?.sending.text).toBe('goesOn')
  })

  test('what is on disk survives a power cut only when flushed at once', () => {
    expect(row(async, 'powerFails')?.missing.text).toBe('notFlushed')
    expect(row({ ...async, flush: 'SYNC_FLUSH' }, 'powerFails')?.missing.text).toBe('nothing')
  })
})

describe('the picture', () => {
  const metrics = {
    width: 300,
    height: 92,
    edge: 60,
    top: 14,
    nameGap: 52,
    firstRow: 48,
    rowGap: 30,
    square: 18,
    rowsMax: 6,
  }
  const places = (shape: DraftShape) => {
    const { nameServers, groups } = pictureOfShape(shape)
    return picturePlaces(nameServers, groups, metrics)
  }

  test('crosses two pairs over two columns, a row each', () => {
    const { nodes, links } = places(async)
    const brokers = nodes.filter(({ node }) => node.role !== 'namesrv').map(({ node, x, y }) => [node.role, x, y])
    expect(brokers).toEqual([
      ['master', 60, 48],
      ['slave', 240, 48],
      ['master', 240, 78],
      ['slave', 60, 78],
    ])
    expect(links.map(({ x1, x2 }) => [x1, x2])).toEqual([
      [70, 230],
      [230, 70],
    ])
  })

  test('puts masters without slaves side by side', () => {
    const brokers = places(shapeOfTopology('2m-noslave')).nodes.filter(({ node }) => node.role === 'master')
    expect(new Set(brokers.map(({ y }) => y)).size).toBe(1)
  })

  test('puts members of one host side by side', () => {
    const xs = places(custom({ masters: 1, machines: 1 })).nodes.flatMap(({ node, x }) =>
      node.role === 'namesrv' ? [] : [x],
    )
    expect(new Set(xs).size).toBe(2)
  })

  test('tells how many groups found no place, and keeps everything inside', () => {
    const { nodes, hidden, height } = places(custom({ masters: 16, machines: 2 }))
    expect(hidden).toBe(10)
    for (const { x, y } of nodes) {
      expect(x).toBeGreaterThan(0)
      expect(x).toBeLessThan(metrics.width)
      expect(y).toBeLessThan(height)
    }
  })
})
