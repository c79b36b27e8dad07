/**
 * The parts a running broker is made of, by name. Nothing takes this whole: a handler area names the few parts it works
 * with (`Pick<BrokerParts, 'topics' | 'store'>`), so its signature says what it can touch.
 */
import type { Clock, FileSystem, Log, Random, Timers } from '../base/ports.ts'
import type { BrokerConfig } from '../config/broker-config.ts'
import type { BrokerValues } from '../config/broker-keys.ts'
import type { HaMaster, HaSlave } from '../ha/types.ts'
import type { HostAddress } from '../protocol/host-address.ts'
import type { UniqueIds } from '../protocol/message-id.ts'
import type { MessageStore } from '../store/message-store.ts'
import type { Clients } from './clients.ts'
import type { DelayDelivery } from './delay.ts'
import type { Groups } from './groups.ts'
import type { BornHosts } from './hosts.ts'
import type { LongPoll } from './long-poll.ts'
import type { MessagePut } from './message-put.ts'
import type { ConsumerOffsets } from './offsets.ts'
import type { QueueLocks } from './queue-locks.ts'
import type { Registration } from './registration.ts'
import type { SendAcks } from './send-acks.ts'
import type { SendFastPath } from './send-fast-path.ts'
import type { BrokerStats } from './stats.ts'
import type { Topics } from './topics.ts'
import type { Traffic } from './traffic.ts'

export interface BrokerParts {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly log: Log
  readonly fs: FileSystem
  /** The values in force; call it at use, an update replaces the object. */
  readonly settings: () => BrokerValues
  readonly config: BrokerConfig
  /** False on a slave. Fixed for the life of the process. */
  readonly isMaster: boolean
  /** What clients are told: `brokerIP1:listenPort`. */
  readonly address: string
  /** Bytes at the end of the log that count as in memory (`accessMessageInMemoryMaxRatio` of this machine). */
  readonly memoryWindowBytes: () => number
  /** The same address in the form that records and message ids hold. */
  readonly storeHost: HostAddress
  readonly store: MessageStore
  readonly topics: Topics
  readonly groups: Groups
  readonly offsets: ConsumerOffsets
  readonly clients: Clients
  readonly locks: QueueLocks
  readonly longPoll: LongPoll
  readonly delay: DelayDelivery
  readonly put: MessagePut
  readonly acks: SendAcks
  readonly bornHosts: BornHosts
  /** Takes plain sends on a master. */
  readonly fastPath: SendFastPath
  readonly uniqueIds: UniqueIds
  readonly registration: Registration
  readonly stats: BrokerStats
  readonly traffic: Traffic
  /** Absent when no replication runs. */
  readonly haMaster?: HaMaster | undefined
  /** On slaves only. */
  readonly haSlave?: HaSlave | undefined
}
