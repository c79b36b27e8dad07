/**
 * What the brokers know of one group now: who is connected and what they subscribe to, and how far the group has got in
 * each queue. A broker keeps both only for what lies on it, so the answers of all are joined.
 */
import { EngineError } from '../../../base/errors.ts'
import { refusalCode } from '../../../client/broker-calls.ts'
import type { Text } from '../../../contract/text.ts'
import type { Connection } from '../../../protocol/bodies/connection.ts'
import type { OffsetWrapper } from '../../../protocol/bodies/consume-stats.ts'
import type { ConsumerConnection } from '../../../protocol/bodies/consumer-connection.ts'
import { ResponseCode } from '../../../protocol/codes.ts'
import { compareQueues, type MessageQueue } from '../../../protocol/message-queue.ts'
import type { BrokerPlace, BrokerReach } from './broker-reach.ts'

export interface GroupMember {
  readonly connection: Connection
  readonly brokers: readonly string[]
}

export interface GroupConnection {
  readonly members: readonly GroupMember[]
  readonly subscriptions: ConsumerConnection['subscriptionTable']
  /** `push`, `pull`, `pop`. */
  readonly type: string | null
  readonly model: string | null
  readonly from: string | null
  readonly problems: readonly Text[]
}

export interface GroupProgress {
  readonly queues: readonly { readonly queue: MessageQueue; readonly offsets: OffsetWrapper }[]
  readonly perSecond: number
  readonly problems: readonly Text[]
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  CONSUME_ACTIVELY: 'pull',
  CONSUME_PASSIVELY: 'push',
  CONSUME_POP: 'pop',
}

/** Everybody of the group on all brokers; nobody is an answer too. */
export async function groupConnection(
  reach: BrokerReach,
  group: string,
  places?: readonly BrokerPlace[],
): Promise<GroupConnection> {
  const { answers, problems } = await reach.each(places ?? (await reach.places()), (address) =>
    connectionAt(reach, address, group),
  )
  const members = new Map<string, { connection: Connection; brokers: string[] }>()
  const subscriptions = new Map<
    string,
    ConsumerConnection['subscriptionTable'] extends ReadonlyMap<string, infer S> ? S : never
  >()
  let first: ConsumerConnection | undefined
  for (const { place, value } of answers) {
    if (value === undefined) continue
    first ??= value
    for (const connection of value.connectionSet) {
      const member = members.get(connection.clientId) ?? { connection, brokers: [] }
      members.set(connection.clientId, member)
      member.brokers.push(place.brokerName)
    }
    for (const [topic, subscription] of value.subscriptionTable) {
      const known = subscriptions.get(topic)
      if (known === undefined || known.subVersion < subscription.subVersion) subscriptions.set(topic, subscription)
    }
  }
  return {
    members: [...members.values()].sort((a, b) => (a.connection.clientId < b.connection.clientId ? -1 : 1)),
    subscriptions,
    type: TYPE_WORDS[first?.consumeType ?? ''] ?? null,
    model: first?.messageModel ?? null,
    from: first?.consumeFromWhere ?? null,
    problems,
  }
}

/** Progress in all queues of the group, or of one topic. No queues: it never committed anything. */
export async function groupProgress(reach: BrokerReach, group: string, topic?: string): Promise<GroupProgress> {
  const { answers, problems } = await reach.each(await reach.places(), async (address) => {
    try {
      return await reach.admin.brokers.consumeStats(address, group, topic)
    } catch (error) {
      if (isNothingThere(error)) return undefined
      throw error
    }
  })
  const queues = answers.flatMap(({ value }) =>
    (value?.offsetTable ?? []).map(([queue, offsets]) => ({ queue, offsets })),
  )
  queues.sort((a, b) => compareQueues(a.queue, b.queue))
  return {
    queues,
    perSecond: answers.reduce((total, { value }) => total + (value?.consumeTps ?? 0), 0),
    problems,
  }
}

/** Messages that the group has still to take; unknown when nothing is known of any queue. */
export function waitingOf(queues: readonly { readonly offsets: OffsetWrapper }[]): number | null {
  if (queues.length === 0) return null
  return queues.reduce((total, { offsets }) => total + waitingIn(offsets), 0)
}

export function waitingIn({ brokerOffset, consumerOffset }: OffsetWrapper): number {
  return Math.max(0, brokerOffset - Math.max(0, consumerOffset))
}

async function connectionAt(
  reach: BrokerReach,
  address: string,
  group: string,
): Promise<ConsumerConnection | undefined> {
  try {
    return await reach.admin.brokers.consumerConnection(address, group)
  } catch (error) {
    if (refusalCode(error) === ResponseCode.CONSUMER_NOT_ONLINE) return undefined
    throw error
  }
}

/** Refusals that only say that the broker has nothing of this group. */
function isNothingThere(error: unknown): boolean {
  const code = refusalCode(error)
  return (
    error instanceof EngineError &&
    (code === ResponseCode.TOPIC_NOT_EXIST ||
      code === ResponseCode.CONSUMER_NOT_ONLINE ||
      code === ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST)
  )
}
