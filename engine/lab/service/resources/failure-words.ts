/**
 * Failures of brokers and name servers as sentences in both languages: what was asked, of whom, and why it did not work.
 * Decides nothing about what is shown instead.
 */
import { EngineError, type ErrorCode, errorText } from '../../../base/errors.ts'
import { refusalCode } from '../../../client/broker-calls.ts'
import { say, type Text } from '../../../contract/text.ts'
import { ResponseCode } from '../../../protocol/codes.ts'

/** What the codes mean that these screens meet. */
const MEANINGS: ReadonlyMap<number, Text> = new Map([
  [ResponseCode.SYSTEM_BUSY, say('the broker is busy', 'Broker 繁忙')],
  [ResponseCode.REQUEST_CODE_NOT_SUPPORTED, say('its version does not know this request', '其版本不支持该请求')],
  [ResponseCode.SERVICE_NOT_AVAILABLE, say('the broker does not serve this now', 'Broker 当前不提供该服务')],
  [ResponseCode.NO_PERMISSION, say('not permitted', '没有权限')],
  [ResponseCode.TOPIC_NOT_EXIST, say('the topic does not exist there', '该 Topic 不存在')],
  [ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, say('the group has no entry there', '该消费组没有配置')],
  [ResponseCode.INVALID_PARAMETER, say('a value was refused', '参数被拒绝')],
  [ResponseCode.CONSUMER_NOT_ONLINE, say('nobody of the group is connected', '该消费组没有成员在线')],
  [ResponseCode.CONSUME_MSG_TIMEOUT, say('the client did not answer in time', '客户端未在时限内应答')],
  [ResponseCode.NO_MESSAGE, say('there is no such message', '没有这条消息')],
  [
    ResponseCode.BROADCAST_CONSUMPTION,
    say('the group broadcasts and keeps its offsets itself', '广播消费组自行保存位点'),
  ],
])

/** Why it failed, without a full stop. */
export function reasonOf(error: unknown): Text {
  if (!(error instanceof EngineError)) return say(errorText(error), errorText(error))
  const code = refusalCode(error)
  if (code !== undefined) {
    const { remark } = error.context
    const said = typeof remark === 'string' && remark !== '' ? remark.slice(0, 500) : undefined
    const meaning = MEANINGS.get(code)
    if (meaning === undefined) return say(said ?? error.message, said ?? error.zh ?? error.message)
    return say(
      said === undefined ? meaning.en : `${meaning.en} (${said})`,
      said === undefined ? meaning.zh : `${meaning.zh}（${said}）`,
    )
  }
  if (error.code === 'timeout') return say('no answer in time', '超时无应答')
  if (error.code === 'connect-failed') return say('the connection is refused or times out', '连接被拒绝或超时')
  if (error.code === 'closed') return say('the connection was closed', '连接被关闭')
  return say(error.message, error.zh ?? error.message)
}

/** A sentence for the list of problems: who did not answer what, and what that means here. */
export function unanswered(who: string, error: unknown): Text {
  const reason = reasonOf(error)
  return say(
    `${who} did not answer: ${reason.en}. Its part is missing here.`,
    `${who} 未应答：${reason.zh}。此处缺少它的部分。`,
  )
}

/** The error of a call, in both languages; one that has them already is passed on. */
export function failureOf(what: Text, error: unknown): unknown {
  if (!(error instanceof EngineError) || error.code === 'assertion' || error.zh !== undefined) return error
  const reason = reasonOf(error)
  return new EngineError(error.code, `${what.en}: ${reason.en}.`, {
    zh: `${what.zh}：${reason.zh}。`,
    context: error.context,
    cause: error,
    retriable: error.retriable,
  })
}

/** An input that cannot be obeyed: which field, its value, and what would do. */
export function badField(field: string, value: unknown, message: Text, code: ErrorCode = 'usage'): EngineError {
  return new EngineError(code, message.en, { zh: message.zh, context: { field, value } })
}

/** The name typed to confirm a loss must be the name of what is lost. */
export function requireTypedName(typedName: string, name: string): void {
  if (typedName === name) return
  throw badField(
    'typedName',
    typedName,
    say(
      `The typed name "${typedName}" is not "${name}". Type ${name} to confirm.`,
      `输入的名称“${typedName}”不是“${name}”。请输入 ${name} 以确认。`,
    ),
  )
}

/** Each sentence once. */
export function distinct(texts: readonly Text[]): Text[] {
  return [...new Map(texts.map((each) => [each.en, each])).values()]
}
