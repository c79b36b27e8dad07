/**
 * Apache's Java client, unchanged, against a 2m-2s cluster of the engine under test. Method: one cluster for the file, one JVM per program
 * and test, topics and groups of its own for each test, so that tests may run side by side (a client spends seconds in its shutdown). Every program checks its promise in Java and reports one JSON line.
 */
import { describe, expect, test } from 'vitest'
import { TARGET, clusterFixture, twoByTwo } from './harness.ts'

const fixture = clusterFixture('interop java-clients', twoByTwo('java-clients'))

describe.skipIf(fixture.lib === undefined)(`Java clients against ${TARGET}`, () => {
  test('quickstart: 1000 sent, 1000 received, over both masters', async () => {
    const { cluster, java } = fixture
    const clientDefaults = { more: { '-R': 0 } }
    const producer = await java.succeed('QuickProducer', cluster.nameServers, clientDefaults)
    expect(producer.summary).toMatchObject({ ok: 1000, statuses: { SEND_OK: 1000 }, distinctIds: 1000, errors: [] })
    expect(Object.keys(producer.summary['brokers'] as object)).toEqual(['broker-a', 'broker-b'])
    const consumer = await java.succeed('QuickConsumer', cluster.nameServers, clientDefaults)
    expect(consumer.summary).toMatchObject({ distinct: 1000, bodies: 1000, duplicates: 0, tags: { TagA: 1000 } })
    expect(consumer.summary['brokers']).toEqual(producer.summary['brokers'])
  })

  test.concurrent('a group that comes back gets only what it has not consumed', async () => {
    const { cluster, java } = fixture
    await cluster.createTopic('ResumeTopic')
    const common = { topic: 'ResumeTopic', group: 'ResumeGroup' }
    await java.succeed('QuickProducer', cluster.nameServers, { ...common, count: 200 })
    await java.succeed('QuickConsumer', cluster.nameServers, { ...common, count: 200 })
    await java.succeed('QuickProducer', cluster.nameServers, { ...common, count: 50, more: { '-f': 200 } })
    const second = await java.succeed('QuickConsumer', cluster.nameServers, { ...common, count: 50 })
    expect(second.summary).toMatchObject({ distinct: 50, bodies: 50, duplicates: 0 })
  })

  test.concurrent('tag filter: only the subscribed tags arrive', async () => {
    const { cluster, java } = fixture
    await cluster.createTopic('TagTopic')
    const common = { topic: 'TagTopic', group: 'TagGroup' }
    await java.succeed('QuickProducer', cluster.nameServers, {
      ...common,
      count: 300,
      more: { '-a': 'TagA,TagB,TagC' },
    })
    const consumer = await java.succeed('QuickConsumer', cluster.nameServers, {
      ...common,
      count: 200,
      more: { '-e': 'TagA || TagC' },
    })
    expect(consumer.summary).toMatchObject({ distinct: 200, tags: { TagA: 100, TagC: 100 } })
  })

  test.concurrent('large bodies, which the client compresses, come back whole', async () => {
    const { cluster, java } = fixture
    await cluster.createTopic('LargeTopic')
    const common = { topic: 'LargeTopic', group: 'LargeGroup', count: 60 }
    await java.succeed('QuickProducer', cluster.nameServers, { ...common, more: { '-s': 200_000 } })
    const consumer = await java.succeed('QuickConsumer', cluster.nameServers, common)
    expect(consumer.summary).toMatchObject({ distinct: 60, bodies: 60, duplicates: 0 })
  })

  test.concurrent('asynchronous producer: every callback says SEND_OK, every message arrives', async () => {
    const { cluster, java } = fixture
    await cluster.createTopic('AsyncTopic')
    const common = { topic: 'AsyncTopic', group: 'AsyncGroup' }
    const producer = await java.succeed('AsyncProducer', cluster.nameServers, common)
    expect(producer.summary).toMatchObject({ ok: 1000, failed: 0, distinctIds: 1000, errors: [] })
    const consumer = await java.succeed('QuickConsumer', cluster.nameServers, common)
    expect(consumer.summary).toMatchObject({ bodies: 1000, duplicates: 0 })
  })

  test.concurrent('one-way producer: every message arrives though nothing is answered', async () => {
    const { cluster, java } = fixture
    await cluster.createTopic('OnewayTopic')
    const common = { topic: 'OnewayTopic', group: 'OnewayGroup' }
    await java.succeed('OnewayProducer', cluster.nameServers, common)
    const consumer = await java.succeed('QuickConsumer', cluster.nameServers, common)
    expect(consumer.summary).toMatchObject({ bodies: 1000, duplicates: 0 })
  })

  test.concurrent('batches: one answer names every message, each is consumed on its own', async () => {
    const { cluster, java } = fixture
    await cluster.createTopic('BatchTopic')
    const common = { topic: 'BatchTopic', group: 'BatchGroup' }
    const producer = await java.succeed('BatchProducer', cluster.nameServers, common)
    expect(producer.summary).toMatchObject({ ok: 1000, distinctIds: 1000, distinctOffsetIds: 1000 })
    const consumer = await java.succeed('QuickConsumer', cluster.nameServers, common)
    expect(consumer.summary).toMatchObject({ distinct: 1000, bodies: 1000, duplicates: 0, tags: { TagB: 1000 } })
  })

  test.concurrent('orderly: two instances share the queues, no queue is out of order or in two hands', async () => {
    const { cluster, java } = fixture
    await cluster.createTopic('OrderTopic')
    const common = { topic: 'OrderTopic', group: 'OrderGroup' }
    const producer = await java.succeed('OrderlyProducer', cluster.nameServers, common)
    expect(producer.summary).toMatchObject({ ok: 1000 })
    const consumer = await java.succeed('OrderlyConsumer', cluster.nameServers, { ...common, seconds: 120 })
    expect(consumer.summary).toMatchObject({ distinct: 1000, violations: 0, overlaps: 0 })
  })

  test.concurrent('broadcasting: two instances get every message each', async () => {
    const { cluster, java } = fixture
    await cluster.createTopic('BroadcastTopic')
    const options = { topic: 'BroadcastTopic', group: 'BroadcastGroup', count: 300 }
    const report = await java.succeed('BroadcastConsumer', cluster.nameServers, options)
    expect(report.summary).toMatchObject({ first: 300, second: 300 })
  })

  test('delay level 2: delivered after five seconds, not before', async () => {
    const { cluster, java } = fixture
    await cluster.createTopic('DelayTopic')
    const options = { topic: 'DelayTopic', group: 'DelayGroup', count: 20 }
    const { summary } = await java.succeed('DelayRoundTrip', cluster.nameServers, options)
    expect(summary).toMatchObject({ delivered: 20, topics: { DelayTopic: 20 }, delayProperty: { '2': 20 } })
    expect(summary['minMs']).toBeGreaterThanOrEqual(4950) // clocks of two processes, rounded to ms
    expect(summary['maxMs']).toBeLessThan(8000)
  })

  test.concurrent('retry: a refused message comes twice more, then lies in the dead-letter topic once', async () => {
    const { cluster, java } = fixture
    await cluster.createTopic('RetryTopic')
    const options = { topic: 'RetryTopic', group: 'RetryGroup', count: 10, seconds: 90, more: { '-m': 2 } }
    const { summary } = await java.succeed('RetryConsumer', cluster.nameServers, options)
    expect(summary).toMatchObject({
      attempts: { '0': 10, '1': 10, '2': 10 },
      topics: ['RetryTopic'],
      deadLetters: 10,
      deadReceived: 10,
      retryTopics: ['RetryTopic'],
    })
  })

  test.concurrent('query: by key, by shared key, by offset id and by unique id', async () => {
    const { cluster, java } = fixture
    await cluster.createTopic('QueryTopic')
    const options = { topic: 'QueryTopic', group: 'QueryGroup', count: 40 }
    const { summary } = await java.succeed('QueryProgram', cluster.nameServers, options)
    expect(summary).toMatchObject({
      sharedKeyHits: 40,
      ownKeyBodies: ['Hello RocketMQ 39'],
      unknownKeyHits: 0,
      sameOffset: true,
      tags: 'TagQ',
    })
    expect(summary['queueOffset']).toBe(summary['expectedQueueOffset'])
  })

  test.concurrent(
    'lite pull consumer: subscribed and assigned see the same messages, offsets are committed',
    async () => {
      const { cluster, java } = fixture
      await cluster.createTopic('PullTopic')
      const common = { topic: 'PullTopic', group: 'PullGroup', count: 500 }
      await java.succeed('QuickProducer', cluster.nameServers, common)
      const { summary } = await java.succeed('PullConsumer', cluster.nameServers, common)
      expect(summary).toMatchObject({ subscribed: 500, assigned: 500, duplicates: 0, committed: 500, queues: 8 })
    },
  )
})
