/** mqadmin's commands that find single messages, show them, hand them to one client or send them again. */
import { Producer } from '../../client/producer.ts'
import { keysOf, type ReceivedMessage, tagOf } from '../../client/received-message.ts'
import { isReservedProperty } from '../../protocol/message.ts'
import type { MessageQueue } from '../../protocol/message-queue.ts'
import { type CommandContext, type CommandRow, flag, option, type OptionRow, REQUIRED, say } from '../command-row.ts'
import { sendResultText } from '../java-text.ts'
import { findTracks, printDetails, trackText } from '../message-details.ts'
import { ROUTE_CLUSTER, TOPIC } from '../shared-options.ts'
import { layout } from '../table-output.ts'
import { routeAddresses } from '../targets.ts'
import { withQueueBorders } from '../tool-consumer.ts'

const KEY_LINE = layout('{:<50} {:>4} {:>40}')
const RESEND_GROUP = 'ReSendMsgById'

/** Source: QueryMsgByIdSubCommand. */
async function queryMsgById(context: CommandContext): Promise<void> {
  const { options } = context
  const ids = options
    .text('msgId')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')
  if (options.has('consumerGroup') && options.has('clientId')) {
    for (const id of ids) await consumeDirectly(context, id)
    return
  }
  if (options.findBoolean('sendMessage') === true) return resend(context, ids)
  for (const id of ids) {
    const message = await findById(context, id)
    printDetails(context, message, { withOffsetId: true, charset: options.find('bodyFormat') })
    await printTracks(context, message)
  }
}

/** With -c the brokers are those of the route named there: a light queue has none of its own. */
async function findById({ admin, options }: CommandContext, id: string): Promise<ReceivedMessage> {
  const topic = options.text('topic')
  const routeTopic = options.find('cluster')
  const [found] = routeTopic === undefined ? [] : await admin.messages.byUniqueKey({ topic, key: id, routeTopic })
  return found ?? admin.messages.byId(topic, id)
}

async function printTracks(context: CommandContext, message: ReceivedMessage): Promise<void> {
  const { out } = context
  const tracks = await findTracks(context, message)
  if (tracks === undefined) return
  out.text('\n\n')
  if (tracks.length === 0) out.text('WARN: No Consumer')
  for (const track of tracks) out.line(trackText(track))
}

/** Differs: the copy gets an id of its own; Java's keeps the original's. */
async function resend(context: CommandContext, ids: readonly string[]): Promise<void> {
  const { admin, out } = context
  // Found before the producer starts: the last producer to leave ends the shared connections.
  const messages = []
  for (const id of ids) messages.push(await findById(context, id))
  const producer = new Producer(admin.client, { group: RESEND_GROUP })
  producer.start()
  try {
    for (const message of messages) {
      out.text(`prepare resend msg. originalMsgId=${message.msgId}`)
      const own = [...message.properties].filter(([name]) => !isReservedProperty(name))
      const result = await producer.send({
        topic: message.topic,
        body: message.body,
        tags: tagOf(message),
        keys: keysOf(message),
        flag: message.flag,
        properties: Object.fromEntries(own),
      })
      out.text(sendResultText(result))
    }
  } finally {
    await producer.shutdown()
  }
}

async function consumeDirectly({ admin, options, out }: CommandContext, msgId: string): Promise<void> {
  const result = await admin.consumeDirectly(
    options.text('consumerGroup'),
    options.text('clientId'),
    options.text('topic'),
    msgId,
  )
  out.text(
    `ConsumeMessageDirectlyResult [order=${result.order}, autoCommit=${result.autoCommit}, ` +
      `consumeResult=${result.consumeResult ?? 'null'}, remark=${result.remark ?? 'null'}, ` +
      `spentTimeMills=${result.spentTimeMills}]`,
  )
}

/** Source: QueryMsgByKeySubCommand. */
async function queryMsgByKey({ admin, options, out }: CommandContext): Promise<void> {
  const found = await admin.messages.byKey({
    topic: options.text('topic'),
    key: options.text('msgKey'),
    countMax: options.findInteger('maxNum') ?? 64,
    beginMs: options.findInteger('beginTimestamp') ?? 0,
    endMs: endOfTime(options.find('endTimestamp'), () => options.integer('endTimestamp')),
    routeTopic: options.find('cluster'),
  })
  out.line(KEY_LINE('#Message ID', '#QID', '#Offset'))
  for (const message of found) out.line(KEY_LINE(message.msgId, message.queueId, message.queueOffset))
}

/** Java's Long.MAX_VALUE is how scripts say "no end". */
function endOfTime(text: string | undefined, parse: () => number): number {
  return text === undefined || text === '9223372036854775807' ? Number.MAX_SAFE_INTEGER : parse()
}

/** Source: QueryMsgByUniqueKeySubCommand. */
async function queryMsgByUniqueKey(context: CommandContext): Promise<void> {
  const { admin, options, out } = context
  const topic = options.text('topic')
  const key = options.text('msgId')
  if (options.has('consumerGroup') && options.has('clientId')) return consumeDirectly(context, key)
  const found = await admin.messages.byUniqueKey({ topic, key, routeTopic: options.find('cluster') })
  if (found.length === 0) return queryMsgById(context)
  const shown = options.has('showAll') ? found : found.slice(0, 1)
  for (const [i, message] of shown.entries()) {
    printDetails(context, message, { withOffsetId: false, fileName: i === 0 ? key : `${key}_${i}` })
    const tracks = await findTracks(context, message)
    if (tracks === undefined) continue
    out.text('\n\n')
    if (tracks.length === 0) out.text('WARN: No Consumer')
    for (const track of tracks) out.text(trackText(track))
  }
}

/** An offset outside the queue prints nothing, as there. Source: QueryMsgByOffsetSubCommand. */
async function queryMsgByOffset(context: CommandContext): Promise<void> {
  const { admin, options } = context
  const queue = {
    topic: options.text('topic'),
    brokerName: options.text('brokerName'),
    queueId: options.integer('queueId'),
  }
  const { topic, brokerName, queueId } = queue
  // Found without a consumer: that would join the groups whose tracks are shown.
  const message = await admin.messages.byQueueOffset(topic, brokerName, queueId, options.integer('offset'))
  if (message === undefined) return
  const shown = await withBorders(context, queue, message)
  printDetails(context, shown, { withOffsetId: true, charset: options.find('bodyFormat') })
  await printTracks(context, shown)
}

/** The message with the borders of its queue, which Java's clients note on what they pull. */
async function withBorders(
  { admin }: CommandContext,
  queue: MessageQueue,
  message: ReceivedMessage,
): Promise<ReceivedMessage> {
  const route = await admin.topicRoute(queue.topic)
  const address = routeAddresses(route).find((each) => each.brokerName === queue.brokerName)?.address
  if (address === undefined) return message
  const { calls } = admin.client
  const minOffset = await calls.minOffset(address, queue)
  return withQueueBorders(message, { minOffset, maxOffset: await calls.maxOffset(address, queue) })
}

const BODY_FORMAT: OptionRow = option(
  'f',
  'bodyFormat',
  'charset',
  say('print the body in this charset', '按该字符集打印消息体'),
)
const CONSUMER_GROUP: OptionRow = option(
  'g',
  'consumerGroup',
  'name',
  say('with -d: let this client consume it directly', '与 -d 一起使用:让该客户端直接消费'),
)
const CLIENT_ID: OptionRow = option('d', 'clientId', 'id', say('client id', '客户端 id'))

export const messageQueryCommands: readonly CommandRow[] = [
  {
    name: 'queryMsgById',
    group: 'message',
    about: say('Query Message by Id.', '按消息 id 查询消息。'),
    options: [
      TOPIC,
      option('i', 'msgId', 'ids', say('message ids, comma separated', '消息 id,多个用逗号分隔'), REQUIRED),
      CONSUMER_GROUP,
      CLIENT_ID,
      option('s', 'sendMessage', 'bool', say('true: send the message again', 'true:重新发送该消息')),
      option('u', 'unitName', 'name', say('unit, accepted and not used', '单元名,接受但不使用')),
      BODY_FORMAT,
      ROUTE_CLUSTER,
    ],
    run: queryMsgById,
  },
  {
    name: 'queryMsgByKey',
    group: 'message',
    about: say('Query Message by Key.', '按 Key 查询消息。'),
    options: [
      TOPIC,
      option('k', 'msgKey', 'text', say('key', '消息的 Key'), REQUIRED),
      option('b', 'beginTimestamp', 'ms', say('begin, default 0', '开始时间毫秒,默认 0')),
      option('e', 'endTimestamp', 'ms', say('end, default the end of time', '结束时间毫秒,默认无限')),
      option('m', 'maxNum', 'n', say('per broker, default 64', '每个 broker 的最大条数,默认 64')),
      ROUTE_CLUSTER,
    ],
    run: queryMsgByKey,
  },
  {
    name: 'queryMsgByUniqueKey',
    group: 'message',
    about: say('Query Message by Unique key.', '按唯一 id 查询消息。'),
    options: [
      option('i', 'msgId', 'id', say('unique id', '唯一 id'), REQUIRED),
      TOPIC,
      flag('a', 'showAll', say('all copies, at most 32', '显示全部副本,最多 32 条')),
      CONSUMER_GROUP,
      CLIENT_ID,
      ROUTE_CLUSTER,
    ],
    run: queryMsgByUniqueKey,
  },
  {
    name: 'queryMsgByOffset',
    group: 'message',
    about: say('Query Message by offset.', '按队列位点查询消息。'),
    options: [
      TOPIC,
      option('b', 'brokerName', 'name', say('broker name', 'broker 名称'), REQUIRED),
      option('i', 'queueId', 'n', say('queue id', '队列 id'), REQUIRED),
      option('o', 'offset', 'n', say('offset', '位点'), REQUIRED),
      BODY_FORMAT,
    ],
    run: queryMsgByOffset,
  },
]
