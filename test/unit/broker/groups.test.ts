import { describe, expect, test } from 'vitest'
import { ConfigFile } from '../../../engine/broker/config-file.ts'
import { Groups } from '../../../engine/broker/groups.ts'
import { makeSubscriptionGroup } from '../../../engine/protocol/topic-config.ts'
import { Simulation } from '../../sim/kernel/simulation.ts'

const PATH = '/store/config/subscriptionGroup.json'

function setUp(autoCreateSubscriptionGroup = true, isSlave = false) {
  const { fs, log, clock } = new Simulation({ seed: 1 }).ports('a')
  const settings = () => ({ autoCreateSubscriptionGroup, isSlave })
  const open = (): Groups => new Groups(settings, new ConfigFile(PATH, fs, log), clock, log)
  return { fs, open, groups: open() }
}

describe('Groups', () => {
  test('has the built-in groups from the start', () => {
    const { groups } = setUp()
    expect(groups.find('TOOLS_CONSUMER')).toMatchObject({ consumeEnable: true, retryMaxTimes: 16 })
    expect(groups.find('CID_RMQ_SYS_TRANS')).toBeDefined()
  })

  test('creates a group at first use, with defaults, and stores it', () => {
    const { open, groups } = setUp()
    expect(groups.findOrCreate('g')).toMatchObject({ retryQueueNums: 1, retryMaxTimes: 16, consumeEnable: true })
    const again = open()
    again.load()
    expect(again.find('g')).toEqual(groups.find('g'))
    expect(again.dataVersion).toEqual(groups.dataVersion)
  })

  test.each([['a b'], ['x'.repeat(256)], ['']])('creates no group called %j', (name) => {
    expect(setUp().groups.findOrCreate(name)).toBeUndefined()
  })

  test('creates none when that is off, except for its own', () => {
    const { groups } = setUp(false)
    expect(groups.findOrCreate('g')).toBeUndefined()
    expect(groups.findOrCreate('CID_RMQ_SYS_X')).toBeDefined()
  })

  test('a slave answers defaults and stores nothing', () => {
    const { fs, groups } = setUp(true, true)
    expect(groups.findOrCreate('g')).toEqual(makeSubscriptionGroup('g'))
    expect(groups.find('g')).toBeUndefined()
    expect(fs.readFile(PATH)).toBeUndefined()
  })

  test('keeps who may not read what, until it is allowed again', () => {
    const { open, groups } = setUp()
    groups.setReadForbidden('g', 'T', true)
    expect([groups.isReadForbidden('g', 'T'), groups.isReadForbidden('g', 'U')]).toEqual([true, false])
    const again = open()
    again.load()
    expect(again.isReadForbidden('g', 'T')).toBe(true)
    again.setReadForbidden('g', 'T', false)
    expect(again.isReadForbidden('g', 'T')).toBe(false)
    expect(again.toTable().forbiddenTable.size).toBe(0)
  })

  test('forgets a deleted group with its prohibitions', () => {
    const { groups } = setUp()
    groups.findOrCreate('g')
    groups.setReadForbidden('g', 'T', true)
    expect(groups.delete('g')).toBe(true)
    expect(groups.isReadForbidden('g', 'T')).toBe(false)
    expect(groups.delete('g')).toBe(false)
  })
})
