/** Finding stored messages: by time, queue offset, key and id. Changes nothing. */
import { EngineError } from '../../../base/errors.ts'
import type { OutputOf, ParsedInputOf } from '../../../contract/rpc.ts'
import type { resourcesApi } from '../../../contract/resources-api.ts'
import { say, type Text } from '../../../contract/text.ts'
import { refusalCode } from '../../../client/broker-calls.ts'
import type { ReceivedMessage } from '../../../client/received-message.ts'
import { subscribeQueues } from '../../../client/topic-queues.ts'
import { ResponseCode } from '../../../protocol/codes.ts'
import { hostText } from '../../../protocol/host-address.ts'
import { parseOffsetMessageId } from '../../../protocol/message-id.ts'
import type { MessageQueue } from '../../../protocol/message-queue.ts'
import type { ServiceContext } from '../context.ts'
import { type BrokerPlace, BrokerReach, mapBounded } from './broker-reach.ts'
import { badField, distinct, unanswered } from './failure-words.ts'
import { BLOCK_MESSAGES, pullBlock } from './message-pull.ts'
import { messageDetail, messageRow } from './message-rows.ts'
import { type Lane, newestFirst } from './newest-first.ts'
import { routeOf } from './topics.ts'

type Api = typeof resourcesApi
type MessageList = OutputOf<Api['messages.byTime']>

/** Reads of one search by time; each gives up to 32 messages. */
const BLOCKS_MAX = 400
/** A block of big messages comes in several answers. */
const PULLS_A_BLOCK_MAX = 40
/** Brokers find this many by key at most. */
const KEY_FOUND_MAX = 64

export async function findByTime(
  context: ServiceContext,
  input: ParsedInputOf<Api['messages.byTime']>,
): Promise<MessageList> {
  const { cluster, topic, fromMs, toMs, max } = input
  if (fromMs > toMs) {
    throw badField(
      'toMs',
      toMs,
      say(
        'The end lies before the beginning (toMs < fromMs). Exchange the two times.',
        '结束时间早于开始时间（toMs < fromMs）。请交换两个时间。',
      ),
    )
  }
  const reach = new BrokerReach(context, cluster)
  const route = await routeOf(reach, topic)
  const queues = subscribeQueues(topic, route)
  const { answers, problems } = await reach.each(reach.placesOf(route), async (address, { brokerName }) => {
    const own = queues.filter((queue) => queue.brokerName === brokerName)
    return mapBounded(own, (queue) => laneOf(reach, address, queue, fromMs, toMs))
  })
  const lost: Text[] = []
  const lanes = answers.flatMap(({ place, value }) => value.map((lane) => tolerant(lane, place.brokerName, lost)))
  const found = await newestFirst(lanes, max, BLOCK_MESSAGES, BLOCKS_MAX)
  return {
    messages: found.messages.map((message) => messageRow(message)),
    isTruncated: found.isTruncated,
    problems: distinct([...problems, ...lost]),
  }
}

export async function findByOffset(
  context: ServiceContext,
  input: ParsedInputOf<Api['messages.byOffset']>,
): Promise<MessageList> {
  const { cluster, topic, brokerName, queueId, offset, max } = input
  const reach = new BrokerReach(context, cluster)
  const queue = { topic, brokerName, queueId }
  const place = await placeOfQueue(reach, queue)
  const { answers, problems } = await reach.each([place], async (address) => {
    const { calls } = reach.admin.client
    const [min, end] = await Promise.all([calls.minOffset(address, queue), calls.maxOffset(address, queue)])
    const first = Math.max(0, min)
    if (end <= first) {
      throw badField(
        'offset',
        offset,
        say(
          `Queue ${queueId} of ${brokerName} is empty. Choose another queue.`,
          `${brokerName} 的队列 ${queueId} 为空。请选择其他队列。`,
        ),
        'not-found',
      )
    }
    if (offset < first || offset >= end) {
      throw badField(
        'offset',
        offset,
        say(
          `Offset ${offset} is outside queue ${queueId} of ${brokerName}. Choose one from ${first} to ${end - 1}.`,
          `位点 ${offset} 超出 ${brokerName} 队列 ${queueId} 的范围。请选择 ${first} 到 ${end - 1}。`,
        ),
        'not-found',
      )
    }
    const to = Math.min(end, offset + max)
    return { messages: await readRange(reach, address, queue, offset, to), isTruncated: to < end }
  })
  const { messages, isTruncated } = answers[0]?.value ?? { messages: [], isTruncated: false }
  return { messages: messages.map((message) => messageRow(message)), isTruncated, problems: [...problems] }
}

/**
 * By the brokers' index. A silent broker is told of when the name servers know it: its messages cannot be among those found.
 */
export async function findByKey(
  context: ServiceContext,
  { cluster, topic, key }: ParsedInputOf<Api['messages.byKey']>,
): Promise<MessageList> {
  const reach = new BrokerReach(context, cluster)
  const silent = await silentBrokers(reach, topic)
  const found = await reach.admin.messages.byKey({ topic, key, countMax: KEY_FOUND_MAX }).catch(noneFound)
  const sorted = [...found].sort((a, b) => b.storeTimestampMs - a.storeTimestampMs)
  return {
    messages: sorted.map((message) => messageRow(message)),
    isTruncated: sorted.length >= KEY_FOUND_MAX,
    problems: silent,
  }
}

/** An id that names a broker of this cluster is looked up there; others are the client's and need the topic. */
export async function findById(
  context: ServiceContext,
  { cluster, topic, id }: ParsedInputOf<Api['messages.byId']>,
): Promise<MessageList> {
  const reach = new BrokerReach(context, cluster)
  const stored = await storedUnder(reach, id)
  if (stored !== undefined) return list([messageRow(stored.message, stored.brokerName)])
  if (topic === '') {
    throw badField(
      'topic',
      topic,
      say(
        `${id} names no broker of ${cluster}: it was made by a client. Name its topic too (topic).`,
        `${id} 不指向 ${cluster} 的任何 Broker，它由客户端生成。请同时给出 Topic（topic）。`,
      ),
    )
  }
  const silent = await silentBrokers(reach, topic)
  const copies = await reach.admin.messages.byUniqueKey({ topic, key: id }).catch(noneFound)
  return { ...list(copies.map((message) => messageRow(message))), problems: silent }
}

export async function getMessage(
  context: ServiceContext,
  input: ParsedInputOf<Api['messages.get']>,
): Promise<OutputOf<Api['messages.get']>> {
  const reach = new BrokerReach(context, input.cluster)
  return messageDetail(await messageAt(reach, input), input.brokerName)
}

/** @throws {EngineError} 'not-found' when the queue does not hold that offset (any more). */
export async function messageAt(
  reach: BrokerReach,
  at: MessageQueue & { readonly queueOffset: number },
): Promise<ReceivedMessage> {
  const { topic, brokerName, queueId, queueOffset } = at
  const place = await placeOfQueue(reach, at)
  const { answers } = await reach.each([place], (address) => pullBlock(reach.admin, address, at, queueOffset, 1))
  const message = answers[0]?.value.messages.find((each) => each.queueOffset === queueOffset)
  if (message !== undefined) return message
  throw badField(
    'queueOffset',
    queueOffset,
    say(
      `Queue ${queueId} of ${topic} on ${brokerName} has no message at offset ${queueOffset}: it was removed after its retention, or the broker lost it. Search again.`,
      `${topic} 在 ${brokerName} 的队列 ${queueId} 中没有位点 ${queueOffset} 的消息：可能已过保留时长被清除，或 Broker 已丢失它。请重新查询。`,
    ),
    'not-found',
  )
}

/**
 * The message of an offset id, when its address is a broker of this cluster: no other address is ever called, whatever
 * the id says. A slave has the same log as its master.
 */
export async function storedUnder(
  reach: BrokerReach,
  id: string,
): Promise<{ readonly message: ReceivedMessage; readonly brokerName: string } | undefined> {
  const parsed = parseOffsetMessageId(id)
  if (parsed === undefined) return undefined
  const address = addressText(parsed)
  const place = (await reach.places()).find(({ members }) => members.some((member) => member.address === address))
  if (place === undefined) return undefined
  try {
    const { answers } = await reach.each([place], (at) =>
      reach.admin.messages.byLogOffset(at, undefined, parsed.logOffset),
    )
    const message = answers[0]?.value
    return message === undefined || hostText(message.storeHost) !== address
      ? undefined
      : { message, brokerName: place.brokerName }
  } catch (error) {
    // A client's id may look like an offset id of this broker: then there is no record at that offset.
    if (error instanceof EngineError && !error.retriable) return undefined
    throw error
  }
}

/** As name servers give it. */
function addressText({ host, port }: { readonly host: string; readonly port: number }): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

async function placeOfQueue(reach: BrokerReach, queue: MessageQueue): Promise<BrokerPlace> {
  const route = await routeOf(reach, queue.topic)
  const place = reach.placesOf(route).find(({ brokerName }) => brokerName === queue.brokerName)
  if (place !== undefined) return place
  const there = route.brokerDatas.map(({ brokerName }) => brokerName).sort()
  throw badField(
    'brokerName',
    queue.brokerName,
    say(
      `${queue.topic} is not on ${queue.brokerName} (brokerName), or that broker is down. It is on ${there.join(', ')}.`,
      `${queue.topic} 不在 ${queue.brokerName}（brokerName）上，或该 Broker 已停止。它在 ${there.join('、')} 上。`,
    ),
    'not-found',
  )
}

/** The offsets of a queue that may lie in the time; brokers of 4.9 are off by one at either end. */
async function laneOf(
  reach: BrokerReach,
  address: string,
  queue: MessageQueue,
  fromMs: number,
  toMs: number,
): Promise<Lane<ReceivedMessage>> {
  const { calls } = reach.admin.client
  const [min, max] = await Promise.all([calls.minOffset(address, queue), calls.maxOffset(address, queue)])
  const read = async (from: number, to: number): Promise<readonly ReceivedMessage[]> =>
    (await readRange(reach, address, queue, from, to)).filter(
      ({ storeTimestampMs }) => storeTimestampMs >= fromMs && storeTimestampMs <= toMs,
    )
  const isUntilNow = toMs >= reach.admin.client.ports.clock.nowMs()
  const [from, to] =
    max <= min
      ? [0, 0]
      : await Promise.all([
          fromMs === 0 ? min : calls.searchOffset(address, queue, fromMs),
          isUntilNow ? max : calls.searchOffset(address, queue, toMs + 1),
        ])
  return { from: Math.max(0, min, from - 1), to: Math.min(max, to + 1), read }
}

/** All of [from, to), in as many answers as the broker needs. */
async function readRange(
  reach: BrokerReach,
  address: string,
  queue: MessageQueue,
  from: number,
  to: number,
): Promise<readonly ReceivedMessage[]> {
  const messages: ReceivedMessage[] = []
  let at = from
  for (let pulls = 0; at < to && pulls < PULLS_A_BLOCK_MAX; pulls++) {
    const block = await pullBlock(reach.admin, address, queue, at, to - at)
    messages.push(...block.messages.filter(({ queueOffset }) => queueOffset >= from && queueOffset < to))
    if (block.nextOffset <= at) break
    at = block.nextOffset
  }
  return messages
}

/** A queue that cannot be read gives nothing and a sentence. */
function tolerant(lane: Lane<ReceivedMessage>, brokerName: string, lost: Text[]): Lane<ReceivedMessage> {
  return {
    ...lane,
    read: async (from, to) => {
      try {
        return await lane.read(from, to)
      } catch (error) {
        lost.push(unanswered(brokerName, error))
        return []
      }
    },
  }
}

/** Brokers of the topic that do not answer even a small question; the search itself keeps quiet about them. */
async function silentBrokers(reach: BrokerReach, topic: string): Promise<Text[]> {
  const places = reach.placesOf(await routeOf(reach, topic))
  const { problems } = await reach.each(places, (address) => reach.admin.brokers.topicStats(address, topic))
  return [...problems]
}

function noneFound(error: unknown): readonly ReceivedMessage[] {
  if (refusalCode(error) === ResponseCode.NO_MESSAGE) return []
  throw error
}

function list(messages: MessageList['messages']): MessageList {
  return { messages, isTruncated: false, problems: [] }
}
