/** Our client and a master that dies: readers go on from its slave, senders from another master, and both come back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../engine/base/bytes.ts'
import { nodePorts } from '../../engine/node/ports.ts'
import { Cluster } from '../interop/harness/cluster.ts'
import { Bench } from './client-scenarios.ts'

describe('a dead master', () => {
  const ports = nodePorts({ logName: 'client' })
  let cluster: Cluster
  let hasFailed = false

  beforeAll(async () => {
    const broker = (node: string, brokerName: string, brokerId: number) => ({
      node,
      brokerName,
      brokerId,
      engine: 'ours' as const,
      properties: { slaveReadEnable: true },
    })
    cluster = await Cluster.start({
      label: 'client-failover',
      nameServers: 1,
      nameServerEngine: 'ours',
      brokers: [
        broker('broker-a', 'broker-a', 0),
        broker('broker-b', 'broker-b', 0),
        broker('broker-a-s', 'broker-a', 1),
      ],
    })
  })

  afterAll(async () => {
    await cluster.stop({ keepLogs: hasFailed })
  })

  test('costs readers no replicated message and less than a route refresh of time', async () => {
    const bench = new Bench({ namesrvAddr: cluster.nameServers, ports, directory: cluster.dir }, 'failover')
    try {
      const topic = await bench.topic(4)
      const producer = bench.producer()
      const got = new Set<string>()
      const consumer = await bench.consumer(topic, '*', {
        listener: {
          kind: 'concurrent',
          consume: (messages) => {
            for (const message of messages) got.add(message.body.utf8Slice())
            return 'CONSUME_SUCCESS'
          },
        },
      })
      consumer.pause()
      const sent: string[] = []
      for (let i = 0; i < 400; i++) {
        const text = `before ${i}`
        const result = await producer.send({ topic, body: bytesFromUtf8(text) })
        if (result.status === 'SEND_OK') sent.push(text)
      }
      await cluster.awaitReplicated('broker-a', 'broker-a-s')
      await bench.until('the topic on the slave', async () => {
        const config = await bench.admin.brokers
          .topicConfig(cluster.address('broker-a-s'), topic)
          .catch(() => undefined)
        return config !== undefined
      })
      await cluster.process('broker-a').kill()
      consumer.resume()
      const killedMs = ports.clock.monotonicMs()
      await bench.until('every message that was sent', () => sent.every((text) => got.has(text)), 35_000)
      expect(ports.clock.monotonicMs() - killedMs).toBeLessThan(30_000)

      for (let i = 0; i < 50; i++) {
        const text = `after ${i}`
        const result = await producer.send({ topic, body: bytesFromUtf8(text) })
        expect(result.queue.brokerName).toBe('broker-b')
        sent.push(text)
      }
      await bench.until('the messages of the other master', () => sent.every((text) => got.has(text)))
    } catch (error) {
      hasFailed = true
      throw error
    } finally {
      await bench.end()
    }
  })
})
