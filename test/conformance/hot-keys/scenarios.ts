/**
 * All hot-key scenarios in the order in which they are played on one cluster: those that disturb nobody first, the frozen slave
 * and the deleted files last. With them, why some keys have none.
 */
import { CLIENT_SCENARIOS } from './clients.ts'
import { READING_SCENARIOS } from './reading.ts'
import { REGISTRATION_SCENARIOS } from './registration.ts'
import { REPLICATION_SCENARIOS } from './replication.ts'
import { RETENTION_SCENARIOS } from './retention.ts'
import type { HotScenario } from './scenario.ts'
import { SENDING_SCENARIOS } from './sending.ts'

export const HOT_SCENARIOS: readonly HotScenario[] = [
  ...READING_SCENARIOS,
  ...CLIENT_SCENARIOS,
  ...REGISTRATION_SCENARIOS,
  ...SENDING_SCENARIOS,
  ...REPLICATION_SCENARIOS,
  ...RETENTION_SCENARIOS,
]

/** Keys that our broker obeys at run time and that no client of the protocol can see obeyed: they are read back only. */
export const UNSEEN_KEYS: Readonly<Record<string, string>> = {
  flushIntervalCommitLog: 'when bytes reach the disk shows only after a power cut',
  flushIntervalConsumeQueue: 'when bytes reach the disk shows only after a power cut',
  syncFlushTimeout: 'it takes a disk that hangs while the broker runs',
  haTransferBatchSize: 'blocks of any size give the slave the same log',
  registerBrokerTimeoutMills: 'it takes a name server that does not answer, and is told to nobody',
}
