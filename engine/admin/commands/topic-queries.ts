/** mqadmin's topic commands that only look: routes, offsets, clusters, the list. */
import { EngineError } from '../../base/errors.ts'
import { topicRoute as topicRouteBody, type TopicRoute } from '../../protocol/bodies/topic-route.ts'
import { compareQueues } from '../../protocol/message-queue.ts'
import { isDlqTopic, isRetryTopic } from '../../protocol/topics.ts'
import { type CommandContext, type CommandRow, flag, say } from '../command-row.ts'
import { doubleText, mapText } from '../java-text.ts'
import { localTimeMs } from '../local-time.ts'
import { ROUTE_CLUSTER, TOPIC } from '../shared-options.ts'
import { layout } from '../table-output.ts'

const ROUTE_LINE = layout('{:<45} {:<32} {:<50} {:<10} {:<11} {:<5}')
const ROUTE_RULE = '-'.repeat(158)
const STATUS_LINE = layout('{:<32!32}  {:<4}  {:<20}  {:<20}    {}')
/** The header is narrower than its rows there too. */
const LIST_HEADER = layout('{:<20}  {:<48}  {:<48}')
const LIST_LINE = layout('{:<20!20}  {:<64!64}  {:<64!64}')

/** Source: TopicRouteSubCommand. */
async function topicRoute({ admin, options, out }: CommandContext): Promise<void> {
  const route = await admin.topicRoute(options.text('topic'))
  if (!options.has('list')) {
    out.line(routeJson(route))
    return
  }
  out.line(ROUTE_LINE('#ClusterName', '#BrokerName', '#BrokerAddrs', '#ReadQueue', '#WriteQueue', '#Perm'))
  const brokers = new Map(route.brokerDatas.map((broker) => [broker.brokerName, broker]))
  const queues = [...route.queueDatas].sort((a, b) => (a.brokerName < b.brokerName ? -1 : 1))
  for (const queue of queues) {
    const broker = brokers.get(queue.brokerName)
    const addresses = new Map([...(broker?.brokerAddrs ?? [])].sort((a, b) => a[0] - b[0]))
    out.line(
      ROUTE_LINE(
        broker?.cluster ?? '',
        queue.brokerName,
        mapText(addresses),
        queue.readQueueNums,
        queue.writeQueueNums,
        queue.perm,
      ),
    )
  }
  out.line(ROUTE_RULE)
  const sum = (value: (queue: (typeof queues)[number]) => number) =>
    queues.reduce((total, each) => total + value(each), 0)
  const reads = sum((queue) => queue.readQueueNums)
  out.line(
    ROUTE_LINE(
      'Total:',
      brokers.size,
      '',
      reads,
      sum((queue) => queue.writeQueueNums),
      '',
    ),
  )
}

/** The pretty form of Java's JSON, where a map with number keys stays on one line and its keys have no quotes. */
export function routeJson(route: TopicRoute): string {
  return topicRouteBody
    .encodeText(route, { pretty: true })
    .replace(
      /("brokerAddrs":\{)\n((?:\t+"\d+":"[^"]*",?\n)+)(\t+)\}/g,
      (_whole, head: string, body: string, indent: string) => {
        const members = body.split('\n').filter((line) => line !== '')
        return `${head}${members.map((line) => line.replace(/^\t+"(\d+)"/, '$1')).join('')}\n${indent}}`
      },
    )
}

/** Source: TopicStatusSubCommand. */
async function topicStatus({ admin, options, out, utcOffsetMs }: CommandContext): Promise<void> {
  const topic = options.text('topic')
  const stats = await admin.topicStats(topic, options.find('cluster') ?? topic)
  if (stats.offsetTable.length === 0) {
    throw new EngineError('not-found', 'Not found the topic stats info', { zh: `没有主题 ${topic} 的统计信息` })
  }
  out.line(STATUS_LINE('#Broker Name', '#QID', '#Min Offset', '#Max Offset', '#Last Updated'))
  for (const [queue, offsets] of [...stats.offsetTable].sort((a, b) => compareQueues(a[0], b[0]))) {
    const updated = offsets.lastUpdateTimestamp > 0 ? localTimeMs(offsets.lastUpdateTimestamp, utcOffsetMs) : ''
    out.line(STATUS_LINE(queue.brokerName, queue.queueId, offsets.minOffset, offsets.maxOffset, updated))
  }
  out.line('')
  out.line(`Topic Put TPS: ${doubleText(stats.topicPutTps)}`)
}

/** Clusters of the brokers of the topic. Java looks at the first broker only. */
async function topicClusters({ admin }: CommandContext, topic: string): Promise<readonly string[]> {
  const route = await admin.topicRoute(topic)
  const info = await admin.clusterInfo()
  const first = route.brokerDatas[0]?.brokerName
  return [...info.clusterAddrTable].flatMap(([cluster, names]) =>
    first !== undefined && names.includes(first) ? [cluster] : [],
  )
}

/** Source: TopicClusterSubCommand. */
async function topicClusterList(context: CommandContext): Promise<void> {
  for (const cluster of await topicClusters(context, context.options.text('topic'))) context.out.line(cluster)
}

/**
 * Differs: sorted by name; Java prints in the order of a hash set. Source: TopicListSubCommand.
 */
async function topicList(context: CommandContext): Promise<void> {
  const { admin, options, out } = context
  const topics = [...(await admin.nameServers.topicList()).topicList].sort()
  if (!options.has('clusterModel')) {
    for (const topic of topics) out.line(topic)
    return
  }
  out.line(LIST_HEADER('#Cluster Name', '#Topic', '#Consumer Group'))
  for (const topic of topics) {
    if (isRetryTopic(topic) || isDlqTopic(topic)) continue
    // What cannot be learned stays blank, as there.
    const [cluster = ''] = await topicClusters(context, topic).catch(() => [])
    const groups = await admin.groupsOfTopic(topic).catch(() => [])
    for (const group of groups.length === 0 ? [''] : groups) out.line(LIST_LINE(cluster, topic, group))
  }
}

export const topicQueryCommands: readonly CommandRow[] = [
  {
    name: 'topicRoute',
    group: 'topic',
    about: say('Examine topic route info.', '查看主题的路由信息。'),
    options: [TOPIC, flag('l', 'list', say('table instead of JSON', '以表格代替 JSON'))],
    run: topicRoute,
  },
  {
    name: 'topicStatus',
    group: 'topic',
    about: say('Examine topic status info.', '查看主题每个队列的位点。'),
    options: [TOPIC, ROUTE_CLUSTER],
    run: topicStatus,
  },
  {
    name: 'topicClusterList',
    group: 'topic',
    about: say('Get cluster info for topic.', '查看主题所在的集群。'),
    options: [TOPIC],
    run: topicClusterList,
  },
  {
    name: 'topicList',
    group: 'topic',
    about: say('Fetch all topic list from name server.', '从 NameServer 获取全部主题。'),
    options: [flag('c', 'clusterModel', say('with clusters and consumer groups', '同时列出集群和消费组'))],
    run: topicList,
  },
]
