import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import { ConfigFile } from '../../../engine/broker/config-file.ts'
import { ConsumerOffsets } from '../../../engine/broker/offsets.ts'
import { Simulation } from '../../sim/kernel/simulation.ts'

const PATH = '/store/config/consumerOffset.json'

function setUp(versionStep = 500) {
  const { fs, log, clock } = new Simulation({ seed: 1 }).ports('a')
  const open = (): ConsumerOffsets => new ConsumerOffsets(new ConfigFile(PATH, fs, log), clock, log, () => versionStep)
  return { fs, open, offsets: open() }
}

describe('ConsumerOffsets', () => {
  test('remember the last commit, also one that goes back', () => {
    const { offsets } = setUp()
    expect(offsets.find('g', 'T', 0)).toBeUndefined()
    offsets.commit('g', 'T', 0, 7)
    offsets.commit('g', 'T', 0, 5)
    expect(offsets.find('g', 'T', 0)).toBe(5)
    expect(offsets.findAll('g', 'T')).toEqual(new Map([[0, 5]]))
  })

  test('are written only when something changed, and read back', () => {
    const { fs, open, offsets } = setUp()
    offsets.persist()
    expect(fs.readFile(PATH)).toBeUndefined()
    offsets.commit('g', 'T', 3, 42)
    offsets.persist()
    const again = open()
    again.load()
    expect(again.find('g', 'T', 3)).toBe(42)
  })

  test("read Java's file with its bare integer keys", () => {
    const { fs, open } = setUp()
    fs.makeDirectories('/store/config')
    const text =
      '{\n\t"dataVersion":{"counter":2,"stateVersion":0,"timestamp":1},\n\t"offsetTable":{\n\t\t"T@g":{0:5,1:7\n\t\t}\n\t}\n}'
    fs.replaceFile(PATH, bytesFromUtf8(text))
    const offsets = open()
    offsets.load()
    expect(offsets.findAll('g', 'T')).toEqual(
      new Map([
        [0, 5],
        [1, 7],
      ]),
    )
    expect(offsets.dataVersion.counter).toBe(2)
  })

  test('a version grows with every so many commits', () => {
    const { offsets } = setUp(3)
    for (let i = 0; i < 7; i++) offsets.commit('g', 'T', 0, i)
    expect(offsets.dataVersion.counter).toBe(2)
  })

  test('a reset counts at once and is taken once', () => {
    const { offsets } = setUp()
    offsets.commit('g', 'T', 0, 9)
    offsets.assignReset('g', 'T', 0, 2)
    expect(offsets.hasReset('g', 'T', 0)).toBe(true)
    expect(offsets.find('g', 'T', 0)).toBe(2)
    expect(offsets.takeReset('g', 'T', 1)).toBeUndefined()
    expect(offsets.takeReset('g', 'T', 0)).toBe(2)
    expect(offsets.takeReset('g', 'T', 0)).toBeUndefined()
    expect(offsets.hasReset('g', 'T', 0)).toBe(false)
  })

  test('know which groups read a topic and which topics a group reads, until one is deleted', () => {
    const { offsets } = setUp()
    offsets.commit('g', 'T', 0, 1)
    offsets.commit('g', 'U', 0, 1)
    offsets.commit('h', 'T', 0, 1)
    expect([...offsets.topicsOf('g')]).toEqual(['T', 'U'])
    expect([...offsets.groupsOf('T')]).toEqual(['g', 'h'])
    offsets.removeTopic('T')
    offsets.removeGroup('g')
    expect([offsets.topicsOf('g').size, offsets.groupsOf('T').size]).toEqual([0, 0])
  })

  test('clone from group to group without sharing', () => {
    const { offsets } = setUp()
    offsets.commit('g', 'T', 0, 4)
    offsets.clone('g', 'h', 'T')
    offsets.commit('g', 'T', 0, 5)
    expect(offsets.find('h', 'T', 0)).toBe(4)
  })

  test("a master's table wins where it says something", () => {
    const { offsets } = setUp()
    offsets.commit('g', 'T', 0, 9)
    offsets.commit('own', 'T', 0, 3)
    offsets.merge({
      dataVersion: { stateVersion: 0, timestamp: 1, counter: 8 },
      offsetTable: new Map([['T@g', new Map([[0, 4]])]]),
    })
    expect([offsets.find('g', 'T', 0), offsets.find('own', 'T', 0)]).toEqual([4, 3])
    expect(offsets.dataVersion.counter).toBe(8)
  })
})
