/**
 * Whether a group can still get what was acknowledged: its offsets in each queue against what the run acknowledged there.
 * Asks the brokers; the judgement itself is a pure function.
 */
import { EngineError } from '../../../base/errors.ts'
import type { AdminClient } from '../../../client/admin-client.ts'
import { refusalCode } from '../../../client/broker-calls.ts'
import { ResponseCode } from '../../../protocol/codes.ts'
import { isRetryTopic } from '../../../protocol/topics.ts'

export interface QueueProgress {
  readonly brokerName: string
  readonly queueId: number
  /** End of the queue, and how far the group has committed. */
  readonly brokerOffset: number
  readonly consumerOffset: number
  /** A master answered: its end of the queue is the true one. */
  readonly isFromMaster: boolean
}

export interface GroupProgress {
  readonly queues: readonly QueueProgress[]
  /** Messages of the group that wait to be delivered again. */
  readonly retryWaiting: number
  /** Members that are not the lab's: what they get is not seen here. */
  readonly foreignMembers: number
}

/** @throws {EngineError} when no broker answers. */
export async function askGroupProgress(
  admin: AdminClient,
  group: string,
  topic: string,
  ownClientIds: ReadonlySet<string>,
): Promise<GroupProgress> {
  const route = await admin.topicRoute(topic)
  const withMaster = new Set(route.brokerDatas.flatMap((data) => (data.brokerAddrs.has(0) ? [data.brokerName] : [])))
  const stats = await admin.consumeStats(group, undefined, topic)
  const queues: QueueProgress[] = []
  let retryWaiting = 0
  for (const [queue, { brokerOffset, consumerOffset }] of stats.offsetTable) {
    if (isRetryTopic(queue.topic)) retryWaiting += Math.max(0, brokerOffset - consumerOffset)
    if (queue.topic !== topic) continue
    const { brokerName, queueId } = queue
    queues.push({ brokerName, queueId, brokerOffset, consumerOffset, isFromMaster: withMaster.has(brokerName) })
  }
  return { queues, retryWaiting, foreignMembers: await foreignMembers(admin, group, ownClientIds) }
}

async function foreignMembers(admin: AdminClient, group: string, own: ReadonlySet<string>): Promise<number> {
  try {
    const { connectionSet } = await admin.consumerConnection(group)
    return connectionSet.filter(({ clientId }) => !own.has(clientId)).length
  } catch (error) {
    if (error instanceof EngineError && refusalCode(error) === ResponseCode.CONSUMER_NOT_ONLINE) return 0
    throw error
  }
}

/** Looks in a row that must agree before a message counts as gone from a broker. */
const GONE_LOOKS = 3

/** Decides queue by queue; remembers what it saw in earlier looks. */
export class CaughtUpJudge {
  readonly #looks = new Map<string, number>()

  /**
   * @param lastOffset highest offset acknowledged in the queue; undefined when offsets say nothing (delayed messages)
   * @returns whether nothing that was acknowledged in the queue can come any more. Either the group committed past it, or
   *   the master has nothing further for it: then the message is gone from the broker.
   */
  isCaughtUp(queue: QueueProgress, lastOffset: number | undefined): boolean {
    if (lastOffset !== undefined && queue.consumerOffset > lastOffset) return true
    const key = `${queue.brokerName}@${queue.queueId}`
    const isAtEnd = queue.isFromMaster && queue.consumerOffset >= queue.brokerOffset
    const looks = isAtEnd ? (this.#looks.get(key) ?? 0) + 1 : 0
    this.#looks.set(key, looks)
    return looks >= GONE_LOOKS
  }
}

/** RocketMQ's default delay levels, in seconds. Source: MessageStoreConfig#messageDelayLevel. */
const DELAY_SECONDS = [1, 5, 10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1200, 1800, 3600, 7200]

export function delayMsOf(level: number): number {
  return level === 0 ? 0 : (DELAY_SECONDS[level - 1] ?? 7200) * 1000
}
