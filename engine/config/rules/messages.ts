/** Rules about messages, topics, delay levels, retention and threads of one broker. */
import { say } from '../finding.ts'
import { choice, hitAt, hitIf, type FileRule } from './rule.ts'

const EXIT_LOAD = 253
const CLIENT_MESSAGE_BYTES = 4 * 1024 * 1024
const FORCED_CLEAN_PERCENT = 85
const THREADS_MANY = 64

export const MESSAGE_RULES: readonly FileRule[] = [
  {
    id: 'delay-level-format',
    severity: 'error',
    exitCode: EXIT_LOAD,
    check(view) {
      const text = view.text('messageDelayLevel')
      const single = text.split(/ +/).join(' ')
      const isRepaired = single.split(' ').every((level) => /^[+-]?\d+[smhd]$/.test(level))
      const bad = text.split(' ').find((level) => !/^[+-]?\d+[smhd]$/.test(level))
      return hitIf(bad !== undefined, () =>
        hitAt(
          view,
          'messageDelayLevel',
          bad === ''
            ? say(
                'messageDelayLevel has two blanks in a row: the broker does not start',
                'messageDelayLevel 中有连续两个空格：broker 无法启动',
              )
            : say(
                `messageDelayLevel has "${bad ?? ''}", no number with the unit s, m, h or d: the broker does not start`,
                `messageDelayLevel 中的"${bad ?? ''}"不是带单位 s、m、h、d 的数字：broker 无法启动`,
              ),
          say('write levels like "1s 5s 10s 1m 2h", one blank between them', '写法如 "1s 5s 10s 1m 2h"，之间一个空格'),
          isRepaired ? [{ kind: 'set', key: 'messageDelayLevel', value: single }] : undefined,
          say('Use single blanks', '改为单个空格'),
        ),
      )
    },
  },
  {
    id: 'delete-when-format',
    severity: 'error',
    check(view) {
      const hours = view.text('deleteWhen').split(';')
      while (hours.length > 1 && hours.at(-1) === '') hours.pop()
      const meant = hours.map(hourMeant)
      const bad = hours.find((hour) => !/^\+?\d{1,9}$/.test(hour) || Number(hour) > 23)
      return hitIf(bad !== undefined, () =>
        hitAt(
          view,
          'deleteWhen',
          say(
            `"${bad ?? ''}" in deleteWhen is no hour 0..23: Java's clean-up task fails and deletes nothing, even on a full disk`,
            `deleteWhen 中的"${bad ?? ''}"不是 0..23 的小时：Java 的清理任务会出错，磁盘满了也不再删除`,
          ),
          say('write hours like 04 or 04;16', '写小时，如 04 或 04;16'),
          meant.includes(undefined) ? undefined : [{ kind: 'set', key: 'deleteWhen', value: meant.join(';') }],
        ),
      )
    },
  },
  {
    id: 'disk-ratio-above-forced-clean',
    severity: 'warning',
    check: (view) =>
      hitIf(view.isSet('diskMaxUsedSpaceRatio') && view.number('diskMaxUsedSpaceRatio') > FORCED_CLEAN_PERCENT, () =>
        hitAt(
          view,
          'diskMaxUsedSpaceRatio',
          say(
            `diskMaxUsedSpaceRatio=${view.number('diskMaxUsedSpaceRatio')} is never reached: at ${FORCED_CLEAN_PERCENT} percent files are deleted even before they expire, at 90 writes are refused`,
            `diskMaxUsedSpaceRatio=${view.number('diskMaxUsedSpaceRatio')} 永远达不到：到 ${FORCED_CLEAN_PERCENT}% 时未过期的文件也会被删除，到 90% 时拒绝写入`,
          ),
          say('write a value below 85; the default is 75', '写小于 85 的值，默认 75'),
          [{ kind: 'set', key: 'diskMaxUsedSpaceRatio', value: '75' }],
        ),
      ),
  },
  {
    id: 'max-message-size-below-client',
    severity: 'warning',
    check: (view) =>
      hitIf(view.isSet('maxMessageSize') && view.number('maxMessageSize') < CLIENT_MESSAGE_BYTES, () =>
        hitAt(
          view,
          'maxMessageSize',
          say(
            `maxMessageSize=${view.number('maxMessageSize')} is below what clients allow: bodies up to their 4194304 bytes fail at the broker with MESSAGE_ILLEGAL`,
            `maxMessageSize=${view.number('maxMessageSize')} 低于客户端的上限：客户端允许 4194304 字节，超出的消息会在 broker 端以 MESSAGE_ILLEGAL 失败`,
          ),
          say('use one limit on both sides; the default is 4194304', '两端使用同一上限，默认 4194304'),
          [{ kind: 'set', key: 'maxMessageSize', value: String(CLIENT_MESSAGE_BYTES) }],
        ),
      ),
  },
  {
    id: 'thread-pool-oversized',
    severity: 'hint',
    check: (view) =>
      ['sendMessageThreadPoolNums', 'pullMessageThreadPoolNums'].flatMap((key) =>
        hitIf(view.isSet(key) && view.number(key) > THREADS_MANY, () =>
          hitAt(
            view,
            key,
            say(
              `${key}=${view.number(key)} is far more than needed: most of these threads idle, the others contend for locks (this engine has no such pool)`,
              `${key}=${view.number(key)} 远超所需：大部分线程空闲，其余争用锁（本引擎没有该线程池）`,
            ),
            say('leave the default unless measured', '除非经过压测，否则保留默认值'),
            [{ kind: 'remove', key }],
          ),
        ),
      ),
  },
  {
    id: 'production-auto-create',
    severity: 'hint',
    check: (view) =>
      ['autoCreateTopicEnable', 'autoCreateSubscriptionGroup'].flatMap((key) =>
        hitIf(view.isSet(key) && view.flag(key), () =>
          choice(
            hitAt(
              view,
              key,
              key === 'autoCreateTopicEnable'
                ? say(
                    'topics are created by themselves: with autoCreateTopicEnable=true a typo in a client creates one, perhaps on one broker only',
                    '主题会自动创建：autoCreateTopicEnable=true 时客户端拼错名字就会创建主题，且可能只在一个 broker 上',
                  )
                : say(
                    'consumer groups are created by themselves: with autoCreateSubscriptionGroup=true a typo in a client creates one',
                    '消费组会自动创建：autoCreateSubscriptionGroup=true 时客户端拼错名字就会创建消费组',
                  ),
              say('false in production', '生产环境设为 false'),
              [{ kind: 'set', key, value: 'false' }],
            ),
          ),
        ),
      ),
  },
  {
    id: 'trace-topic-off',
    severity: 'hint',
    check: (view) =>
      hitIf(view.isSet('traceTopicEnable') && !view.flag('traceTopicEnable'), () =>
        choice(
          hitAt(
            view,
            'traceTopicEnable',
            say(
              'the trace topic is off here: with traceTopicEnable=false traces of clients go to whichever broker has it, or fail',
              '此处没有轨迹主题：traceTopicEnable=false 时客户端的轨迹会发往拥有它的 broker，或发送失败',
            ),
            say('true on at least one broker when clients trace', '客户端开启轨迹时，至少在一个 broker 上设为 true'),
            [{ kind: 'set', key: 'traceTopicEnable', value: 'true' }],
          ),
        ),
      ),
  },
]

/** `4:00`, `4am`, `16 点` as the hour that was meant. */
function hourMeant(text: string): string | undefined {
  const match = /^\s*\+?(\d{1,2})\s*(?::\s*00(?::\s*00)?)?\s*(am|pm|点|时|h)?\s*$/i.exec(text)
  if (match === null) return undefined
  const isAfternoon = match[2]?.toLowerCase() === 'pm'
  const isMorning = match[2]?.toLowerCase() === 'am'
  const hour =
    Number(match[1]) + (isAfternoon && Number(match[1]) < 12 ? 12 : 0) - (isMorning && match[1] === '12' ? 12 : 0)
  return hour <= 23 ? String(hour).padStart(2, '0') : undefined
}
