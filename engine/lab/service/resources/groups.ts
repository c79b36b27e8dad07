/** Consumer groups as lists and in detail. Changes nothing. */
import type { OutputOf, ParsedInputOf } from '../../../contract/rpc.ts'
import type { resourcesApi } from '../../../contract/resources-api.ts'
import { say, type Text } from '../../../contract/text.ts'
import { queueKey } from '../../../protocol/message-queue.ts'
import type { SubscriptionGroupConfig } from '../../../protocol/topic-config.ts'
import { groupOfTopic, isDlqTopic, isRetryTopic } from '../../../protocol/topics.ts'
import type { OffsetWrapper } from '../../../protocol/bodies/consume-stats.ts'
import { versionText } from '../../../admin/version-text.ts'
import type { ServiceContext } from '../context.ts'
import { BrokerReach, mapBounded } from './broker-reach.ts'
import { badField, distinct } from './failure-words.ts'
import { groupConnection, type GroupMember, groupProgress, waitingIn, waitingOf } from './group-state.ts'
import { isGroupOfRocketmq } from './topic-kinds.ts'

type Api = typeof resourcesApi
type Detail = OutputOf<Api['groups.get']>
type Settings = NonNullable<Detail['settings']>

/** A broker sums up all its groups for this; it may take long on big ones. */
const ALL_STATS_TIMEOUT_MS = 10_000
/** Groups whose members are asked for, one request a broker and group; the others' are unknown. */
const MEMBERS_ASKED_MAX = 500
/** Members asked which queues they hold, and how long they may take: a frozen one must not hold up the others. */
const OWNERS_ASKED_MAX = 32
const OWNER_WAIT_MS = 1500

export async function listGroups(
  context: ServiceContext,
  { cluster }: ParsedInputOf<Api['groups.list']>,
): Promise<OutputOf<Api['groups.list']>> {
  const reach = new BrokerReach(context, cluster)
  const places = await reach.places()
  const [names, stats] = await Promise.all([
    groupNames(reach, places),
    reach
      .each(places, (address) => reach.admin.brokers.brokerConsumeStats(address, false, ALL_STATS_TIMEOUT_MS))
      .catch(() => ({ answers: [], problems: [] })),
  ])
  const progress = new Map<string, { offsets: OffsetWrapper; topic: string }[]>()
  const perSecond = new Map<string, number>()
  for (const { value } of stats.answers) {
    for (const [group, ofTopics] of value.consumeStatsList.flatMap((each) => [...each])) {
      const queues = progress.get(group) ?? []
      progress.set(group, queues)
      for (const { offsetTable, consumeTps } of ofTopics) {
        queues.push(...offsetTable.map(([queue, offsets]) => ({ offsets, topic: queue.topic })))
        perSecond.set(group, (perSecond.get(group) ?? 0) + consumeTps)
      }
    }
  }
  const asked = new Set(names.groups.filter((group) => !isGroupOfRocketmq(group)).slice(0, MEMBERS_ASKED_MAX))
  const groups = await mapBounded(names.groups, async (group) => {
    const connection = asked.has(group) ? await groupConnection(reach, group, places).catch(() => undefined) : undefined
    const queues = progress.get(group) ?? []
    const topics = new Set([...(connection?.subscriptions.keys() ?? []), ...queues.map(({ topic }) => topic)])
    return {
      group,
      kind: isGroupOfRocketmq(group) ? ('system' as const) : ('normal' as const),
      members: connection?.members.length ?? null,
      model: connection?.model ?? null,
      type: connection?.type ?? null,
      topics: [...topics].filter((topic) => !isRetryTopic(topic)).sort(),
      waiting: waitingOf(queues),
      perSecond: perSecond.get(group) ?? null,
    }
  })
  return { groups, problems: distinct([...names.problems, ...stats.problems]) }
}

export async function getGroup(
  context: ServiceContext,
  { cluster, group }: ParsedInputOf<Api['groups.get']>,
): Promise<Detail> {
  const reach = new BrokerReach(context, cluster)
  const places = await reach.places()
  const [tables, connection, progress] = await Promise.all([
    reach.each(places, (address) => reach.admin.brokers.allGroups(address)),
    groupConnection(reach, group, places),
    groupProgress(reach, group),
  ])
  const entries = tables.answers.flatMap(({ place, value }) => {
    const config = value.subscriptionGroupTable.get(group)
    return config === undefined ? [] : [{ brokerName: place.brokerName, settings: settingsOf(config) }]
  })
  if (entries.length === 0 && connection.members.length === 0 && progress.queues.length === 0) {
    const { topicList } = await reach.admin.nameServers.topicList()
    if (!topicList.some((topic) => groupOfTopic(topic) === group)) throw unknownGroup(reach, group)
  }
  const owners = await queueOwners(context, reach, group, connection.members)
  return {
    group,
    settings: entries[0]?.settings ?? null,
    members: connection.members.map(({ connection: { clientId, clientAddr, language, version } }) => ({
      clientId,
      address: clientAddr,
      language: language ?? '',
      version: plainVersion(version),
    })),
    subscriptions: [...connection.subscriptions]
      .map(([topic, { subString, expressionType }]) => ({ topic, expression: subString, type: expressionType }))
      .sort((a, b) => (a.topic < b.topic ? -1 : 1)),
    model: connection.model,
    type: connection.type,
    from: connection.from,
    queues: progress.queues.map(({ queue, offsets }) => ({
      topic: queue.topic,
      brokerName: queue.brokerName,
      queueId: queue.queueId,
      brokerOffset: Math.max(0, offsets.brokerOffset),
      consumerOffset: offsets.consumerOffset < 0 ? null : offsets.consumerOffset,
      waiting: waitingIn(offsets),
      lastConsumedMs: offsets.lastTimestamp > 0 ? offsets.lastTimestamp : null,
      clientId: owners.get(queueKey(queue)) ?? null,
    })),
    perSecond: progress.queues.length === 0 ? null : progress.perSecond,
    problems: distinct([
      ...tables.problems,
      ...connection.problems,
      ...progress.problems,
      ...differences(
        entries,
        tables.answers.map(({ place }) => place.brokerName),
      ),
    ]),
  }
}

/** Groups that have an entry on a broker, or a retry or dead-letter topic. Sorted. */
export async function groupNames(
  reach: BrokerReach,
  places: Awaited<ReturnType<BrokerReach['places']>>,
): Promise<{ readonly groups: readonly string[]; readonly problems: readonly Text[] }> {
  const [{ topicList }, tables] = await Promise.all([
    reach.admin.nameServers.topicList(),
    reach.each(places, (address) => reach.admin.brokers.allGroups(address)),
  ])
  const groups = new Set(tables.answers.flatMap(({ value }) => [...value.subscriptionGroupTable.keys()]))
  for (const topic of topicList) {
    if (isRetryTopic(topic) || isDlqTopic(topic)) groups.add(groupOfTopic(topic) as string)
  }
  return { groups: [...groups].sort(), problems: tables.problems }
}

/** `5.3.3` for 479. */
export function plainVersion(version: number): string {
  return versionText(version).replace(/^V/, '').replaceAll('_', '.').replace('.SNAPSHOT', '-SNAPSHOT')
}

/** Which member holds each queue, by what the members say themselves; silent ones are left out. */
async function queueOwners(
  context: ServiceContext,
  reach: BrokerReach,
  group: string,
  members: readonly GroupMember[],
): Promise<ReadonlyMap<string, string>> {
  const owners = new Map<string, string>()
  await mapBounded(members.slice(0, OWNERS_ASKED_MAX), async ({ connection: { clientId } }) => {
    const info = await inTime(
      context,
      reach.admin.consumerRunningInfo(group, clientId).catch(() => undefined),
    )
    for (const [queue] of info?.mqTable ?? []) owners.set(queueKey(queue), clientId)
  })
  return owners
}

function inTime<T>({ client }: ServiceContext, work: Promise<T | undefined>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = client.timers.after(OWNER_WAIT_MS, () => resolve(undefined))
    void work.then((value) => {
      timer.cancel()
      resolve(value)
    })
  })
}

function settingsOf(config: SubscriptionGroupConfig): Settings {
  return {
    consumeEnable: config.consumeEnable,
    consumeBroadcastEnable: config.consumeBroadcastEnable,
    consumeFromMinEnable: config.consumeFromMinEnable,
    consumeMessageOrderly: config.consumeMessageOrderly,
    retryQueueNums: config.retryQueueNums,
    retryMaxTimes: config.retryMaxTimes,
    brokerId: config.brokerId,
    whichBrokerWhenConsumeSlowly: config.whichBrokerWhenConsumeSlowly,
    notifyConsumerIdsChangedEnable: config.notifyConsumerIdsChangedEnable,
  }
}

/** Brokers whose entry differs from the first one's, and those that have none. */
function differences(
  entries: readonly { readonly brokerName: string; readonly settings: Settings }[],
  asked: readonly string[],
): Text[] {
  const [first, ...rest] = entries
  if (first === undefined) return []
  const differing = rest.flatMap(({ brokerName, settings }) => {
    const keys = (Object.keys(settings) as (keyof Settings)[]).filter((key) => settings[key] !== first.settings[key])
    return keys.length === 0
      ? []
      : [
          say(
            `${brokerName} has other settings than ${first.brokerName}: ${keys.join(', ')}. Save the settings to make them equal.`,
            `${brokerName} 与 ${first.brokerName} 的设置不同：${keys.join('、')}。保存设置即可统一。`,
          ),
        ]
  })
  const missing = asked.filter((name) => !entries.some(({ brokerName }) => brokerName === name))
  if (missing.length === 0) return differing
  return [
    ...differing,
    say(
      `${missing.join(', ')} has no entry of this group yet. One is made when a consumer connects, or when the settings are saved.`,
      `${missing.join('、')} 上还没有该消费组的配置。消费者连接时或保存设置时会创建。`,
    ),
  ]
}

function unknownGroup(reach: BrokerReach, group: string): Error {
  return badField(
    'group',
    group,
    say(
      `No broker of ${reach.access.name} that is up knows the group ${group}. Check the name (group), or start a consumer of it.`,
      `${reach.access.name} 中没有在线的 Broker 知道消费组 ${group}。请检查名称（group），或启动它的消费者。`,
    ),
    'not-found',
  )
}
