/** What the rest of the broker sees of replication: state to show, a watermark to wait for. */
import type { Service } from '../base/lifecycle.ts'

/** One connected slave as its master sees it. */
export interface SlaveStatus {
  /** Remote `ip:port` of the connection; the port is ephemeral. */
  readonly address: string
  readonly state: 'waiting' | 'transfer' | 'diverged'
  readonly requestOffset: number
  readonly ackOffset: number
  /** Master's end of log minus `ackOffset`; negative when the slave is ahead. */
  readonly lagBytes: number
  /** Age of the oldest byte the slave has not confirmed, measured by this master. */
  readonly lagMs: number
  readonly isInSync: boolean
  readonly bytesPerSecond: number
  /** Where the next byte comes from: `transferFromWhere` of HARuntimeInfo. */
  readonly nextOffset: number
}

export type SlaveConnectionState =
  | 'no-master' // no HA address known yet
  | 'connecting'
  | 'transfer'
  | 'mismatch' // master and slave disagree about the next offset; retried
  | 'diverged' // own log is not a prefix of the master's: needs a clone
  | 'backing-off'

/** A slave's view of its own replication. */
export interface MasterLinkStatus {
  readonly state: SlaveConnectionState
  readonly masterAddress: string | undefined
  /** Own end of the connection, `ip:port`: the address by which the master's row shows this slave. */
  readonly localAddress?: string | undefined
  readonly lastReadMs: number
  readonly lastWriteMs: number
  readonly bytesPerSecond: number
  readonly maxOffset: number
  /** Why it is not in `transfer`, in words; empty otherwise. */
  readonly reason: string
}

/** The sending side; runs on every broker, for a slave may get slaves of its own only after a role change. */
export interface HaMaster extends Service {
  /** Offset confirmed by at least `slavesNeeded` slaves; see `replicatedOffset`. */
  replicatedOffset(slavesNeeded: number): number
  /** Slaves in `transfer`. */
  readonly countingSlaves: number
  /** Called after any slave's acknowledgement moved or a slave came or went. */
  onProgress(listener: () => void): void
  slaves(): readonly SlaveStatus[]
  /** Real port, for port 0. */
  readonly port: number
}

/** The receiving side of a slave. */
export interface HaSlave extends Service {
  /** `ip:haPort` of the master as registration or configuration tells it; undefined when there is none. */
  setMasterAddress(address: string | undefined): void
  status(): MasterLinkStatus
}
