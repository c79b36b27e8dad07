/**
 * Moving a group to the first or last message, to a time, or one queue to an offset: first what it would do, queue by
 * queue, then the deed, online or offline, as mqadmin resetOffsetByTime does it.
 */
import { EngineError } from '../../../base/errors.ts'
import type { OutputOf, ParsedInputOf } from '../../../contract/rpc.ts'
import type { resourcesApi } from '../../../contract/resources-api.ts'
import { say } from '../../../contract/text.ts'
import { refusalCode } from '../../../client/broker-calls.ts'
import { subscribeQueues } from '../../../client/topic-queues.ts'
import { ResponseCode } from '../../../protocol/codes.ts'
import { compareQueues, type MessageQueue, queueKey } from '../../../protocol/message-queue.ts'
import type { ServiceContext } from '../context.ts'
import { BrokerReach, mapBounded, masterOf } from './broker-reach.ts'
import { badField, requireTypedName } from './failure-words.ts'
import { groupConnection, groupProgress } from './group-state.ts'
import { routeOf } from './topics.ts'

type Api = typeof resourcesApi
type Target = ParsedInputOf<Api['groups.resetPreview']>['target']
type Preview = OutputOf<Api['groups.resetPreview']>

/** Of RocketMQ's reset: a negative time is the end of the queue, 0 its beginning. */
const END_MS = -1
const BEGIN_MS = 0

export async function previewReset(
  context: ServiceContext,
  input: ParsedInputOf<Api['groups.resetPreview']>,
): Promise<Preview> {
  const { cluster, group, topic, target } = input
  const reach = new BrokerReach(context, cluster)
  const [places, progress] = await Promise.all([queuePlaces(reach, topic), groupProgress(reach, group, topic)])
  const current = new Map(progress.queues.map(({ queue, offsets }) => [queueKey(queue), offsets.consumerOffset]))
  const queues = await mapBounded(chosenQueues(places, target), async ({ queue, address }) => {
    const at = current.get(queueKey(queue))
    const known = at === undefined || at < 0 ? null : at
    const to = await targetOffset(reach, address, queue, target)
    const { brokerName, queueId } = queue
    return { brokerName, queueId, current: known, target: to, difference: known === null ? null : to - known }
  })
  return {
    queues,
    again: sum(queues.map(({ difference }) => Math.max(0, -(difference ?? 0)))),
    skipped: sum(queues.map(({ difference }) => Math.max(0, difference ?? 0))),
  }
}

export async function resetGroup(
  context: ServiceContext,
  input: ParsedInputOf<Api['groups.reset']>,
): Promise<OutputOf<Api['groups.reset']>> {
  const { cluster, group, topic, target, typedName } = input
  const reach = new BrokerReach(context, cluster)
  reach.access.requireWritable(say(`resetting offsets of ${group}`, `重置 ${group} 的位点`))
  requireTypedName(typedName, group)
  const places = await queuePlaces(reach, topic)
  const isLive = (await groupConnection(reach, group)).members.length > 0
  if (target.kind === 'offset') {
    await resetQueue(reach, group, chosenQueues(places, target)[0] as QueuePlace, target.offset)
    return { queues: 1, isLive }
  }
  const timestampMs = target.kind === 'time' ? target.atMs : target.kind === 'first' ? BEGIN_MS : END_MS
  const outcome = await reach.admin.resetOffsets({ topic, group, timestampMs, isForce: true })
  const queues = outcome.kind === 'online' ? outcome.offsets.length : outcome.queues.length
  if (queues === 0) {
    throw new EngineError(
      'refused',
      `${group} has no offset in ${topic} and nobody of it is connected: there is nothing to move. Start a consumer of the group, then reset.`,
      {
        zh: `${group} 在 ${topic} 中没有位点，也没有成员在线，无可重置。请先启动该组的消费者，再重置。`,
        context: { group, topic },
      },
    )
  }
  return { queues, isLive }
}

interface QueuePlace {
  readonly queue: MessageQueue
  readonly address: string
}

/** Readable queues of the topic, with the broker that decides over their offsets. */
async function queuePlaces(reach: BrokerReach, topic: string): Promise<readonly QueuePlace[]> {
  const route = await routeOf(reach, topic)
  const places = new Map(reach.placesOf(route).map((place) => [place.brokerName, place]))
  return subscribeQueues(topic, route)
    .sort(compareQueues)
    .flatMap((queue) => {
      const place = places.get(queue.brokerName)
      const address = place === undefined ? undefined : (masterOf(place) ?? place.members[0]?.address)
      return address === undefined ? [] : [{ queue, address }]
    })
}

function chosenQueues(places: readonly QueuePlace[], target: Target): readonly QueuePlace[] {
  if (target.kind !== 'offset') return places
  const { brokerName, queueId } = target
  const chosen = places.filter(({ queue }) => queue.brokerName === brokerName && queue.queueId === queueId)
  if (chosen.length > 0) return chosen
  const there = places.map(({ queue }) => `${queue.brokerName}:${queue.queueId}`).join(', ')
  throw badField(
    'queueId',
    `${brokerName}:${queueId}`,
    say(
      `The topic has no queue ${queueId} on ${brokerName}. There are ${there}.`,
      `该 Topic 在 ${brokerName} 上没有队列 ${queueId}。现有 ${there}。`,
    ),
    'not-found',
  )
}

async function targetOffset(reach: BrokerReach, address: string, queue: MessageQueue, target: Target): Promise<number> {
  const { calls } = reach.admin.client
  switch (target.kind) {
    case 'first':
      return Math.max(0, await calls.minOffset(address, queue))
    case 'last':
      return calls.maxOffset(address, queue)
    case 'time':
      return calls.searchOffset(address, queue, target.atMs)
    case 'offset':
      await requireInside(reach, address, queue, target.offset)
      return target.offset
  }
}

/** As mqadmin resetOffsetByTime with -q and -o: the stored offset, then the clients that are online. */
async function resetQueue(
  reach: BrokerReach,
  group: string,
  { queue, address }: QueuePlace,
  offset: number,
): Promise<void> {
  await requireInside(reach, address, queue, offset)
  const { admin } = reach
  await admin.client.calls.updateOffset(address, group, queue, offset)
  const { topic, queueId } = queue
  try {
    await admin.brokers.resetOffset(address, { topic, group, timestampMs: BEGIN_MS, queueId, offset, isForce: true })
  } catch (error) {
    if (refusalCode(error) !== ResponseCode.CONSUMER_NOT_ONLINE) throw error
  }
}

async function requireInside(reach: BrokerReach, address: string, queue: MessageQueue, offset: number): Promise<void> {
  const { calls } = reach.admin.client
  const [min, max] = await Promise.all([calls.minOffset(address, queue), calls.maxOffset(address, queue)])
  if (offset >= Math.max(0, min) && offset <= max) return
  throw badField(
    'offset',
    offset,
    say(
      `Offset ${offset} is outside queue ${queue.queueId} of ${queue.brokerName}. Choose one from ${min} to ${max}.`,
      `位点 ${offset} 超出 ${queue.brokerName} 队列 ${queue.queueId} 的范围。请选择 ${min} 到 ${max}。`,
    ),
  )
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
