/** What each reply to a send means, in a sentence: the window shows them beside the counts, reports repeat them. */
import type { SendStatus } from './messages-api.ts'
import { say, type Text } from './text.ts'

export const SEND_STATUS_WORDS: Readonly<Record<SendStatus, Text>> = {
  SEND_OK: say('The master has it, as its role and flush mode promise.', '主已写入，满足其角色与刷盘方式的承诺。'),
  FLUSH_DISK_TIMEOUT: say(
    'Stored in memory, but the disk did not confirm in 5 s.',
    '已写入内存，但磁盘未在 5 s 内确认刷盘。',
  ),
  FLUSH_SLAVE_TIMEOUT: say(
    'The slave did not confirm in 3 s: one disk has it. Async never waits.',
    '从未在 3 s 内确认，消息仅存于主。异步主从不等待。',
  ),
  SLAVE_NOT_AVAILABLE: say('No slave was connected to wait for.', '没有可等待的从节点。'),
  ONE_WAY: say(
    'Sent without asking for a reply: nobody knows whether it arrived.',
    '单向发送，不等待应答，是否到达未知。',
  ),
  FAILED: say(
    'Not acknowledged. It may be stored all the same when only the reply was lost.',
    '未被确认。若仅应答丢失，消息仍可能已写入。',
  ),
}
