/** mqadmin's commands that move a group's offsets. */
import type { ResetOutcome } from '../../client/admin-client.ts'
import { type CommandContext, type CommandRow, option, type OptionRow, REQUIRED, say } from '../command-row.ts'
import { parseWhen } from '../local-time.ts'
import { ROUTE_CLUSTER, TOPIC } from '../shared-options.ts'
import { layout } from '../table-output.ts'
import { compareQueues } from '../../protocol/message-queue.ts'

const ONLINE_LINE = layout('{:<40!32}  {:<40}  {:<40}')
const ONLINE_HEADER = layout('{:<40}  {:<40}  {:<40}')
const OFFLINE_LINE = layout('{:<20!32}  {:<20}  {:<20}  {:<20}  {:<20}  {:<20}')
const NEWEST_MS = -1

/** Source: ResetOffsetByTimeCommand. */
async function resetOffsetByTime(context: CommandContext): Promise<void> {
  const { admin, options, out } = context
  const group = options.text('group')
  const topic = options.text('topic')
  const when = options.text('timestamp')
  const timestampMs = timeOf(context, when)
  const isForce = options.findBoolean('force') ?? true
  const times = `timestamp(string)[${when}], timestamp(long)[${timestampMs}]`
  const broker = options.find('broker')
  const queueId = options.findInteger('queue')
  if (broker !== undefined && queueId !== undefined) {
    out.line(
      `start reset consumer offset by specified, group[${group}], topic[${topic}], queueId[${queueId}], ` +
        `broker[${broker}], ${times}`,
    )
    await resetQueue(context, broker, queueId, timestampMs)
    return
  }
  const reset = { topic, group, timestampMs, isForce }
  const outcome = await admin.resetOffsets(reset, options.find('cluster') ?? topic)
  if (outcome.kind === 'online') {
    out.line(`start reset consumer offset by specified, group[${group}], topic[${topic}], force[${isForce}], ${times}`)
  } else {
    out.line(`reset consumer offset by specified consumerGroup[${group}], topic[${topic}], force[${isForce}], ${times}`)
  }
  printOutcome(context, outcome, '#resetOffset')
}

/**
 * Differs: an offset of 0 is really sent; Java's tool announces it and does not send it.
 * Source: DefaultMQAdminExtImpl#resetOffsetByQueueId.
 */
async function resetQueue(
  { admin, options, out }: CommandContext,
  address: string,
  queueId: number,
  timestampMs: number,
): Promise<void> {
  const group = options.text('group')
  const topic = options.text('topic')
  const { calls } = admin.client
  const queue = { topic, brokerName: '', queueId }
  const offset =
    options.findInteger('offset') ??
    (timestampMs < 0 ? await calls.maxOffset(address, queue) : await calls.searchOffset(address, queue, timestampMs))
  await calls.updateOffset(address, group, queue, offset)
  await admin.brokers.resetOffset(address, { topic, group, timestampMs, queueId, offset, isForce: true })
  out.line(`reset consumer offset to ${offset}`)
}

function timeOf({ admin, utcOffsetMs }: CommandContext, when: string): number {
  return when === 'now' ? admin.client.ports.clock.nowMs() : parseWhen(when, utcOffsetMs)
}

/** Differs: rows by broker and queue; Java prints in the order of a hash map. */
function printOutcome({ out }: CommandContext, outcome: ResetOutcome, lastColumn: string): void {
  if (outcome.kind === 'online') {
    out.line(ONLINE_HEADER('#brokerName', '#queueId', '#offset'))
    for (const [queue, offset] of [...outcome.offsets].sort((a, b) => compareQueues(a[0], b[0]))) {
      out.line(ONLINE_LINE(queue.brokerName, queue.queueId, offset))
    }
    return
  }
  out.line(OFFLINE_LINE('#brokerName', '#queueId', '#brokerOffset', '#consumerOffset', '#timestampOffset', lastColumn))
  for (const each of outcome.queues) {
    const { queue, brokerOffset, consumerOffset, timestampOffset, resetOffset } = each
    out.line(OFFLINE_LINE(queue.brokerName, queue.queueId, brokerOffset, consumerOffset, timestampOffset, resetOffset))
  }
}

/** Source: SkipAccumulationSubCommand. */
async function skipAccumulatedMessage(context: CommandContext): Promise<void> {
  const { admin, options } = context
  const topic = options.text('topic')
  const reset = {
    topic,
    group: options.text('group'),
    timestampMs: NEWEST_MS,
    isForce: options.findBoolean('force') ?? true,
  }
  printOutcome(context, await admin.resetOffsets(reset, options.find('cluster') ?? topic), '#rollbackOffset')
}

/** Source: CloneGroupOffsetCommand. */
async function cloneGroupOffset({ admin, options, out }: CommandContext): Promise<void> {
  const source = options.text('srcGroup')
  const target = options.text('destGroup')
  const topic = options.text('topic')
  await admin.cloneGroupOffset(source, target, topic)
  out.text(`clone group offset success. srcGroup[${source}], destGroup=[${target}], topic[${topic}]`)
}

const GROUP: OptionRow = option('g', 'group', 'name', say('consumer group', '消费组'), REQUIRED)
const FORCE: OptionRow = option('f', 'force', 'bool', say('also forwards, default true', '是否允许向前移动,默认 true'))

export const offsetCommands: readonly CommandRow[] = [
  {
    name: 'resetOffsetByTime',
    group: 'offset',
    about: say('Reset consumer offset by timestamp (without client restart).', '按时间重置消费位点(无需重启客户端)。'),
    options: [
      GROUP,
      TOPIC,
      option(
        's',
        'timestamp',
        'when',
        say(
          'now, epoch ms, yyyy-MM-dd#HH:mm:ss:SSS, or -1 for the newest',
          'now、毫秒、yyyy-MM-dd#HH:mm:ss:SSS,-1 表示最新',
        ),
        REQUIRED,
      ),
      FORCE,
      option('b', 'broker', 'addr', say('with -q: only this broker', '与 -q 一起使用:仅该 broker')),
      option('q', 'queue', 'n', say('queue id', '队列 id')),
      option('o', 'offset', 'n', say('explicit offset, with -b and -q', '指定位点,与 -b 和 -q 一起使用')),
      ROUTE_CLUSTER,
    ],
    run: resetOffsetByTime,
  },
  {
    name: 'skipAccumulatedMessage',
    group: 'offset',
    about: say('Skip all messages that are accumulated (not consumed) currently.', '跳过当前堆积的全部消息。'),
    options: [GROUP, TOPIC, FORCE, ROUTE_CLUSTER],
    run: skipAccumulatedMessage,
  },
  {
    name: 'cloneGroupOffset',
    group: 'offset',
    about: say('Clone offset from other group.', '把一个消费组的位点复制给另一个消费组。'),
    options: [
      option('s', 'srcGroup', 'name', say('source group', '源消费组'), REQUIRED),
      option('d', 'destGroup', 'name', say('target group', '目标消费组'), REQUIRED),
      TOPIC,
      option('o', 'offline', 'any', say('accepted and not used', '接受但不使用')),
    ],
    run: cloneGroupOffset,
  },
]
