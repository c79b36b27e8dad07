/** Whether the store takes client messages now, and why not: role, state and flags in one question. */
import type { CommitLog } from './commit-log.ts'
import { RunningFlag, type RunningFlags } from './running-flags.ts'
import type { AppendRefusal, StoreRole } from './types.ts'

export class WriteGate {
  readonly flags: RunningFlags
  role: StoreRole
  isShutDown = false
  readonly #commitLog: CommitLog

  constructor(flags: RunningFlags, role: StoreRole, commitLog: CommitLog) {
    this.flags = flags
    this.role = role
    this.#commitLog = commitLog
  }

  /** Undefined when messages are taken. Source: DefaultMessageStore (HookUtils#checkBeforePutMessage). */
  refusal(): AppendRefusal | undefined {
    if (this.isShutDown) return 'shut-down'
    if (this.role === 'SLAVE') return 'not-master'
    if (!this.flags.isWritable) {
      return this.flags.has(RunningFlag.DISK_FULL) || this.flags.has(RunningFlag.LOGIC_DISK_FULL)
        ? 'disk-full'
        : 'read-only'
    }
    return this.#commitLog.writeFailure
  }
}
