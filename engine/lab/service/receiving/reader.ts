/** How a consumer of the lab reads: pushed or pulled. The consumer itself only knows this. */
import type { QueueHolding } from '../../../client/owned-queue.ts'
import type { ReceivedMessage } from '../../../client/received-message.ts'
import type { ConsumerSpec } from '../../../contract/messages-api.ts'
import type { HeldOutcome } from './held-messages.ts'

export interface Reader {
  readonly clientId: string
  /** @throws {EngineError} when it cannot start at all; a topic that is not there yet is looked for again and again. */
  start(): Promise<void>
  /** Leaves the group; what is held comes again. */
  stop(): Promise<void>
  /** The queues read now, retry topics too. */
  holdings(): readonly QueueHolding[]
  /** Queues that the topic has; undefined while no name server knows it. */
  topicQueues(): number | undefined
}

export interface ReaderSettings {
  readonly namesrvAddr: string
  readonly spec: ConsumerSpec
  /** Where broadcasting keeps its offsets. */
  readonly offsetsDirectory: string
  readonly utcOffsetMs: (atMs: number) => number
}

/** Where a group without an offset begins. */
export const START_POLICY = {
  last: 'CONSUME_FROM_LAST_OFFSET',
  first: 'CONSUME_FROM_FIRST_OFFSET',
  timestamp: 'CONSUME_FROM_TIMESTAMP',
} as const

/** What a reader does with each message. */
export interface Reception {
  /** A message that counts as consumed at once. */
  take(message: ReceivedMessage): void
  /** A message that waits for a person. */
  hold(message: ReceivedMessage, isLost: () => boolean): Promise<HeldOutcome>
  /** Messages held now, by this consumer. */
  heldCount(): number
}
