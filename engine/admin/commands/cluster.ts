/** mqadmin's cluster commands: the overview of brokers and their load, and the endless measuring of send times. */
import { bytesFromUtf8 } from '../../base/bytes.ts'
import { Producer } from '../../client/producer.ts'
import { type CommandContext, type CommandRow, flag, option, say } from '../command-row.ts'
import { localTime } from '../local-time.ts'
import { fixed, layout } from '../table-output.ts'

const PLAIN_HEADER = layout(
  '{:<22}  {:<22}  {:<4}  {:<22} {:<16}  {:>16}  {:>30}  {:<22}  {:<11}  {:<12}  {:<8}  {:<10}',
)
const PLAIN_LINE = layout('{:<22}  {:<22}  {:<4}  {:<22} {:<16}  {:>16}  {:>30}  {:<22}  {:>11}  {:<12}  {:<8}  {:>10}')
const IN_TPS = layout('{:>9.2f}({},{}ms)')
const OUT_TPS = layout('{:>9.2f}({},{}ms|{},{}ms)')
const MORE_LINE = layout('{:<16}  {:<32} {:>14} {:>14} {:>14} {:>14}')
const RT_LINE = layout('{:<24}  {:<24}  {:<4}  {:<8}  {:<8}')
const RT_ROW = layout('{:<24}  {:<24}  {:<8.2f}  {:<16}  {:<16}')

const HOUR_MS = 3_600_000
const GMT_8_MS = 8 * HOUR_MS

/** Source: ClusterListSubCommand. */
async function clusterList(context: CommandContext): Promise<void> {
  const { options, pacing } = context
  const intervalMs = (options.findInteger('interval') ?? 0) * 1000
  do {
    await (options.has('moreStats') ? printTotals(context) : printOverview(context))
    if (intervalMs <= 0) return
    await pacing.pause(intervalMs)
  } while (!pacing.isStopped)
}

async function eachBroker(
  { admin, options, out }: CommandContext,
  line: (broker: readonly [string, string, number, string], info: ReadonlyMap<string, string>) => void,
): Promise<void> {
  const wanted = options.find('clusterName')
  const info = await admin.clusterInfo()
  const clusters = [...info.clusterAddrTable.keys()].filter((name) => wanted === undefined || name === wanted)
  for (const cluster of clusters) {
    for (const broker of await admin.brokersOf(cluster)) {
      // A broker that does not answer keeps its row.
      const runtime = await admin.brokers.runtimeInfo(broker.address).catch((error: unknown) => {
        out.failure(error, broker.address)
        return new Map<string, string>()
      })
      line([cluster, broker.brokerName, broker.brokerId, broker.address], runtime)
    }
  }
}

async function printOverview(context: CommandContext): Promise<void> {
  const { out } = context
  out.line(
    PLAIN_HEADER(
      '#Cluster Name',
      '#Broker Name',
      '#BID',
      '#Addr',
      '#Version',
      '#InTPS(LOAD)',
      '#OutTPS(LOAD)',
      '#Timer(Progress)',
      '#PCWait(ms)',
      '#Hour',
      '#SPACE',
      '#ACTIVATED',
    ),
  )
  const nowMs = context.admin.client.ports.clock.nowMs()
  await eachBroker(context, (broker, info) => {
    out.line(PLAIN_LINE(...broker, ...loadCells(info, nowMs)))
  })
}

/** Version to "activated" of one broker. */
export function loadCells(info: ReadonlyMap<string, string>, nowMs: number): readonly string[] {
  const text = (key: string, absent = ''): string => info.get(key) ?? absent
  const number = (key: string): number => Number(text(key, '0')) || 0
  const earliestMs = number('earliestMessageTimeStamp')
  const timer =
    `${text('timerReadBehind', '0')}-${text('timerOffsetBehind', '0')}(${fixed(number('timerCongestNum') / 10_000, 1)}w, ` +
    `${fixed(number('timerEnqueueTps'), 1)}, ${fixed(number('timerDequeueTps'), 1)})`
  return [
    text('brokerVersionDesc'),
    IN_TPS(firstRate(text('putTps')), text('sendThreadPoolQueueSize'), text('sendThreadPoolQueueHeadWaitTimeMills')),
    OUT_TPS(
      firstRate(text('getTransferredTps', text('getTransferedTps'))),
      text('pullThreadPoolQueueSize'),
      text('pullThreadPoolQueueHeadWaitTimeMills'),
      text('ackThreadPoolQueueSize', 'N'),
      text('ackThreadPoolQueueHeadWaitTimeMills', 'N'),
    ),
    timer,
    text('pageCacheLockTimeMills'),
    fixed(earliestMs > 0 ? (nowMs - earliestMs) / HOUR_MS : 0, 2),
    fixed(number('commitLogDiskRatio'), 4),
    text('brokerActive'),
  ]
}

/** Of the means over 10 s, 1 min and 10 min the first. */
function firstRate(text: string): number {
  return Number(text.trim().split(' ')[0]) || 0
}

async function printTotals(context: CommandContext): Promise<void> {
  const { out } = context
  out.line(
    MORE_LINE('#Cluster Name', '#Broker Name', '#InTotalYest', '#OutTotalYest', '#InTotalToday', '#OutTotalToday'),
  )
  await eachBroker(context, ([cluster, brokerName], info) => {
    const number = (key: string): number => Number(info.get(key) ?? 0) || 0
    const yesterday = (kind: 'Put' | 'Get') =>
      number(`msg${kind}TotalTodayMorning`) - number(`msg${kind}TotalYesterdayMorning`)
    const today = (kind: 'Put' | 'Get') => number(`msg${kind}TotalTodayNow`) - number(`msg${kind}TotalTodayMorning`)
    out.line(MORE_LINE(cluster, brokerName, yesterday('Put'), yesterday('Get'), today('Put'), today('Get')))
  })
}

/** Sends to the topics named after the brokers until the user ends it. Source: CLusterSendMsgRTCommand. */
async function clusterRt(context: CommandContext): Promise<void> {
  const { admin, options, out, pacing } = context
  const producer = new Producer(admin.client, { group: `PID_CLRT${admin.client.ports.clock.nowMs()}` })
  producer.start()
  const isLog = options.findBoolean('print log') ?? false
  const intervalMs = (options.findInteger('interval') ?? 10) * 1000
  while (!pacing.isStopped) {
    const info = await admin.clusterInfo()
    const wanted = options.find('cluster')
    if (wanted !== undefined && !info.clusterAddrTable.has(wanted)) out.line(`cluster [${wanted}] not exist`)
    if (!isLog) out.line(RT_LINE('#Cluster Name', '#Broker Name', '#RT', '#successCount', '#failCount'))
    for (const [cluster, brokerNames] of info.clusterAddrTable) {
      if (wanted !== undefined && cluster !== wanted) continue
      for (const brokerName of [...brokerNames].sort()) {
        if (pacing.isStopped) break
        const { rtMs, ok, failed } = await measure(context, producer, brokerName)
        if (isLog) {
          const time = localTime(admin.client.ports.clock.nowMs(), () => GMT_8_MS)
          out.line(`${time}|${options.find('machine room') ?? 'noname'}|${cluster}|${brokerName}|${Math.round(rtMs)}`)
        } else out.line(RT_ROW(cluster, brokerName, rtMs, ok, failed))
      }
    }
    await pacing.pause(intervalMs)
  }
}

/** One round to one broker; the first message is left out of the mean. */
async function measure(
  { admin, options, pacing }: CommandContext,
  producer: Producer,
  topic: string,
): Promise<{ readonly rtMs: number; readonly ok: number; readonly failed: number }> {
  const { clock } = admin.client.ports
  const body = bytesFromUtf8('a'.repeat(options.findInteger('size') ?? 128))
  const amount = options.findInteger('amount') ?? 100
  let ok = 0
  let failed = 0
  let sumMs = 0
  for (let i = 0; i < amount && !pacing.isStopped; i++) {
    const startedMs = clock.monotonicMs()
    try {
      await producer.send({ topic, body })
      ok++
    } catch {
      failed++
    }
    if (i > 0) sumMs += clock.monotonicMs() - startedMs
  }
  return { rtMs: amount > 1 ? sumMs / (amount - 1) : 0, ok, failed }
}

export const clusterCommands: readonly CommandRow[] = [
  {
    name: 'clusterList',
    group: 'cluster',
    about: say('List cluster infos.', '查看集群和 broker 的概况。'),
    options: [
      flag('m', 'moreStats', say('daily totals instead', '改为显示按天的总量')),
      option('i', 'interval', 's', say('repeat every so many seconds', '每隔若干秒重复一次')),
      option('c', 'clusterName', 'name', say('only this cluster', '仅该集群')),
    ],
    run: clusterList,
  },
  {
    name: 'clusterRT',
    group: 'cluster',
    about: say('List All clusters Message Send RT.', '不断测量向每个 broker 发送消息的耗时。'),
    options: [
      option(
        'a',
        'amount',
        'n',
        say('messages per broker and round, default 100', '每轮向每个 broker 发送的条数,默认 100'),
      ),
      option('s', 'size', 'bytes', say('body bytes, default 128', '消息体字节数,默认 128')),
      option('c', 'cluster', 'name', say('only this cluster, default all', '仅该集群,默认全部')),
      option('p', 'print log', 'bool', say('one-line log format', '按日志格式输出')),
      option('m', 'machine room', 'text', say('label for -p, default noname', '-p 输出中的机房名,默认 noname')),
      option('i', 'interval', 's', say('seconds between rounds, default 10', '两轮之间的秒数,默认 10')),
    ],
    run: clusterRt,
  },
]
