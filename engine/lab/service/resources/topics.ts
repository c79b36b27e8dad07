/** Topics as lists and in detail: where they live, what their queues hold, who reads them. Changes nothing. */
import type { ParsedInputOf, OutputOf } from '../../../contract/rpc.ts'
import type { resourcesApi } from '../../../contract/resources-api.ts'
import type { Text } from '../../../contract/text.ts'
import { EngineError } from '../../../base/errors.ts'
import { refusalCode } from '../../../client/broker-calls.ts'
import { subscribeQueues } from '../../../client/topic-queues.ts'
import type { TopicRoute } from '../../../protocol/bodies/topic-route.ts'
import { ResponseCode } from '../../../protocol/codes.ts'
import { isReadable, isWritable } from '../../../protocol/message.ts'
import { compareQueues, queueKey } from '../../../protocol/message-queue.ts'
import type { TopicConfig } from '../../../protocol/topic-config.ts'
import type { ServiceContext } from '../context.ts'
import { BrokerReach, type BrokerPlace, mapBounded } from './broker-reach.ts'
import { distinct, unanswered } from './failure-words.ts'
import { groupConnection, groupProgress, waitingOf } from './group-state.ts'
import { kindOfTopic, systemTopics } from './topic-kinds.ts'

type Api = typeof resourcesApi

/** Groups whose progress is asked for one topic; more are named without figures. */
const READERS_MAX = 64

export async function listTopics(
  context: ServiceContext,
  { cluster }: ParsedInputOf<Api['topics.list']>,
): Promise<OutputOf<Api['topics.list']>> {
  const reach = new BrokerReach(context, cluster)
  const places = await reach.places()
  const [named, system, { answers, problems }] = await Promise.all([
    reach.admin.nameServers.topicList(),
    knownSystemTopics(reach, places),
    reach.each(places, (address) => reach.admin.brokers.allTopics(address)),
  ])
  const rows = new Map<string, { configs: TopicConfig[]; brokers: string[] }>()
  for (const topic of named.topicList) rows.set(topic, { configs: [], brokers: [] })
  for (const { place, value } of answers) {
    for (const [topic, config] of value.topicConfigTable) {
      const row = rows.get(topic) ?? { configs: [], brokers: [] }
      rows.set(topic, row)
      row.configs.push(config)
      row.brokers.push(place.brokerName)
    }
  }
  const topics = [...rows].map(([topic, { configs, brokers }]) => ({
    topic,
    kind: kindOfTopic(topic, system),
    readQueues: sum(configs.map(({ readQueueNums }) => readQueueNums)),
    writeQueues: sum(configs.map(({ writeQueueNums }) => writeQueueNums)),
    perm: permOfAll(configs.map(({ perm }) => perm)),
    brokers: brokers.sort(),
  }))
  topics.sort((a, b) => (a.topic < b.topic ? -1 : 1))
  return { topics, problems: [...problems] }
}

export async function getTopic(
  context: ServiceContext,
  { cluster, topic }: ParsedInputOf<Api['topics.get']>,
): Promise<OutputOf<Api['topics.get']>> {
  const reach = new BrokerReach(context, cluster)
  const route = await routeOf(reach, topic)
  const places = reach.placesOf(route)
  const [stats, configs, readers, system] = await Promise.all([
    reach.each(places, (address) => reach.admin.brokers.topicStats(address, topic)).catch(noneOf(places)),
    reach.each(places, (address) => reach.admin.brokers.topicConfig(address, topic)).catch(() => undefined),
    reach.each(places, (address) => reach.admin.brokers.groupsOfTopic(address, topic)).catch(noneOf(places)),
    knownSystemTopics(reach, await reach.places()),
  ])
  const groups = [...new Set(readers.answers.flatMap(({ value }) => value))].sort()
  return {
    topic,
    kind: kindOfTopic(topic, system),
    brokers: brokerRows(route),
    queues: queueRows(
      topic,
      route,
      new Map(
        stats.answers.flatMap(({ value }) =>
          value.offsetTable.map(([queue, offsets]) => [queueKey(queue), offsets] as const),
        ),
      ),
    ),
    groups,
    readers: await readersOf(reach, topic, groups.slice(0, READERS_MAX)),
    isOrdered: (route.orderTopicConf ?? '') !== '' || (configs?.answers.some(({ value }) => value.order) ?? false),
    attributes: [...(configs?.answers[0]?.value.attributes ?? [])].sort((a, b) => (a[0] < b[0] ? -1 : 1)),
    problems: distinct([...stats.problems, ...readers.problems]),
  }
}

/**
 * The route of a topic.
 * @throws {EngineError} 'not-found' saying why and what to do when no broker has it.
 */
export async function routeOf(reach: BrokerReach, topic: string): Promise<TopicRoute> {
  try {
    return await reach.admin.topicRoute(topic)
  } catch (error) {
    if (refusalCode(error) !== ResponseCode.TOPIC_NOT_EXIST) throw error
    throw new EngineError(
      'not-found',
      `No route for ${topic}: no broker of ${reach.access.name} that is up has this topic. Check the name (topic), create the topic, or start its broker.`,
      {
        zh: `没有 ${topic} 的路由：${reach.access.name} 中没有在线的 Broker 拥有该 Topic。请检查名称（topic）、创建 Topic，或启动其 Broker。`,
        context: { field: 'topic', value: topic, code: ResponseCode.TOPIC_NOT_EXIST },
      },
    )
  }
}

/** What RocketMQ calls system topics on this cluster; a broker that does not say so is no failure. */
export async function knownSystemTopics(
  reach: BrokerReach,
  places: readonly BrokerPlace[],
): Promise<ReadonlySet<string>> {
  const address = places[0]?.members[0]?.address
  const [ofNameServer, ofBroker] = await Promise.all([
    reach.admin.nameServers.systemTopics().catch(() => undefined),
    address === undefined ? [] : reach.admin.brokers.systemTopics(address).catch(() => []),
  ])
  return systemTopics(places, [...(ofNameServer?.topicList ?? []), ...ofBroker])
}

/** `RW`, `R-`, `-W`, `--`. */
export function permWord(perm: number): string {
  return (isReadable(perm) ? 'R' : '-') + (isWritable(perm) ? 'W' : '-')
}

function permOfAll(perms: readonly number[]): string {
  const words = new Set(perms.map(permWord))
  return words.size === 1 ? ([...words][0] as string) : words.size === 0 ? '--' : 'mixed'
}

function brokerRows(route: TopicRoute): OutputOf<Api['topics.get']>['brokers'] {
  const rows = route.queueDatas.map((data) => {
    const broker = route.brokerDatas.find(({ brokerName }) => brokerName === data.brokerName)
    return {
      brokerName: data.brokerName,
      cluster: broker?.cluster ?? '',
      readQueues: data.readQueueNums,
      writeQueues: data.writeQueueNums,
      perm: data.perm,
      addresses: [...(broker?.brokerAddrs ?? [])]
        .sort((a, b) => a[0] - b[0])
        .map(([brokerId, address]) => ({ brokerId, address })),
    }
  })
  return rows.sort((a, b) => (a.brokerName < b.brokerName ? -1 : 1))
}

/** Queues that the route promises and those that the brokers told of; without an answer their figures are unknown. */
function queueRows(
  topic: string,
  route: TopicRoute,
  offsets: ReadonlyMap<
    string,
    { readonly minOffset: number; readonly maxOffset: number; readonly lastUpdateTimestamp: number }
  >,
): OutputOf<Api['topics.get']>['queues'] {
  return allQueues(topic, route).map((queue) => {
    const known = offsets.get(queueKey(queue))
    const { brokerName, queueId } = queue
    if (known === undefined) {
      return { brokerName, queueId, minOffset: null, maxOffset: null, messages: null, lastUpdateMs: null }
    }
    const minOffset = Math.max(0, known.minOffset)
    const maxOffset = Math.max(0, known.maxOffset)
    return {
      brokerName,
      queueId,
      minOffset,
      maxOffset,
      messages: Math.max(0, maxOffset - minOffset),
      lastUpdateMs: known.lastUpdateTimestamp > 0 ? known.lastUpdateTimestamp : null,
    }
  })
}

/** Every queue of a route, those that may only be written to as well. */
function allQueues(topic: string, route: TopicRoute) {
  const most = route.queueDatas.map((data) => ({
    ...data,
    perm: data.perm | 4,
    readQueueNums: Math.max(data.readQueueNums, data.writeQueueNums),
  }))
  return subscribeQueues(topic, { ...route, queueDatas: most }).sort(compareQueues)
}

/** How far each group is with this topic. A group that cannot be asked is named with nothing known. */
function readersOf(
  reach: BrokerReach,
  topic: string,
  groups: readonly string[],
): Promise<OutputOf<Api['topics.get']>['readers']> {
  return mapBounded(groups, async (group) => {
    const [progress, connection] = await Promise.all([
      groupProgress(reach, group, topic).catch(() => undefined),
      groupConnection(reach, group).catch(() => undefined),
    ])
    return {
      group,
      members: connection?.members.length ?? null,
      model: connection?.model ?? null,
      waiting: progress === undefined ? null : waitingOf(progress.queues),
    }
  })
}

function noneOf(places: readonly BrokerPlace[]): (error: unknown) => { answers: []; problems: Text[] } {
  return (error) => ({ answers: [], problems: places.map(({ brokerName }) => unanswered(brokerName, error)) })
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
