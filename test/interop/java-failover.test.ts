/**
 * A Java consumer lives through the death and the return of a master: it reads the rest from the slave, then goes back. Method: a slow consumer
 * holds few messages, so that most are still at the brokers when one master is killed. Redeliveries are allowed and counted, losses are not.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { TARGET, clusterFixture, twoByTwo } from './harness.ts'
import { summaryOf } from './harness/java-program.ts'
import { waitFor } from './harness/process.ts'
import { knowsTopic } from './harness/remoting-probe.ts'

const fixture = clusterFixture('interop java-failover', twoByTwo('failover'))

describe.skipIf(fixture.lib === undefined)(`a Java consumer and the death of a master of ${TARGET}`, () => {
  test('reads on from the slave, then from the returned master, and misses nothing', async () => {
    const { cluster, java } = fixture
    const topic = 'FailoverTopic'
    await cluster.createTopic(topic)
    await java.succeed('QuickProducer', cluster.nameServers, { topic, count: 2000 })
    await cluster.awaitReplicated('broker-a', 'broker-a-s')
    const slavePort = cluster.port('broker-a-s')
    await waitFor(
      'the slave knows the topic', // Apache's asks for it a minute after its start
      async () => ((await knowsTopic(slavePort, topic)) ? true : undefined),
      { timeoutMs: 120_000, intervalMs: 200 },
    )

    const options = { topic, group: 'FailoverGroup', count: 2200, seconds: 150, more: { '-d': 20 } }
    const consumer = java.start('QuickConsumer', cluster.nameServers, options)
    try {
      const received = (): number => readFileSync(consumer.logFile, 'utf8').split('Receive New Messages').length - 1
      await waitFor('the consumer is at work', () => (received() >= 200 ? true : undefined))
      await cluster.process('broker-a').kill()
      const atKill = received()
      await waitFor('everything that was sent is received', () => (received() >= 2000 ? true : undefined), {
        timeoutMs: 120_000,
      })
      expect(atKill).toBeLessThan(1500)

      cluster.startNode('broker-a')
      await cluster.awaitRegistered()
      await java.succeed('QuickProducer', cluster.nameServers, { topic, count: 200, more: { '-f': 2000 } })
      expect((await consumer.exited).code).toBe(0)
      expect(summaryOf(consumer)).toMatchObject({ distinct: 2200, bodies: 2200 })
    } finally {
      await consumer.kill()
    }
  })
})
