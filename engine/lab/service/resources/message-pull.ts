/** One block of stored messages of one queue, read like a consumer that belongs to no group would. */
import { refusedPull } from '../../../client/broker-calls.ts'
import type { AdminClient } from '../../../client/admin-client.ts'
import { decodeReceived, type ReceivedMessage } from '../../../client/received-message.ts'
import { ResponseCode } from '../../../protocol/codes.ts'
import { PullFlag } from '../../../protocol/message.ts'
import type { MessageQueue } from '../../../protocol/message-queue.ts'
import { TOOLS_GROUP } from '../../../protocol/topics.ts'

/** Brokers give this many at most (`maxTransferCountOnMessageInMemory`). */
export const BLOCK_MESSAGES = 32
const PULL_TIMEOUT_MS = 5000

export interface Block {
  readonly messages: readonly ReceivedMessage[]
  /** Where to read on: beyond what was read, or where the broker says that messages begin. */
  readonly nextOffset: number
}

/**
 * Messages from an offset on, fewer than asked when they are big; none at the end of the queue.
 * @throws {EngineError} 'refused' for anything but messages or "nothing there".
 */
export async function pullBlock(
  admin: AdminClient,
  address: string,
  queue: MessageQueue,
  offset: number,
  count: number,
): Promise<Block> {
  const answer = await admin.client.calls.pull(
    address,
    {
      consumerGroup: TOOLS_GROUP,
      topic: queue.topic,
      queueId: queue.queueId,
      queueOffset: offset,
      maxMsgNums: Math.min(count, BLOCK_MESSAGES),
      sysFlag: PullFlag.SUBSCRIPTION,
      commitOffset: 0,
      suspendTimeoutMillis: 0,
      subscription: '*',
      subVersion: 0,
      expressionType: 'TAG',
    },
    PULL_TIMEOUT_MS,
  )
  if (answer.header === undefined) throw refusedPull(queue, answer)
  if (answer.code !== ResponseCode.SUCCESS || answer.body === undefined) {
    return { messages: [], nextOffset: answer.header.nextBeginOffset }
  }
  const messages = decodeReceived(answer.body, queue.brokerName, admin.client.ports)
  const last = messages.at(-1)
  return { messages, nextOffset: last === undefined ? answer.header.nextBeginOffset : last.queueOffset + 1 }
}
