/** Rules about messages, topics, delay levels, retention and threads of one broker. */
import { say } from '../finding.ts'
import { hitAt, hitIf, type FileRule } from './rule.ts'

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
                `messageDelayLevel: "${bad ?? ''}" is no number with the unit s, m, h or d: the broker does not start`,
                `messageDelayLevel："${bad ?? ''}"不是带单位 s、m、h、d 的数字：broker 无法启动`,
              ),
          say('write levels like "1s 5s 10s 1m 2h", one blank between them', '写法如 "1s 5s 10s 1m 2h"，之间一个空格'),
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
      const bad = hours.find((hour) => !/^\+?\d{1,9}$/.test(hour) || Number(hour) > 23)
      return hitIf(bad !== undefined, () =>
        hitAt(
          view,
          'deleteWhen',
          say(
            `deleteWhen: "${bad ?? ''}" is no hour 0..23; Java's clean-up task then fails and deletes nothing, even on a full disk`,
            `deleteWhen："${bad ?? ''}"不是 0..23 的小时；Java 的清理任务会出错，磁盘满了也不再删除`,
          ),
          say('write hours like 04 or 04;16', '写小时，如 04 或 04;16'),
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
            `maxMessageSize=${view.number('maxMessageSize')}: clients allow 4194304 bytes, so larger bodies fail at the broker with MESSAGE_ILLEGAL`,
            `maxMessageSize=${view.number('maxMessageSize')}：客户端允许 4194304 字节，更大的消息会在 broker 端以 MESSAGE_ILLEGAL 失败`,
          ),
          say('use one limit on both sides; the default is 4194304', '两端使用同一上限，默认 4194304'),
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
              `${key}=${view.number(key)}: most of these threads idle, the others contend for locks (this engine has no such pool)`,
              `${key}=${view.number(key)}：大部分线程空闲，其余争用锁（本引擎没有该线程池）`,
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
          hitAt(
            view,
            key,
            key === 'autoCreateTopicEnable'
              ? say(
                  'autoCreateTopicEnable=true: a typo in a client creates a topic, perhaps on one broker only',
                  'autoCreateTopicEnable=true：客户端拼错名字会创建主题，且可能只在一个 broker 上',
                )
              : say(
                  'autoCreateSubscriptionGroup=true: a typo in a client creates a consumer group',
                  'autoCreateSubscriptionGroup=true：客户端拼错名字会创建消费组',
                ),
            say('false in production', '生产环境设为 false'),
          ),
        ),
      ),
  },
  {
    id: 'trace-topic-off',
    severity: 'hint',
    check: (view) =>
      hitIf(view.isSet('traceTopicEnable') && !view.flag('traceTopicEnable'), () =>
        hitAt(
          view,
          'traceTopicEnable',
          say(
            'traceTopicEnable=false: traces of clients go to whichever broker has the trace topic, or fail',
            'traceTopicEnable=false：客户端的轨迹会发往拥有轨迹主题的 broker，或发送失败',
          ),
          say('true on at least one broker when clients trace', '客户端开启轨迹时，至少在一个 broker 上设为 true'),
        ),
      ),
  },
]
