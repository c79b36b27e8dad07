/** mqadmin's commands that send: one message, or many to measure how long it takes. */
import { bytesFromUtf8 } from '../../base/bytes.ts'
import { EngineError } from '../../base/errors.ts'
import { Producer } from '../../client/producer.ts'
import type { MessageQueue } from '../../protocol/message-queue.ts'
import { type CommandContext, type CommandRow, option, REQUIRED, say } from '../command-row.ts'
import { sendResultText } from '../java-text.ts'
import { TOPIC } from '../shared-options.ts'
import { fixed, layout } from '../table-output.ts'

const SENT_LINE = layout('{:<32}  {:<4}  {:<20}    {}')

/** Bodies of measurements are made of whole words of this. */
const BODY_WORD = 'hello lab, '

async function withProducer(
  { admin }: CommandContext,
  group: string,
  task: (producer: Producer) => Promise<void>,
): Promise<void> {
  const producer = new Producer(admin.client, { group })
  producer.start()
  try {
    await task(producer)
  } finally {
    await producer.shutdown()
  }
}

/** Source: SendMessageCommand. */
async function sendMessage(context: CommandContext): Promise<void> {
  const { admin, options, out } = context
  const topic = options.text('topic')
  const broker = options.find('broker')
  const queueId = options.findInteger('qid')
  if (queueId !== undefined && broker === undefined) {
    throw new EngineError('usage', 'Broker name must be set if the queue is chosen!', {
      zh: '指定队列时必须同时用 -b 指定 broker 名称!',
    })
  }
  if (options.findBoolean('msgTraceEnable') === true) {
    throw new EngineError('unsupported', 'message trace is not sent by this tool yet', {
      zh: '本工具暂不支持发送消息轨迹',
    })
  }
  // A queue without a broker makes no sense; a broker without a queue is ignored, as there.
  const queue = queueId === undefined || broker === undefined ? undefined : { topic, brokerName: broker, queueId }
  await withProducer(context, String(admin.client.ports.clock.nowMs()), async (producer) => {
    const result = await producer.send(
      {
        topic,
        body: bytesFromUtf8(options.raw('body')),
        tags: options.find('tags'),
        keys: options.find('key'),
      },
      { queue },
    )
    out.line(SENT_LINE('#Broker Name', '#QID', '#Send Result', '#MsgId'))
    out.line(SENT_LINE(result.queue.brokerName, result.queue.queueId, result.status, result.msgId))
  })
}

/** Source: CheckMsgSendRTCommand. */
async function checkMsgSendRt(context: CommandContext): Promise<void> {
  const { admin, options, out, pacing } = context
  const { clock } = admin.client.ports
  const amount = options.findInteger('amount') ?? 100
  const topic = options.text('topic')
  const body = bytesFromUtf8('a'.repeat(options.findInteger('size') ?? 128))
  await withProducer(context, String(clock.nowMs()), async (producer) => {
    out.line(SENT_LINE('#Broker Name', '#QID', '#Send Result', '#RT'))
    let sumMs = 0
    for (let i = 0; i < amount && !pacing.isStopped; i++) {
      let queue: MessageQueue | undefined
      const startedMs = clock.monotonicMs()
      let isSent = true
      try {
        await producer.sendTo({ topic, body }, (queues) => (queue = queues[i % queues.length] as MessageQueue))
      } catch (error) {
        isSent = false
        out.failure(error, topic)
      }
      const rtMs = Math.round(clock.monotonicMs() - startedMs)
      // The first one pays for connections and routes.
      if (i > 0) sumMs += rtMs
      out.line(SENT_LINE(queue?.brokerName ?? '', queue?.queueId ?? 0, isSent, rtMs))
    }
    out.line(`Avg RT: ${fixed(amount > 1 ? sumMs / (amount - 1) : 0, 2)}`)
  })
}

/** Source: SendMsgStatusCommand. */
async function sendMsgStatus(context: CommandContext): Promise<void> {
  const { admin, options, out, pacing } = context
  const { clock } = admin.client.ports
  const topic = options.text('brokerName')
  const size = options.findInteger('messageSize') ?? 128
  const body = bytesFromUtf8(BODY_WORD.repeat(Math.max(1, Math.ceil(size / BODY_WORD.length))))
  const count = options.findInteger('count') ?? 50
  await withProducer(context, 'PID_SMSC', async (producer) => {
    await producer.send({ topic, body })
    for (let i = 0; i < count && !pacing.isStopped; i++) {
      const startedMs = clock.monotonicMs()
      const result = await producer.send({ topic, body })
      out.line(`rt=${Math.round(clock.monotonicMs() - startedMs)}ms, SendResult=${sendResultText(result)}`)
    }
  })
}

export const messageSendCommands: readonly CommandRow[] = [
  {
    name: 'sendMessage',
    group: 'message',
    about: say('Send a message.', '发送一条消息。'),
    options: [
      TOPIC,
      option('p', 'body', 'text', say('body, UTF-8', '消息体,UTF-8'), REQUIRED),
      option('k', 'key', 'text', say('keys', '消息的 Key')),
      option('c', 'tags', 'text', say('tag', '消息的标签')),
      option('b', 'broker', 'name', say('broker name', 'broker 名称')),
      option('i', 'qid', 'n', say('queue id, needs -b', '队列 id,需要 -b')),
      option('m', 'msgTraceEnable', 'bool', say('message trace, default false', '是否发送消息轨迹,默认 false')),
    ],
    run: sendMessage,
  },
  {
    name: 'checkMsgSendRT',
    group: 'message',
    about: say('Check message send response time.', '测量向某个主题发送消息的耗时。'),
    options: [
      TOPIC,
      option('a', 'amount', 'n', say('messages, default 100', '消息条数,默认 100')),
      option('s', 'size', 'bytes', say('body bytes, default 128', '消息体字节数,默认 128')),
    ],
    run: checkMsgSendRt,
  },
  {
    name: 'sendMsgStatus',
    group: 'broker',
    about: say('Send msg to broker.', '向以 broker 名称命名的主题发送测试消息并计时。'),
    options: [
      option('b', 'brokerName', 'name', say('broker name', 'broker 名称'), REQUIRED),
      option('s', 'messageSize', 'n', say('body bytes, default 128', '消息体字节数,默认 128')),
      option('c', 'count', 'n', say('messages, default 50', '消息条数,默认 50')),
    ],
    run: sendMsgStatus,
  },
]
