/** mqadmin's table of throughput and lag over all topics. */
import type { BrokerStatsItem } from '../../protocol/bodies/broker-stats-data.ts'
import { isDlqTopic, isRetryTopic } from '../../protocol/topics.ts'
import { type CommandContext, type CommandRow, flag, option, say } from '../command-row.ts'
import { fixed, layout } from '../table-output.ts'
import { routeMasters } from '../targets.ts'

const LINE = layout('{:<64!64}  {:<64!64} {:>12} {:>11} {:>11} {:>14} {:>14}')

interface Flow {
  readonly tps: number
  readonly dayCount: number
}

/** Differs: sorted by topic; Java prints in the order of a hash set. Source: StatsAllSubCommand. */
async function statsAll(context: CommandContext): Promise<void> {
  const { admin, options, out } = context
  out.line(LINE('#Topic', '#Consumer Group', '#Accumulation', '#InTPS', '#OutTPS', '#InMsg24Hour', '#OutMsg24Hour'))
  const wanted = options.find('topic')
  for (const topic of [...(await admin.nameServers.topicList()).topicList].sort()) {
    if (isRetryTopic(topic) || isDlqTopic(topic) || (wanted !== undefined && topic !== wanted)) continue
    // A topic whose brokers do not answer is left out, as there.
    await printTopic(context, topic).catch(() => undefined)
  }
}

async function printTopic(context: CommandContext, topic: string): Promise<void> {
  const { admin, options, out } = context
  const isActiveOnly = options.has('activeTopic')
  const masters = routeMasters(await admin.topicRoute(topic)).map((master) => master.address)
  const groups = await admin.groupsOfTopic(topic)
  const inFlow = await flowOf(context, masters, 'TOPIC_PUT_NUMS', topic)
  if (groups.length === 0) {
    if (isActiveOnly && inFlow.dayCount === 0) return
    out.line(LINE(topic, '', 0, fixed(inFlow.tps, 2), '', inFlow.dayCount, 'NO_CONSUMER'))
    return
  }
  for (const group of groups) {
    const outFlow = await flowOf(context, masters, 'GROUP_GET_NUMS', `${topic}@${group}`)
    if (isActiveOnly && inFlow.dayCount === 0 && outFlow.dayCount === 0) continue
    const lag = await lagOf(context, group, topic)
    out.line(LINE(topic, group, lag, fixed(inFlow.tps, 2), fixed(outFlow.tps, 2), inFlow.dayCount, outFlow.dayCount))
  }
}

async function lagOf({ admin }: CommandContext, group: string, topic: string): Promise<number> {
  try {
    const stats = await admin.consumeStats(group, topic)
    const sum = stats.offsetTable.reduce((total, [, each]) => total + each.brokerOffset - each.consumerOffset, 0)
    return Math.max(0, sum)
  } catch {
    return 0
  }
}

/** The sum over the masters; one that has no such counter yet adds nothing. */
async function flowOf(
  { admin }: CommandContext,
  addresses: readonly string[],
  statsName: string,
  statsKey: string,
): Promise<Flow> {
  let tps = 0
  let dayCount = 0
  for (const address of addresses) {
    const data = await admin.brokers.statsData(address, statsName, statsKey).catch(() => undefined)
    if (data === undefined) continue
    tps += data.statsMinute.tps
    dayCount += firstSum(data.statsDay, data.statsHour, data.statsMinute)
  }
  return { tps, dayCount }
}

/** The day's sum, while there is none yet the hour's, then the minute's. Source: StatsAllSubCommand#compute24HourSum. */
function firstSum(...items: readonly BrokerStatsItem[]): number {
  return items.find((item) => item.sum !== 0)?.sum ?? 0
}

export const statsCommands: readonly CommandRow[] = [
  {
    name: 'statsAll',
    group: 'stats',
    about: say('Topic and Consumer tps stats.', '查看全部主题的流量和堆积。'),
    options: [
      flag('a', 'activeTopic', say('only rows with traffic', '仅显示有流量的行')),
      option('t', 'topic', 'name', say('only this topic', '仅该主题')),
    ],
    run: statsAll,
  },
]
