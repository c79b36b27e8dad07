/**
 * Progress of the timer: answer to GET_TIMER_CHECK_POINT and head of the file `timercheck`.
 *
 *   0   int64  last read time, ms
 *   8   int64  flushed position of the timer log
 *   16  int64  queue offset of the timer topic that has been read
 *   24  int64  the same of the master, on slaves
 *   32  int64  stateVersion, 40 timestamp, 48 counter: the data version
 */
import { allocBytes, type Bytes, viewOf } from '../../base/bytes.ts'
import { EngineError } from '../../base/errors.ts'
import { getInt64, setInt64 } from '../../base/int64.ts'
import type { DataVersion } from '../data-version.ts'

export const TIMER_CHECKPOINT_BYTES = 56

/** What peers before the data version send. */
const OLD_BYTES = 32

export interface TimerCheckpoint {
  readonly lastReadTimeMs: number
  readonly lastTimerLogFlushPos: number
  readonly lastTimerQueueOffset: number
  readonly masterTimerQueueOffset: number
  readonly dataVersion: DataVersion
}

/** Source: TimerCheckpoint#encode. */
export function encodeTimerCheckpoint(checkpoint: TimerCheckpoint): Bytes {
  const bytes = allocBytes(TIMER_CHECKPOINT_BYTES)
  const view = viewOf(bytes)
  setInt64(view, 0, checkpoint.lastReadTimeMs)
  setInt64(view, 8, checkpoint.lastTimerLogFlushPos)
  setInt64(view, 16, checkpoint.lastTimerQueueOffset)
  setInt64(view, 24, checkpoint.masterTimerQueueOffset)
  setInt64(view, 32, checkpoint.dataVersion.stateVersion)
  setInt64(view, 40, checkpoint.dataVersion.timestamp)
  setInt64(view, 48, checkpoint.dataVersion.counter)
  return bytes
}

/**
 * @throws {EngineError} 'bad-bytes' when fewer than 32 bytes are there or a value is not a safe integer.
 * Source: TimerCheckpoint#decode.
 */
export function decodeTimerCheckpoint(bytes: Bytes): TimerCheckpoint {
  if (bytes.length < OLD_BYTES) {
    throw new EngineError('bad-bytes', `timer checkpoint of ${bytes.length} bytes; ${OLD_BYTES} are the least`, {
      context: { bytes: bytes.length },
    })
  }
  const view = viewOf(bytes)
  const isFull = bytes.length >= TIMER_CHECKPOINT_BYTES
  return {
    lastReadTimeMs: getInt64(view, 0),
    lastTimerLogFlushPos: getInt64(view, 8),
    lastTimerQueueOffset: getInt64(view, 16),
    masterTimerQueueOffset: getInt64(view, 24),
    dataVersion: {
      stateVersion: isFull ? getInt64(view, 32) : 0,
      timestamp: isFull ? getInt64(view, 40) : 0,
      counter: isFull ? getInt64(view, 48) : 0,
    },
  }
}
