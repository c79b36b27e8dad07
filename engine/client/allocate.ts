/**
 * Who owns which queue of a topic: pure strategies over a sorted queue list and a sorted member list. Every member
 * computes the same answer on its own, so the results must equal Java's to the element, in order.
 * Knows nothing about groups, brokers or time.
 */
import { assert, unreachable } from '../base/assert.ts'

/** The names are those of QUERY_ASSIGNMENT's `strategyName`. */
export type AllocateStrategy = 'AVG' | 'AVG_BY_CIRCLE'

/**
 * The share of `clientId`. A client that is not a member, or an empty list, gets nothing.
 * Source: AllocateMessageQueueStrategy and its two implementations.
 */
export function allocateQueues<Q>(
  strategy: AllocateStrategy,
  clientId: string,
  queues: readonly Q[],
  members: readonly string[],
): Q[] {
  assert(clientId !== '', 'a client id is empty')
  const index = members.indexOf(clientId)
  if (index < 0 || queues.length === 0) return []
  switch (strategy) {
    case 'AVG':
      return averageShare(queues, index, members.length)
    case 'AVG_BY_CIRCLE':
      return queues.filter((_, position) => position % members.length === index)
    default:
      return unreachable(strategy)
  }
}

/**
 * One run of neighbours for each member; the first `queues % members` members get one queue more.
 * Source: AllocateMessageQueueAveragely#allocate.
 */
function averageShare<Q>(queues: readonly Q[], index: number, memberCount: number): Q[] {
  const remainder = queues.length % memberCount
  const isLarger = index < remainder
  const smallShare = queues.length <= memberCount ? 1 : Math.floor(queues.length / memberCount)
  const share = queues.length > memberCount && isLarger ? smallShare + 1 : smallShare
  const start = remainder > 0 && isLarger ? index * share : index * share + remainder
  return queues.slice(start, Math.max(start, Math.min(start + share, queues.length)))
}
