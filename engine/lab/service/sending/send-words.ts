/** Why a send failed, in a sentence: what happened, to whom, why, and what to do. */
import { EngineError, errorText } from '../../../base/errors.ts'
import { say, type Text } from '../../../contract/text.ts'
import { ResponseCode } from '../../../protocol/codes.ts'
import type { DraftProblem } from './message-maker.ts'

/** Broker's own words in a sentence of ours. */
const REMARK_CHARS_MAX = 300

export function sendProblem(error: unknown, topic: string): Text {
  if (!(error instanceof EngineError)) return say(errorText(error), errorText(error))
  const brokers = brokersOf(error)
  const [to, toZh] = brokers === '' ? ['', ''] : [` (tried ${brokers})`, `（已尝试 ${brokers}）`]
  switch (error.code) {
    case 'not-found':
      return typeof error.context['brokerName'] === 'string' ? noMaster(error.context['brokerName']) : noRoute(topic)
    case 'timeout':
      return say(
        `No answer in time${to}: the message may be stored or not. Look at the broker, or allow more time.`,
        `未在时限内收到应答${toZh}：消息可能已写入，也可能没有。请检查 Broker，或调大超时。`,
      )
    case 'connect-failed':
    case 'closed':
      return say(
        `The connection to the broker failed${to}: it is down, frozen or cut off. Start it or heal its link.`,
        `与 Broker 的连接失败${toZh}：它已宕机、被冻结或被切断。请启动它或恢复链路。`,
      )
    case 'overload':
      return say(
        'Too many sends are on the way at once. Lower rate or concurrency.',
        '同时在途的发送过多，请降低速率或并发。',
      )
    case 'refused':
      return refusedText(error, to, toZh)
    default: {
      const said = errorText(error).slice(0, REMARK_CHARS_MAX)
      return say(said, error.zh ?? said)
    }
  }
}

export function noRoute(topic: string): Text {
  return say(
    `No route for ${topic}: no broker has it and autoCreateTopicEnable is false, or no broker runs. Create the topic or start a broker.`,
    `没有 ${topic} 的路由：无 Broker 拥有它且 autoCreateTopicEnable=false，或没有 Broker 在运行。请创建 Topic 或启动 Broker。`,
  )
}

function noMaster(brokerName: string): Text {
  return say(
    `${brokerName} has no master now: nobody takes its messages. Start the master, or let the lab choose the queue.`,
    `${brokerName} 当前没有主节点，无法写入。请启动主节点，或不要指定队列。`,
  )
}

function refusedText(error: EngineError, to: string, toZh: string): Text {
  const { code, remark } = error.context
  const said = typeof remark === 'string' && remark !== '' ? remark.slice(0, REMARK_CHARS_MAX) : undefined
  const [quote, quoteZh] = said === undefined ? ['', ''] : [` It says: ${said}`, ` Broker 返回：${said}`]
  switch (code) {
    case ResponseCode.SYSTEM_BUSY:
      return say(
        `The broker is too busy and refused${to}. Lower the rate.${quote}`,
        `Broker 过于繁忙，拒绝写入${toZh}。请降低速率。${quoteZh}`,
      )
    case ResponseCode.SERVICE_NOT_AVAILABLE:
      return say(
        `The broker takes no messages now${to}: its disk is full, or it is a slave or shutting down.${quote}`,
        `Broker 当前不接受写入${toZh}：磁盘已满，或者它是从节点、正在关闭。${quoteZh}`,
      )
    case ResponseCode.NO_PERMISSION:
      return say(
        `Broker or topic may not be written to${to}: see brokerPermission and the topic's perm.${quote}`,
        `Broker 或 Topic 没有写权限${toZh}：请检查 brokerPermission 与 Topic 的 perm。${quoteZh}`,
      )
    case ResponseCode.TOPIC_NOT_EXIST:
      return say(
        `The broker does not have the topic${to} and may not create it. Create the topic.${quote}`,
        `Broker 上没有该 Topic${toZh}，且不允许自动创建。请先创建 Topic。${quoteZh}`,
      )
    case ResponseCode.MESSAGE_ILLEGAL:
      return say(
        `The broker does not accept the message${to}: too large, or its properties are.${quote}`,
        `Broker 不接受该消息${toZh}：消息体或属性过大。${quoteZh}`,
      )
    default:
      return say(
        `The broker refused the message${to}, code ${String(code)}.${quote}`,
        `Broker 拒绝了该消息${toZh}，错误码 ${String(code)}。${quoteZh}`,
      )
  }
}

function brokersOf(error: EngineError): string {
  const sent = error.context['brokersSent']
  return Array.isArray(sent) ? [...new Set(sent.map(String))].join(', ') : ''
}

/** All that is wrong with a draft as one refusal. */
export function draftError(problems: readonly DraftProblem[]): EngineError {
  return new EngineError('usage', problems.map(({ text }) => text.en).join(' '), {
    context: { field: problems[0]?.field ?? '', fields: problems.map(({ field }) => field) },
    zh: problems.map(({ text }) => text.zh).join(''),
  })
}
