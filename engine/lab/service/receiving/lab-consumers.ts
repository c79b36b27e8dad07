/**
 * What sending needs of receiving: the lab's own consumers by group, and each delivery of a run's message as it happens.
 * Interfaces only.
 */
import type { QueueHolding } from '../../../client/owned-queue.ts'
import type { ConsumerSpec } from '../../../contract/messages-api.ts'

/** On every message of a run: the run's id, and the message's number in it. */
export const RUN_PROPERTY = 'MQLAB_RUN'
export const RUN_SEQ_PROPERTY = 'MQLAB_SEQ'

/** Counts one delivery. Called for each message on the hot path: it must be quick and must not throw. */
export type CountDelivery = (
  brokerName: string,
  queueId: number,
  queueOffset: number,
  seq: number,
  reconsumeTimes: number,
  bornAtMs: number,
) => void

/** One consumer of the lab as accounting sees it. */
export interface LabConsumer {
  readonly id: string
  readonly number: number
  readonly spec: ConsumerSpec
  readonly clientId: string
  /** How it stands in the queues that it reads now, retry queues too. */
  holdings(): readonly QueueHolding[]
}

export interface LabConsumers {
  /** Running consumers of a group and topic. */
  of(cluster: string, group: string, topic: string): readonly LabConsumer[]
  /** @param ofRun number of the run that it is started for @returns its id @throws as `consumers.start` */
  start(spec: ConsumerSpec, ofRun: number | null): Promise<string>
  stop(cluster: string, id: string): Promise<void>
  /** Lets rows show the run behind a run id, from now on. */
  nameRun(cluster: string, runId: string, number: number): void
  /** Calls `count` for each message of the run that a consumer of the group receives. @returns how to end it */
  countRun(cluster: string, runId: string, group: string, count: CountDelivery): () => void
}
