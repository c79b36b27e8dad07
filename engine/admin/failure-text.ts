/**
 * What a failed command says: one line with the reason, where a broker or name server refused with `CODE: <n>  DESC: <text>`,
 * which scripts look for.
 * Differs: Apache prints a Java stack trace and exits 0. Source: SubCommandException, MQClientException.
 */
import { EngineError, errorText } from '../base/errors.ts'
import { type AdminLanguage, type BilingualText, say } from './command-row.ts'

/** What the codes mean that tools meet often. */
const MEANINGS: ReadonlyMap<number, BilingualText> = new Map([
  [2, say('the broker is busy', 'broker 繁忙')],
  [3, say('the broker does not know this request', 'broker 不支持该请求')],
  [16, say('not permitted', '没有权限')],
  [17, say('the topic has no route', '主题没有路由')],
  [22, say('there is no such entry', '没有该配置项')],
  [26, say('the group does not exist', '消费组不存在')],
  [29, say('a value was refused', '参数无效')],
  [206, say('the group is not online', '消费组不在线')],
  [208, say('no message was found', '没有找到消息')],
  [213, say('the group broadcasts and has no offsets on brokers', '广播消费组在 broker 上没有位点')],
])

/** @param about the command, and where it matters the address */
export function failureText(about: string, error: unknown, language: AdminLanguage): string {
  const reason = reasonText(error, language).replace(/\s*\n\s*/g, ' ')
  return language === 'zh' ? `${about} 失败:${reason}` : `${about} failed: ${reason}`
}

function reasonText(error: unknown, language: AdminLanguage): string {
  if (!(error instanceof EngineError)) return errorText(error)
  const { code, remark } = error.context
  if (error.code === 'refused' && typeof code === 'number') {
    const text = typeof remark === 'string' && remark !== '' ? remark : error.message
    const meaning = MEANINGS.get(code)?.[language]
    return `CODE: ${code}  DESC: ${text}${meaning === undefined ? '' : language === 'zh' ? `(${meaning})` : ` (${meaning})`}`
  }
  return language === 'zh' && error.zh !== undefined ? error.zh : errorText(error)
}
