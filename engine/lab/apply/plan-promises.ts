/** What SEND_OK promises once a plan is done, where that becomes another promise: copies and disks. Pure. */
import { say, type Text } from '../../contract/text.ts'
import type { NodeChanges } from './plan-changes.ts'
import { listEn, listZh } from './plan-steps.ts'

interface SendPromise {
  readonly key: string
  readonly from: string
  readonly to: string
  readonly notice: (nodes: readonly string[]) => Text
}

const PROMISES: readonly SendPromise[] = [
  {
    key: 'brokerRole',
    from: 'SYNC_MASTER',
    to: 'ASYNC_MASTER',
    notice: (nodes) =>
      say(
        `SEND_OK of ${listEn(nodes)} promises one copy then: it no longer waits for a slave, and what was not copied is lost with the master's disk.`,
        `此后 ${listZh(nodes)} 的 SEND_OK 只保证一份数据：不再等待从节点，主的磁盘损坏时未复制的消息会丢失。`,
      ),
  },
  {
    key: 'brokerRole',
    from: 'ASYNC_MASTER',
    to: 'SYNC_MASTER',
    notice: (nodes) =>
      say(
        `Sends to ${listEn(nodes)} wait for a slave then: each takes longer, and without a slave they answer SLAVE_NOT_AVAILABLE or FLUSH_SLAVE_TIMEOUT.`,
        `此后发往 ${listZh(nodes)} 的消息会等待从节点：每次发送更慢，没有从节点时返回 SLAVE_NOT_AVAILABLE 或 FLUSH_SLAVE_TIMEOUT。`,
      ),
  },
  {
    key: 'flushDiskType',
    from: 'SYNC_FLUSH',
    to: 'ASYNC_FLUSH',
    notice: (nodes) =>
      say(
        `SEND_OK of ${listEn(nodes)} promises memory only then: the last moments before a power failure can be lost.`,
        `此后 ${listZh(nodes)} 的 SEND_OK 只保证已写入内存：断电时最后片刻的消息可能丢失。`,
      ),
  },
  {
    key: 'flushDiskType',
    from: 'ASYNC_FLUSH',
    to: 'SYNC_FLUSH',
    notice: (nodes) =>
      say(
        `Sends to ${listEn(nodes)} wait for the disk then: each takes longer, and a slow disk answers FLUSH_DISK_TIMEOUT.`,
        `此后发往 ${listZh(nodes)} 的消息会等待落盘：每次发送更慢，磁盘过慢时返回 FLUSH_DISK_TIMEOUT。`,
      ),
  },
]

/** A sentence for each promise that changes, with the masters it is about. */
export function changedPromises(changed: readonly NodeChanges[]): Text[] {
  return PROMISES.flatMap(({ key, from, to, notice }) => {
    const nodes = changed.filter(
      ({ node, before, after }) =>
        node.role === 'master' && (node.running ?? before?.values)?.get(key) === from && after?.values.get(key) === to,
    )
    return nodes.length === 0 ? [] : [notice(nodes.map(({ node }) => node.name))]
  })
}
