/**
 * From a route to the queues a client may use and the addresses it may call. Pure.
 * Source: MQClientInstance#topicRoute2TopicPublishInfo, #topicRoute2TopicSubscribeInfo, #findBrokerAddressIn*.
 */
import { isReadable, isWritable } from '../protocol/message.ts'
import { compareQueues, type MessageQueue } from '../protocol/message-queue.ts'
import type { TopicRoute } from '../protocol/bodies/topic-route.ts'

export const MASTER_ID = 0

/** Queues of one topic on one broker that a client believes a route to have. */
const QUEUES_PER_BROKER_MAX = 65_536

/** Queues that may be sent to: writable ones of brokers whose master is alive, or what the order configuration fixes. */
export function publishQueues(topic: string, route: TopicRoute): MessageQueue[] {
  if (route.orderTopicConf !== undefined && route.orderTopicConf !== '')
    return orderedQueues(topic, route.orderTopicConf)
  const queues: MessageQueue[] = []
  for (const data of route.queueDatas) {
    if (!isWritable(data.perm)) continue
    const broker = route.brokerDatas.find((candidate) => candidate.brokerName === data.brokerName)
    if (broker === undefined || !broker.brokerAddrs.has(MASTER_ID)) continue
    for (let queueId = 0; queueId < Math.min(data.writeQueueNums, QUEUES_PER_BROKER_MAX); queueId++) {
      queues.push({ topic, brokerName: data.brokerName, queueId })
    }
  }
  return queues.sort(compareQueues)
}

/** Queues that may be read: a slave alone is enough. */
export function subscribeQueues(topic: string, route: TopicRoute): MessageQueue[] {
  const queues: MessageQueue[] = []
  for (const data of route.queueDatas) {
    if (!isReadable(data.perm)) continue
    for (let queueId = 0; queueId < Math.min(data.readQueueNums, QUEUES_PER_BROKER_MAX); queueId++) {
      queues.push({ topic, brokerName: data.brokerName, queueId })
    }
  }
  return queues.sort(compareQueues)
}

/** `brokerA:4;brokerB:4`; parts that are not of that form are left out. */
function orderedQueues(topic: string, orderTopicConf: string): MessageQueue[] {
  const queues: MessageQueue[] = []
  for (const part of orderTopicConf.split(';')) {
    const colon = part.lastIndexOf(':')
    const count = Number(part.slice(colon + 1))
    if (colon <= 0 || !Number.isInteger(count) || count < 0 || count > QUEUES_PER_BROKER_MAX) continue
    for (let queueId = 0; queueId < count; queueId++) queues.push({ topic, brokerName: part.slice(0, colon), queueId })
  }
  return queues
}

export interface BrokerTarget {
  readonly address: string
  readonly brokerId: number
}

/**
 * The address to read from when `brokerId` is wished for: that broker, else the next slave when a slave was wished for,
 * else any of the group. Source: MQClientInstance#findBrokerAddressInSubscribe.
 */
export function readTarget(addresses: ReadonlyMap<number, string>, brokerId: number): BrokerTarget | undefined {
  const wished = addresses.get(brokerId)
  if (wished !== undefined) return { address: wished, brokerId }
  const next = brokerId === MASTER_ID ? undefined : addresses.get(brokerId + 1)
  if (next !== undefined) return { address: next, brokerId: brokerId + 1 }
  const first = [...addresses].sort((a, b) => a[0] - b[0])[0]
  return first === undefined ? undefined : { brokerId: first[0], address: first[1] }
}

/** One address of a broker group for queries: its master, else a random slave. Source: BrokerData#selectBrokerAddr. */
export function queryAddress(addresses: ReadonlyMap<number, string>, random: { next(): number }): string | undefined {
  const master = addresses.get(MASTER_ID)
  if (master !== undefined) return master
  const slaves = [...addresses.values()]
  return slaves[Math.floor(random.next() * slaves.length)]
}

/** The template's route as a new topic's: no more than `queuesMax` queues a broker. */
export function asTemplateRoute(route: TopicRoute, queuesMax: number): TopicRoute {
  return {
    ...route,
    queueDatas: route.queueDatas.map((data) => {
      const queueNums = Math.min(queuesMax, data.readQueueNums)
      return { ...data, readQueueNums: queueNums, writeQueueNums: queueNums }
    }),
  }
}
