/** Why a store does not read or write, as bits that tools print. Answers to RunningFlags. */

export const RunningFlag = {
  NOT_READABLE: 1,
  NOT_WRITABLE: 2,
  WRITE_LOGICS_QUEUE_ERROR: 4,
  WRITE_INDEX_FILE_ERROR: 8,
  DISK_FULL: 16,
  FENCED: 32,
  LOGIC_DISK_FULL: 64,
} as const

/** Everything that keeps messages out; NOT_READABLE does not. */
const UNWRITABLE =
  RunningFlag.NOT_WRITABLE |
  RunningFlag.WRITE_LOGICS_QUEUE_ERROR |
  RunningFlag.WRITE_INDEX_FILE_ERROR |
  RunningFlag.DISK_FULL |
  RunningFlag.FENCED |
  RunningFlag.LOGIC_DISK_FULL

export class RunningFlags {
  bits = 0

  has(flag: number): boolean {
    return (this.bits & flag) !== 0
  }

  set(flag: number, isUp: boolean): void {
    this.bits = isUp ? this.bits | flag : this.bits & ~flag
  }

  get isReadable(): boolean {
    return !this.has(RunningFlag.NOT_READABLE)
  }

  get isWritable(): boolean {
    return (this.bits & UNWRITABLE) === 0
  }

  /** Queues are built while the disk is full: what is in the log must become visible. */
  get isQueueWritable(): boolean {
    return (this.bits & UNWRITABLE & ~(RunningFlag.DISK_FULL | RunningFlag.FENCED)) === 0
  }
}
