/** What a client instance asks of the producers and consumers that share it. */
import type { ConsumerRunningInfo } from '../protocol/bodies/consumer-running-info.ts'
import type { ConsumerData } from '../protocol/bodies/heartbeat.ts'
import type { MessageQueue, QueueEntries } from '../protocol/message-queue.ts'
import type { DirectOutcome } from './owned-queue.ts'
import type { ReceivedMessage } from './received-message.ts'

export interface ProducerMember {
  readonly group: string
  topics(): Iterable<string>
}

export interface ConsumerMember {
  readonly group: string
  readonly isOrderly: boolean
  topics(): Iterable<string>
  heartbeatData(): ConsumerData
  /** One round; false asks for the next one soon. */
  rebalance(): Promise<boolean>
  persistOffsets(): Promise<void>
  resetOffsets(topic: string, offsets: QueueEntries<number>): Promise<void>
  offsetsOf(topic: string): QueueEntries<number>
  runningInfo(): ConsumerRunningInfo
  consumeDirectly(message: ReceivedMessage, queue: MessageQueue): Promise<DirectOutcome>
}
