/** mqadmin's view of consumers at work: lag, connections, the inside of clients. */
import type { ConsumeStats } from '../../protocol/bodies/consume-stats.ts'
import type { ConsumerConnection } from '../../protocol/bodies/consumer-connection.ts'
import { compareQueues, queueKey } from '../../protocol/message-queue.ts'
import { groupOfTopic, isRetryTopic } from '../../protocol/topics.ts'
import { type CommandContext, type CommandRow, flag, option, REQUIRED, say } from '../command-row.ts'
import { localTime } from '../local-time.ts'
import { runningInfoText, stuckQueueLines } from '../running-info-text.ts'
import { ROUTE_CLUSTER } from '../shared-options.ts'
import { fixed, layout } from '../table-output.ts'
import { versionText } from '../version-text.ts'

const HEADER = layout('{:<64}  {:<32}  {:<4}  {:<20}  {:<20}  {:<20} {:<20}{}')
const LINE = layout('{:<64!64}  {:<32!32}  {:<4}  {:<20}  {:<20}  {:<20} {:<20} {}')
const IP_HEADER = layout('{:<64}  {:<32}  {:<4}  {:<20}  {:<20}  {:<20} {:<20} {:<20}{}')
const IP_LINE = layout('{:<64!64}  {:<32!32}  {:<4}  {:<20}  {:<20}  {:<20} {:<20} {:<20} {}')
const GROUP_LINE = layout('{:<64!64}  {:<6}  {:<24} {:<5}  {:<14}  {:<7}  {}')
const CONNECTION_LINE = layout('{:<36} {:<22} {:<10} {}')
const SUBSCRIPTION_LINE = layout('{:<20} {}')
const CLIENT_LINE = layout('{:<10} {:<40} {:<20} {}')

/** Source: ConsumerProgressSubCommand. */
async function consumerProgress(context: CommandContext): Promise<void> {
  const { admin, options } = context
  const group = options.find('groupName')
  if (group === undefined) return printGroups(context)
  const stats = await admin.consumeStats(group, options.find('topicName'), options.find('cluster'))
  const ips = options.findBoolean('showClientIP') === true ? await clientIps(context, group) : undefined
  printQueues(context, stats, ips)
}

function printQueues(
  { out, utcOffsetMs }: CommandContext,
  stats: ConsumeStats,
  ips: ReadonlyMap<string, string> | undefined,
): void {
  const head = ['#Topic', '#Broker Name', '#QID', '#Broker Offset', '#Consumer Offset']
  const tail = ['#Diff', '#Inflight', '#LastTime']
  // The header has one blank less before the time than its rows, there too.
  out.line(ips === undefined ? HEADER(...head, ...tail) : IP_HEADER(...head, '#Client IP', ...tail))
  let diffTotal = 0
  let inflightTotal = 0
  for (const [queue, wrapper] of [...stats.offsetTable].sort((a, b) => compareQueues(a[0], b[0]))) {
    const diff = wrapper.brokerOffset - wrapper.consumerOffset
    const inflight = wrapper.pullOffset - wrapper.consumerOffset
    diffTotal += diff
    inflightTotal += inflight
    const lastTime = wrapper.lastTimestamp > 0 ? localTime(wrapper.lastTimestamp, utcOffsetMs) : 'N/A'
    const { topic, brokerName, queueId } = queue
    const { brokerOffset, consumerOffset } = wrapper
    out.line(
      ips === undefined
        ? LINE(topic, brokerName, queueId, brokerOffset, consumerOffset, diff, inflight, lastTime)
        : IP_LINE(
            topic,
            brokerName,
            queueId,
            brokerOffset,
            consumerOffset,
            ips.get(queueKey(queue)) ?? 'N/A',
            diff,
            inflight,
            lastTime,
          ),
    )
  }
  out.line('')
  out.line(`Consume TPS: ${fixed(stats.consumeTps, 2)}`)
  out.line(`Consume Diff Total: ${diffTotal}`)
  out.line(`Consume Inflight Total: ${inflightTotal}`)
}

/** Queue to the address part of the client id that owns it; clients that do not answer are left out. */
async function clientIps({ admin }: CommandContext, group: string): Promise<ReadonlyMap<string, string>> {
  const ips = new Map<string, string>()
  const connection = await admin.consumerConnection(group).catch(() => undefined)
  for (const { clientId } of connection?.connectionSet ?? []) {
    const info = await admin.consumerRunningInfo(group, clientId).catch(() => undefined)
    for (const [queue] of info?.mqTable ?? []) ips.set(queueKey(queue), clientId.split('@', 1)[0] as string)
  }
  return ips
}

/** Every group that has a retry topic. What cannot be learned counts as offline and without lag. */
async function printGroups({ admin, out }: CommandContext): Promise<void> {
  out.line(GROUP_LINE('#Group', '#Count', '#Version', '#Type', '#Model', '#TPS', '#Diff Total'))
  const { topicList } = await admin.nameServers.topicList()
  for (const topic of [...topicList].filter(isRetryTopic).sort()) {
    const group = groupOfTopic(topic) as string
    const stats = await admin.consumeStats(group).catch(() => undefined)
    const connection = await admin.consumerConnection(group).catch(() => undefined)
    const diff = (stats?.offsetTable ?? []).reduce(
      (total, [, wrapper]) => total + wrapper.brokerOffset - wrapper.consumerOffset,
      0,
    )
    const count = connection?.connectionSet.length ?? 0
    const type = count === 0 ? '' : connection?.consumeType === 'CONSUME_ACTIVELY' ? 'PULL' : 'PUSH'
    const model = type === 'PUSH' ? (connection?.messageModel ?? '') : ''
    out.line(GROUP_LINE(group, count, minVersion(connection), type, model, Math.trunc(stats?.consumeTps ?? 0), diff))
  }
}

function minVersion(connection: ConsumerConnection | undefined): string {
  const versions = (connection?.connectionSet ?? []).map((each) => each.version)
  return versions.length === 0 ? 'OFFLINE' : versionText(Math.min(...versions))
}

/** Source: ConsumerConnectionSubCommand. */
async function consumerConnection({ admin, options, out }: CommandContext): Promise<void> {
  const connection = await admin.consumerConnection(options.text('consumerGroup'), options.find('brokerAddr'))
  out.line(CONNECTION_LINE('#ClientId', '#ClientAddr', '#Language', '#Version'))
  for (const each of connection.connectionSet) {
    out.line(CONNECTION_LINE(each.clientId, each.clientAddr, each.language ?? 'null', versionText(each.version)))
  }
  out.line('')
  out.line('Below is subscription:')
  out.line(SUBSCRIPTION_LINE('#Topic', '#SubExpression'))
  for (const [topic, subscription] of connection.subscriptionTable) {
    out.line(SUBSCRIPTION_LINE(topic, subscription.subString))
  }
  out.line('')
  out.line(`ConsumeType: ${connection.consumeType ?? 'null'}`)
  out.line(`MessageModel: ${connection.messageModel ?? 'null'}`)
  out.line(`ConsumeFromWhere: ${connection.consumeFromWhere ?? 'null'}`)
}

/** Source: ConsumerStatusSubCommand. */
async function consumerStatus(context: CommandContext): Promise<void> {
  const { admin, options, out, utcOffsetMs, statusFolder } = context
  const group = options.text('consumerGroup')
  const hasStacks = options.has('jstack')
  const clientId = options.find('clientId')
  if (clientId !== undefined) {
    out.text(runningInfoText(await admin.consumerRunningInfo(group, clientId, hasStacks), utcOffsetMs))
    return
  }
  const connection = await admin.consumerConnection(group, options.find('brokerAddr'))
  const { fs, clock } = admin.client.ports
  const nowMs = clock.nowMs()
  const subscriptions = new Set<string>()
  const stuck: string[] = []
  out.line(CLIENT_LINE('#Index', '#ClientId', '#Version', '#ConsumerRunningInfoFile'))
  for (const [i, each] of connection.connectionSet.entries()) {
    try {
      const info = await admin.consumerRunningInfo(group, each.clientId, hasStacks)
      const file = `${nowMs}/${each.clientId.replace(/[^\w@.#:-]/g, '_')}`
      fs.makeDirectories(`${statusFolder}/${nowMs}`)
      fs.replaceFile(`${statusFolder}/${file}`, new TextEncoder().encode(runningInfoText(info, utcOffsetMs)))
      out.line(CLIENT_LINE(i + 1, each.clientId, versionText(each.version), file))
      subscriptions.add(
        info.subscriptionSet
          .map((subscription) => `${subscription.topic} ${subscription.subString}`)
          .sort()
          .join('\n'),
      )
      stuck.push(...stuckQueueLines(each.clientId, info, nowMs))
    } catch (error) {
      out.failure(error, each.clientId)
    }
  }
  if (subscriptions.size > 1) {
    out.text('\n\nWARN: Different subscription in the same group of consumer!!!')
    return
  }
  if (subscriptions.size === 0) return
  out.text('\n\nSame subscription in the same group of consumer\n')
  out.text('\nRebalance OK\n')
  for (const line of stuck) out.line(line)
}

export const consumerProgressCommands: readonly CommandRow[] = [
  {
    name: 'consumerProgress',
    group: 'consumer',
    about: say("Query consumers' progress, speed.", '查看消费进度和堆积。'),
    options: [
      option('g', 'groupName', 'name', say('group; without it all groups', '消费组;不给出则列出全部')),
      option('t', 'topicName', 'name', say('only this topic', '仅该主题')),
      option('s', 'showClientIP', 'bool', say('show which client owns each queue', '显示每个队列所属的客户端 IP')),
      ROUTE_CLUSTER,
    ],
    run: consumerProgress,
  },
  {
    name: 'consumerConnection',
    group: 'consumer',
    about: say(
      "Query consumer's socket connection, client version and subscription.",
      '查看消费组的连接、客户端版本和订阅关系。',
    ),
    options: [
      option('g', 'consumerGroup', 'name', say('consumer group', '消费组'), REQUIRED),
      option('b', 'brokerAddr', 'addr', say('ask this broker', '向该 broker 查询')),
    ],
    run: consumerConnection,
  },
  {
    name: 'consumerStatus',
    group: 'consumer',
    about: say("Query consumer's internal data structure.", '查看消费者客户端的内部状态。'),
    options: [
      option('g', 'consumerGroup', 'name', say('consumer group', '消费组'), REQUIRED),
      option('i', 'clientId', 'id', say('only this client, printed to the screen', '仅该客户端,直接打印')),
      option('b', 'brokerAddr', 'addr', say('ask this broker for the connections', '向该 broker 查询连接')),
      flag('s', 'jstack', say('with thread stacks', '包括线程栈')),
    ],
    run: consumerStatus,
  },
]
