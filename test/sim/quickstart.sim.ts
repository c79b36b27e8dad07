/**
 * Goal: the quickstart tells the truth about what arrived, in lines and exit code, also when the cluster misbehaves.
 * Method: the real commands' functions against protocol peers under virtual time.
 */
import { describe, expect, test } from 'vitest'
import { quickstartConsumer, quickstartProducer } from '../../engine/cli/quickstart.ts'
import { ResponseCode } from '../../engine/protocol/codes.ts'
import { World } from './client-world.ts'

async function produce(world: World, options: Partial<Parameters<typeof quickstartProducer>[0]> = {}) {
  const lines: string[] = []
  const run = quickstartProducer({ namesrvAddr: world.namesrvAddr, ...options }, world.sim.ports('p'), (line) =>
    lines.push(line),
  )
  return { summary: await world.sim.settle(run, 600_000), lines }
}

async function consume(world: World, options: Partial<Parameters<typeof quickstartConsumer>[0]> = {}) {
  const lines: string[] = []
  const run = quickstartConsumer({ namesrvAddr: world.namesrvAddr, ...options }, world.sim.ports('c'), (line) =>
    lines.push(line),
  )
  return { summary: await world.sim.settle(run, 600_000), lines }
}

describe('quickstart', () => {
  test('sends and receives its thousand, a line each and a summary', async () => {
    const world = await World.make(60)
    const sent = await produce(world)
    expect(sent.summary).toMatchObject({ sent: 1000, acknowledged: 1000, failed: 0, exitCode: 0 })
    expect(sent.lines).toHaveLength(1001)
    expect(sent.lines[0]).toMatch(
      /^SendResult \[sendStatus=SEND_OK, msgId=[0-9A-F]{32}, offsetMsgId=[0-9A-F]{32}, messageQueue=MessageQueue \[topic=TopicTest, brokerName=[ab], queueId=\d\], queueOffset=0\]$/,
    )
    expect(sent.lines.at(-1)).toMatch(/^Sent 1000, acknowledged 1000 \(SEND_OK 1000\), failed 0, \d+ messages\/s$/)

    const received = await consume(world)
    expect(received.summary).toMatchObject({ received: 1000, distinct: 1000, duplicates: 0, exitCode: 0 })
    expect(received.lines[0]).toBe('Consumer Started.')
    expect(received.lines[1]).toMatch(/^ConsumeMessageThread_\S+ Receive New Messages: \[MessageExt \[.*\]\]$/)
    expect(received.lines.at(-1)).toMatch(/^Received 1000, distinct 1000, duplicates 0, \d+ messages\/s$/)
  })

  test('speaks Chinese and keeps quiet when asked to', async () => {
    const world = await World.make(61)
    const sent = await produce(world, { count: 5, language: 'zh', isQuiet: true })
    expect(sent.lines).toEqual([
      expect.stringMatching(/^已发送 5 条，确认 5 条 \(SEND_OK 5\)，失败 0 条，每秒 \d+ 条$/),
    ])
    const received = await consume(world, { count: 6, language: 'zh', isQuiet: true, idleMs: 2000 })
    expect(received.lines).toEqual([
      expect.stringMatching(/^已接收 5 条，不重复 5 条，重复 0 条，每秒 \d+ 条，还差 1 条$/),
    ])
    expect(received.summary.exitCode).toBe(1)
  })

  test('messages that are stored but not replicated are acknowledged and still an error', async () => {
    const world = await World.make(62, ['a'])
    world.broker('a').refuseSends = { code: ResponseCode.FLUSH_SLAVE_TIMEOUT, isStored: true }
    const sent = await produce(world, { count: 3 })
    expect(sent.summary).toMatchObject({ acknowledged: 3, failed: 0, exitCode: 1 })
    expect(sent.lines.at(-1)).toContain('acknowledged 3 (FLUSH_SLAVE_TIMEOUT 3)')
  })

  test('a cluster that refuses everything ends the run early', async () => {
    const world = await World.make(63)
    for (const name of ['a', 'b']) world.broker(name).refuseSends = { code: ResponseCode.NO_PERMISSION }
    const sent = await produce(world)
    expect(sent.summary).toMatchObject({ sent: 10, acknowledged: 0, failed: 10, exitCode: 1 })
    expect(sent.lines[0]).toContain('NO_PERMISSION(16)')
  })

  test('an unreachable cluster is an error, not a hang', async () => {
    const world = await World.make(64)
    for (const name of ['ns1', 'ns2']) world.sim.crash(name, { keepsMachine: true })
    expect((await produce(world)).summary).toMatchObject({ acknowledged: 0, exitCode: 1 })
    expect((await consume(world, { idleMs: 5000 })).summary).toMatchObject({ received: 0, exitCode: 1 })
  })

  test('a run that is stopped from outside still sums up', async () => {
    const world = await World.make(65)
    await produce(world, { count: 10 })
    const stop = new Promise<void>((resolve) => void world.sim.ports('x').timers.after(4000, resolve))
    const received = await consume(world, { count: 0, stop })
    expect(received.summary).toMatchObject({ received: 10, exitCode: 0 })
    expect(world.sim.nowMs).toBeLessThan(60_000)
  })
})
