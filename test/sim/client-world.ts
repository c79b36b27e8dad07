/** The simulated machines that tests of the client start from: two name servers, brokers, and clients as needed. */
import { bytesFromUtf8 } from '../../engine/base/bytes.ts'
import type { Ports } from '../../engine/base/ports.ts'
import { ClientInstance } from '../../engine/client/client-instance.ts'
import type { Listener } from '../../engine/client/listener.ts'
import { Producer, type ProducerOptions } from '../../engine/client/producer.ts'
import { PushConsumer, type PushConsumerOptions } from '../../engine/client/push-consumer.ts'
import { queueKey } from '../../engine/protocol/message-queue.ts'
import { makeDirectory, NAMESRV_PORT, PeerBroker, PeerStore, startNameServer } from './client-peer.ts'
import { Simulation } from './kernel/simulation.ts'

export const TOPIC = 'T'
export const GROUP = 'g'

/** Name servers `ns1`, `ns2`, masters `a` and `b`, and clients as the tests make them. */
export class World {
  readonly sim: Simulation
  readonly directory = makeDirectory()
  readonly brokers = new Map<string, PeerBroker>()

  private constructor(seed: number) {
    this.sim = new Simulation({ seed })
  }

  static async make(seed: number, brokers: readonly string[] = ['a', 'b']): Promise<World> {
    const world = new World(seed)
    for (const name of ['ns1', 'ns2']) await world.startNameServer(name)
    for (const name of brokers) await world.startBroker(name, name, 0, new PeerStore())
    return world
  }

  async startNameServer(name: string): Promise<void> {
    await this.sim.settle(startNameServer(this.sim.ports(name), this.directory), 1000)
  }

  async startBroker(node: string, brokerName: string, brokerId: number, store: PeerStore): Promise<PeerBroker> {
    const broker = new PeerBroker(this.sim.ports(node), brokerName, brokerId, store)
    await this.sim.settle(broker.start(), 1000)
    const group = new Map(this.directory.brokers.get(brokerName))
    this.directory.brokers.set(brokerName, group.set(brokerId, broker.address))
    this.brokers.set(node, broker)
    return broker
  }

  broker(node: string): PeerBroker {
    const broker = this.brokers.get(node)
    if (broker === undefined) throw new Error(`no broker ${node}`)
    return broker
  }

  /** kill -9, and the name servers notice the closed connection. */
  kill(node: string): void {
    this.sim.crash(node, { keepsMachine: true })
    const { brokerName, brokerId } = this.broker(node)
    const group = new Map(this.directory.brokers.get(brokerName))
    group.delete(brokerId)
    if (group.size === 0) this.directory.brokers.delete(brokerName)
    else this.directory.brokers.set(brokerName, group)
  }

  get namesrvAddr(): string {
    return ['ns1', 'ns2'].map((name) => `${this.sim.node(name).host}:${NAMESRV_PORT}`).join(';')
  }

  client(node: string, ports: Ports = this.sim.ports(node)): ClientInstance {
    return new ClientInstance({ namesrvAddr: this.namesrvAddr }, ports)
  }

  producer(node: string, options: Partial<ProducerOptions> = {}): Producer {
    const producer = new Producer(this.client(node), { group: 'p', ...options })
    producer.start()
    return producer
  }

  async consumer(node: string, listener: Listener, options: Partial<PushConsumerOptions> = {}): Promise<PushConsumer> {
    const consumer = new PushConsumer(this.client(node), {
      group: GROUP,
      consumeFromWhere: 'CONSUME_FROM_FIRST_OFFSET',
      listener,
      ...options,
    })
    consumer.subscribe(TOPIC)
    await this.sim.settle(consumer.start(), 60_000)
    return consumer
  }

  send(producer: Producer, body: string, timeoutMs?: number) {
    return this.sim.settle(producer.send({ topic: TOPIC, body: bytesFromUtf8(body) }, { timeoutMs }), 60_000)
  }
}

export function collecting(): { readonly got: string[]; readonly listener: Listener } {
  const got: string[] = []
  return {
    got,
    listener: {
      kind: 'concurrent',
      consume: (messages) => {
        got.push(...messages.map((message) => message.body.utf8Slice()))
        return 'CONSUME_SUCCESS'
      },
    },
  }
}

export const ownedOf = (consumer: PushConsumer) =>
  consumer.queues
    .filter((queue) => queue.topic === TOPIC)
    .map(queueKey)
    .sort()
