/** mqadmin's broker commands: state, configuration, clean-up on demand. */
import { EngineError } from '../../base/errors.ts'
import { type CommandContext, type CommandRow, option, type OptionRow, REQUIRED, say } from '../command-row.ts'
import { localTime } from '../local-time.ts'
import { compareQueues } from '../../protocol/message-queue.ts'
import { configLines } from '../config-lines.ts'
import { BROKER_ADDRESS, BROKER_OR_CLUSTER, CLUSTER_NAME, EITHER_BROKER_OR_CLUSTER } from '../shared-options.ts'
import { chosenMasters, clusterBrokers, MASTER_ID } from '../targets.ts'
import { layout } from '../table-output.ts'

const STATUS_LINE = layout('{:<32}: {}')
const CLUSTER_STATUS_LINE = layout('{:<24} {:<32}: {}')
const CONSUME_LINE = layout('{:<64!64}  {:<64}  {:<32!32}  {:<4}  {:<20}  {:<20}  {:<20}  {}')
const CONSUME_TIMEOUT_MS = 50_000
const PERM_MAX = 7

/** Source: BrokerStatusSubCommand. */
async function brokerStatus({ admin, options, out }: CommandContext): Promise<void> {
  const address = options.find('brokerAddr')
  if (address !== undefined) {
    for (const [key, value] of sorted(await admin.brokers.runtimeInfo(address))) out.line(STATUS_LINE(key, value))
    return
  }
  for (const broker of await clusterBrokers(admin, options.text('clusterName'))) {
    try {
      const info = await admin.brokers.runtimeInfo(broker.address)
      for (const [key, value] of sorted(info)) out.line(CLUSTER_STATUS_LINE(broker.address, key, value))
    } catch (error) {
      out.failure(error, broker.address)
    }
  }
}

function sorted(info: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...info].sort((a, b) => (a[0] < b[0] ? -1 : 1))
}

/** Source: GetBrokerConfigCommand. */
async function getBrokerConfig({ admin, options, out }: CommandContext): Promise<void> {
  const print = async (title: string, address: string): Promise<void> => {
    out.line(`============${title}============`)
    try {
      for (const line of configLines(await admin.brokers.config(address))) out.line(line)
      out.line('')
    } catch (error) {
      out.failure(error, address)
    }
  }
  const address = options.find('brokerAddr')
  if (address !== undefined) return print(address, address)
  const brokers = await clusterBrokers(admin, options.text('clusterName'))
  let master: string | undefined
  let brokerName: string | undefined
  for (const broker of brokers) {
    if (broker.brokerName !== brokerName) {
      brokerName = broker.brokerName
      master = broker.brokerId === MASTER_ID ? broker.address : undefined
      if (master === undefined) out.line('============Master: NO_MASTER============')
    }
    const title =
      broker.brokerId === MASTER_ID
        ? `Master: ${broker.address}`
        : `My Master: ${master ?? 'NO_MASTER'}=====Slave: ${broker.address}`
    await print(title, broker.address)
  }
}

/** Source: UpdateBrokerConfigSubCommand. */
async function updateBrokerConfig(context: CommandContext): Promise<void> {
  const { admin, options, out } = context
  const key = options.text('key')
  const value = options.text('value')
  if (key === 'brokerPermission') {
    const perm = options.integer('value')
    if (perm < 0 || perm > PERM_MAX) {
      const remark = `brokerPermission value: ${perm} is invalid.`
      throw new EngineError('refused', remark, { context: { code: 16, remark } })
    }
  }
  const isAll = options.has('updateAllBroker') && !options.has('brokerAddr')
  const addresses = isAll
    ? (await clusterBrokers(admin, options.text('clusterName'))).map((broker) => broker.address)
    : await chosenMasters(context)
  for (const address of addresses) {
    try {
      await admin.brokers.updateConfig(address, `${key}=${value}\n`)
      out.line(`update broker config success, ${address}`)
    } catch (error) {
      out.failure(error, address)
    }
  }
}

/** The three clean-ups share targets and their one word of output, which has no line end there either. */
function cleaner(clean: (context: CommandContext, address: string) => Promise<void>): CommandRow['run'] {
  return async (context) => {
    const { admin, options, out } = context
    const address = options.find('brokerAddr')
    const cluster = options.find('cluster')
    let addresses: readonly string[]
    if (address !== undefined) addresses = [address]
    else {
      const brokers = cluster === undefined ? await admin.brokersOf() : await clusterBrokers(admin, cluster)
      addresses = brokers.map((broker) => broker.address)
    }
    for (const each of addresses) await clean(context, each)
    out.text(addresses.length > 0 ? 'success' : 'false')
  }
}

/** Source: ResetMasterFlushOffsetSubCommand. */
async function resetMasterFlushOffset({ admin, options, out }: CommandContext): Promise<void> {
  const offset = options.integer('offset')
  await admin.brokers.resetMasterFlushOffset(options.text('brokerAddr'), offset)
  out.line(`reset master flush offset to ${offset} success`)
}

/** Source: BrokerConsumeStatsSubCommad. */
async function brokerConsumeStats({ admin, options, out, utcOffsetMs }: CommandContext): Promise<void> {
  const list = await admin.brokers.brokerConsumeStats(
    options.text('brokerAddr'),
    options.findBoolean('order') ?? false,
    options.findInteger('timeoutMillis') ?? CONSUME_TIMEOUT_MS,
  )
  const diffMin = options.findInteger('level') ?? 0
  out.line(
    CONSUME_LINE(
      '#Topic',
      '#Group',
      '#Broker Name',
      '#QID',
      '#Broker Offset',
      '#Consumer Offset',
      '#Diff',
      '#LastTime',
    ),
  )
  for (const groups of list.consumeStatsList) {
    for (const [group, stats] of groups) {
      const rows = stats.flatMap((each) => each.offsetTable).sort((a, b) => compareQueues(a[0], b[0]))
      for (const [queue, wrapper] of rows) {
        const diff = wrapper.brokerOffset - wrapper.consumerOffset
        if (diff < diffMin || wrapper.lastTimestamp <= 0) continue
        const lastTime = localTime(wrapper.lastTimestamp, utcOffsetMs)
        const { topic, brokerName, queueId } = queue
        out.line(
          CONSUME_LINE(topic, group, brokerName, queueId, wrapper.brokerOffset, wrapper.consumerOffset, diff, lastTime),
        )
      }
    }
  }
  out.line('')
  out.line(`Diff Total: ${list.totalDiff}`)
}

const CLUSTER: OptionRow = option('c', 'cluster', 'name', say('cluster, default all', '集群名,默认全部'))

const ADDRESS: OptionRow = { ...BROKER_ADDRESS, isRequired: true }

export const brokerCommands: readonly CommandRow[] = [
  {
    name: 'brokerStatus',
    group: 'broker',
    about: say('Fetch broker runtime status data.', '查看 broker 的运行时指标。'),
    options: [BROKER_ADDRESS, CLUSTER_NAME],
    choice: EITHER_BROKER_OR_CLUSTER,
    run: brokerStatus,
  },
  {
    name: 'updateBrokerConfig',
    group: 'broker',
    about: say(
      "Update broker's config. Success only means that the broker took the text.",
      '修改 broker 的配置项。成功只表示 broker 收下了该文本。',
    ),
    options: [
      BROKER_ADDRESS,
      CLUSTER_NAME,
      option('a', 'updateAllBroker', 'any', say('with -c: slaves too', '与 -c 一起使用:也修改 slave')),
      option('k', 'key', 'name', say('key', '配置项'), REQUIRED),
      option('v', 'value', 'text', say('value', '取值'), REQUIRED),
    ],
    choice: BROKER_OR_CLUSTER,
    run: updateBrokerConfig,
  },
  {
    name: 'getBrokerConfig',
    group: 'broker',
    about: say('Get broker config by cluster or special broker.', '查看 broker 的全部配置。'),
    options: [BROKER_ADDRESS, CLUSTER_NAME],
    choice: BROKER_OR_CLUSTER,
    run: getBrokerConfig,
  },
  {
    name: 'cleanExpiredCQ',
    group: 'broker',
    about: say('Clean expired ConsumeQueue on broker.', '清理 broker 上已过期的消费队列。'),
    options: [BROKER_ADDRESS, CLUSTER],
    run: cleaner(({ admin }, address) => admin.brokers.cleanExpiredConsumeQueues(address)),
  },
  {
    name: 'deleteExpiredCommitLog',
    group: 'broker',
    about: say('Delete expired CommitLog files.', '立即删除已过期的 CommitLog 文件。'),
    options: [BROKER_ADDRESS, CLUSTER],
    run: cleaner(({ admin }, address) => admin.brokers.deleteExpiredCommitLog(address)),
  },
  {
    name: 'cleanUnusedTopic',
    group: 'broker',
    about: say('Clean unused topic on broker.', '清理 broker 上已不存在的主题的消费队列。'),
    options: [BROKER_ADDRESS, CLUSTER],
    run: cleaner(({ admin }, address) => admin.brokers.cleanUnusedTopics(address)),
  },
  {
    name: 'resetMasterFlushOffset',
    group: 'broker',
    about: say('Reset master flush offset in slave.', '设置 slave 所认为的 master 刷盘位点。'),
    options: [
      { ...ADDRESS, help: say('address of the slave', 'slave 的地址') },
      option('o', 'offset', 'n', say('offset', '位点'), REQUIRED),
    ],
    run: resetMasterFlushOffset,
  },
  {
    name: 'brokerConsumeStats',
    group: 'broker',
    about: say('Fetch broker consume stats data.', '查看某个 broker 上全部消费组的堆积。'),
    options: [
      ADDRESS,
      option('t', 'timeoutMillis', 'ms', say('time limit, default 50000', '超时毫秒数,默认 50000')),
      option('l', 'level', 'n', say('hide rows with less lag, default 0', '不显示堆积低于该值的行,默认 0')),
      option('o', 'order', 'bool', say('only ordered topics', '仅顺序主题')),
    ],
    run: brokerConsumeStats,
  },
]
