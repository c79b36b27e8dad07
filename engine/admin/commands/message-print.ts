/** mqadmin's commands that read whole queues: print them, count by tag, pull without committing. */
import { EngineError } from '../../base/errors.ts'
import type { PullConsumer, PullResult } from '../../client/pull-consumer.ts'
import { type ReceivedMessage, tagOf } from '../../client/received-message.ts'
import { queueText } from '../../client/send-result.ts'
import type { MessageQueue } from '../../protocol/message-queue.ts'
import { TOOLS_GROUP } from '../../protocol/topics.ts'
import { type CommandContext, type CommandRow, option, type OptionRow, REQUIRED, say } from '../command-row.ts'
import { messageText } from '../java-text.ts'
import { parseWhen } from '../local-time.ts'
import { bodyText } from '../message-details.ts'
import { BEGIN, END, TOPIC } from '../shared-options.ts'
import { layout } from '../table-output.ts'
import { pulledMessages, withPuller } from '../tool-consumer.ts'

const TAG_LINE = layout('Tag: {:<30} Count: {}')
const QUEUE_RULE = '-'.repeat(56)
const BATCH = 32
const CONSUME_COUNT = 128

interface OffsetRange {
  readonly from: number
  /** Behind the last one. */
  readonly to: number
}

async function rangeOf(
  { options, utcOffsetMs }: CommandContext,
  consumer: PullConsumer,
  queue: MessageQueue,
): Promise<OffsetRange> {
  const begin = options.find('beginTimestamp')
  const end = options.find('endTimestamp')
  return {
    from:
      begin === undefined
        ? await consumer.minOffset(queue)
        : await consumer.offsetAt(queue, parseWhen(begin, utcOffsetMs)),
    to:
      end === undefined ? await consumer.maxOffset(queue) : await consumer.offsetAt(queue, parseWhen(end, utcOffsetMs)),
  }
}

/** `MSGID: {id} {message} BODY: {body}`. Source: PrintMessageSubCommand#printMessage. */
function messageLine(message: ReceivedMessage, charset: string | undefined): string {
  const body = charset === undefined ? 'NOT PRINT BODY' : bodyText(message, charset)
  return `MSGID: ${message.msgId} ${messageText(message)} BODY: ${body}`
}

function endLine(queue: MessageQueue, result: PullResult, offset: number): string {
  return `${queueText(queue)} print msg finished. status=${result.status}, offset=${offset}`
}

function noMatchLine(queue: MessageQueue, result: PullResult, offset: number): string {
  return `${queueText(queue)} no matched msg. status=${result.status}, offset=${offset}`
}

/** Differs: queues in order of broker and id; Java walks a hash set. Source: PrintMessageSubCommand. */
async function printMsg(context: CommandContext): Promise<void> {
  const { options, out, pacing } = context
  const topic = options.text('topic')
  const charset = (options.findBoolean('printBody') ?? true) ? (options.find('charsetName') ?? 'UTF-8') : undefined
  const expression = options.find('subExpression') ?? '*'
  await withPuller(context, TOOLS_GROUP, async (consumer) => {
    for (const queue of await topicQueues(consumer, topic, options.find('lmqParentTopic'))) {
      const { from, to } = await rangeOf(context, consumer, queue)
      out.line(`minOffset=${from}, maxOffset=${to}, ${queueText(queue)}`)
      let offset = from
      while (offset < to && !pacing.isStopped) {
        const result = await consumer.pull(queue, offset, { expression, countMax: BATCH })
        offset = result.nextBeginOffset
        for (const message of pulledMessages(result)) out.line(messageLine(message, charset))
        await out.drained()
        if (result.status === 'NO_MATCHED_MSG') out.line(noMatchLine(queue, result, offset))
        if (result.status === 'NO_NEW_MSG' || result.status === 'OFFSET_ILLEGAL') {
          out.line(endLine(queue, result, offset))
          break
        }
      }
      out.line(QUEUE_RULE)
    }
  })
}

/** A light queue has no route of its own: its parent's brokers carry it as queue 0. */
async function topicQueues(
  consumer: PullConsumer,
  topic: string,
  parentTopic: string | undefined,
): Promise<readonly MessageQueue[]> {
  const queues = await consumer.fetchQueues(parentTopic ?? topic)
  if (queues.length === 0) {
    const remark = `No topic route info in name server for the topic: ${parentTopic ?? topic}`
    throw new EngineError('refused', remark, { context: { code: 17, remark } })
  }
  if (parentTopic === undefined) return queues
  const brokerNames = [...new Set(queues.map((queue) => queue.brokerName))]
  return brokerNames.map((brokerName) => ({ topic, brokerName, queueId: 0 }))
}

/** Stops at the first batch without a match. Source: PrintMessageByQueueCommand. */
async function printMsgByQueue(context: CommandContext): Promise<void> {
  const { options, out, pacing } = context
  const queue = {
    topic: options.text('topic'),
    brokerName: options.text('brokerName'),
    queueId: options.integer('queueId'),
  }
  const isPrinting = options.findBoolean('print msg') ?? false
  const isCounting = options.findBoolean('calculate') ?? false
  const charset = (options.findBoolean('printBody') ?? false) ? (options.find('charsetName') ?? 'UTF-8') : undefined
  const expression = options.find('subExpression') ?? '*'
  const counts = new Map<string, number>()
  await withPuller(context, TOOLS_GROUP, async (consumer) => {
    const { from, to } = await rangeOf(context, consumer, queue)
    let offset = from
    while (offset < to && !pacing.isStopped) {
      const result = await consumer.pull(queue, offset, { expression, countMax: BATCH })
      offset = result.nextBeginOffset
      if (result.status !== 'FOUND') break
      for (const message of pulledMessages(result)) {
        if (isCounting) {
          const tag = tagOf(message) ?? 'null'
          counts.set(tag, (counts.get(tag) ?? 0) + 1)
        }
        if (isPrinting) out.line(messageLine(message, charset))
      }
      await out.drained()
    }
  })
  for (const [tag, count] of [...counts].sort((a, b) => b[1] - a[1])) out.line(TAG_LINE(tag, count))
}

/** Source: ConsumeMessageCommand. */
async function consumeMessage(context: CommandContext): Promise<void> {
  const { options, out } = context
  const topic = options.text('topic')
  const brokerName = options.find('brokerName')
  const queueId = options.findInteger('queueId')
  const offset = options.findInteger('offset')
  const count = options.findInteger('MessageNumber') ?? CONSUME_COUNT
  const problem = argumentProblem(context, count)
  if (problem !== undefined) throw new EngineError('usage', problem.en, { zh: problem.zh })
  await withPuller(context, options.find('consumerGroup') ?? TOOLS_GROUP, async (consumer) => {
    if (brokerName !== undefined && queueId !== undefined) {
      const queue = { topic, brokerName, queueId }
      const range = await consumeRange(context, consumer, queue, offset)
      if (range.to - range.from > count) out.line(`The oldler ${count} message will be provided`)
      await pullRange(context, consumer, queue, { from: range.from, to: Math.min(range.to, range.from + count) })
      return
    }
    let left = count
    for (const queue of await topicQueues(consumer, topic, undefined)) {
      if (left === 0) return
      const range = await consumeRange(context, consumer, queue, undefined)
      if (range.to - range.from > left) {
        out.line(`The older ${left} message of the ${queue.queueId} queue will be provided`)
      }
      const to = Math.min(range.to, range.from + left)
      left -= Math.max(0, to - range.from)
      await pullRange(context, consumer, queue, { from: range.from, to })
    }
  })
}

function argumentProblem({ options }: CommandContext, count: number): { en: string; zh: string } | undefined {
  if (count <= 0) return { en: 'Please input a positive messageNumber!', zh: '请给出大于 0 的消息条数!' }
  if (options.has('queueId') && !options.has('brokerName')) {
    return { en: 'Please set the brokerName before queueId!', zh: '使用 queueId 时必须先给出 brokerName!' }
  }
  if (options.has('offset') && !options.has('queueId')) {
    return { en: 'Please set queueId before offset!', zh: '使用 offset 时必须先给出 queueId!' }
  }
  return undefined
}

/** @throws {EngineError} 'usage' for an offset outside the queue. */
async function consumeRange(
  context: CommandContext,
  consumer: PullConsumer,
  queue: MessageQueue,
  offset: number | undefined,
): Promise<OffsetRange> {
  const range = await rangeOf(context, consumer, queue)
  if (offset === undefined) return range
  if (offset < range.from || offset > range.to) {
    throw new EngineError('usage', `the offset must lie between ${range.from} and ${range.to}`, {
      zh: `位点必须在 ${range.from} 和 ${range.to} 之间`,
    })
  }
  return { from: offset, to: range.to }
}

/** Goes one pull beyond the last message when nothing follows it: the closing line says where the queue ends. */
async function pullRange(
  { out, pacing }: CommandContext,
  consumer: PullConsumer,
  queue: MessageQueue,
  range: OffsetRange,
): Promise<void> {
  const queueEnd = await consumer.maxOffset(queue)
  let offset = range.from
  while ((offset < range.to || offset >= queueEnd) && !pacing.isStopped) {
    const countMax = Math.max(1, Math.min(BATCH, range.to - offset))
    const result = await consumer.pull(queue, offset, { countMax })
    offset = result.nextBeginOffset
    await out.drained()
    switch (result.status) {
      case 'FOUND':
        out.line('Consume ok')
        for (const message of pulledMessages(result)) out.line(messageLine(message, 'UTF-8'))
        break
      case 'NO_MATCHED_MSG':
        out.line(noMatchLine(queue, result, offset))
        break
      case 'NO_NEW_MSG':
      case 'OFFSET_ILLEGAL':
        out.line(endLine(queue, result, offset))
        return
    }
  }
}

const CHARSET: OptionRow = option(
  'c',
  'charsetName',
  'charset',
  say('charset of bodies, default UTF-8', '消息体字符集,默认 UTF-8'),
)
const EXPRESSION: OptionRow = option('s', 'subExpression', 'expr', say('tags, default *', '标签表达式,默认 *'))

export const messagePrintCommands: readonly CommandRow[] = [
  {
    name: 'printMsg',
    group: 'message',
    about: say('Print Message Detail.', '打印主题的全部消息。'),
    options: [
      TOPIC,
      CHARSET,
      EXPRESSION,
      BEGIN,
      END,
      option('d', 'printBody', 'bool', say('print bodies, default true', '是否打印消息体,默认 true')),
      option('l', 'lmqParentTopic', 'name', say('parent topic of a light queue', 'LMQ 的父主题')),
    ],
    run: printMsg,
  },
  {
    name: 'printMsgByQueue',
    group: 'message',
    about: say('Print Message Detail by queueId.', '打印或统计某个队列的消息。'),
    options: [
      TOPIC,
      option('a', 'brokerName', 'name', say('broker name', 'broker 名称'), REQUIRED),
      option('i', 'queueId', 'n', say('queue id', '队列 id'), REQUIRED),
      CHARSET,
      EXPRESSION,
      BEGIN,
      END,
      option('p', 'print msg', 'bool', say('print messages, default false', '是否打印消息,默认 false')),
      option('d', 'printBody', 'bool', say('print bodies, default false', '是否打印消息体,默认 false')),
      option('f', 'calculate', 'bool', say('count by tag, default false', '是否按标签计数,默认 false')),
    ],
    run: printMsgByQueue,
  },
  {
    name: 'consumeMessage',
    group: 'message',
    about: say('Consume message.', '拉取消息但不提交位点。'),
    options: [
      TOPIC,
      option('b', 'brokerName', 'name', say('broker name', 'broker 名称')),
      option('i', 'queueId', 'n', say('queue id, needs -b', '队列 id,需要 -b')),
      option('o', 'offset', 'n', say('offset, needs -i', '位点,需要 -i')),
      option('g', 'consumerGroup', 'name', say('group, default TOOLS_CONSUMER', '消费组,默认 TOOLS_CONSUMER')),
      { ...BEGIN, short: 's' },
      END,
      option('c', 'MessageNumber', 'n', say('messages, default 128', '消息条数,默认 128')),
    ],
    run: consumeMessage,
  },
]
