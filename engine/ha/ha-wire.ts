/**
 * The byte forms of default HA, both directions. There is no magic and no framing beyond these two shapes:
 *
 *   slave -> master   maxOffset int64                                repeated, 8 bytes each
 *                     -1 - maxOffset                                 own: "I am diverged and end at maxOffset"
 *   master -> slave   logOffset int64 | bodyBytes int32 | body       a body of 0 bytes is a heartbeat
 *
 * Source: DefaultHAConnection, DefaultHAClient; storage-and-replication 5.2.
 */
import { allocBytes, type Bytes, viewOf } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'
import { getInt64, setInt64 } from '../base/int64.ts'

export const REPORT_BYTES = 8
export const HEADER_BYTES = 12

/** A Java slave reads into 4 MiB; a body must leave room for its header. */
export const BODY_BYTES_MAX = 4 * 1024 * 1024 - HEADER_BYTES

export function encodeReport(maxOffset: number): Bytes {
  const bytes = allocBytes(REPORT_BYTES)
  setInt64(viewOf(bytes), 0, maxOffset)
  return bytes
}

/**
 * A slave of this engine tells a master of this engine that its log, which ends at `maxOffset`, is not the master's.
 * Differs: 5.3.3 knows no such report; a slave never sends it to a master of Apache's, which would take it for an offset.
 */
export function encodeDivergence(maxOffset: number): Bytes {
  return encodeReport(-1 - maxOffset)
}

/** The end of a diverged slave's log that a report announces, undefined for an ordinary report. */
export function divergedEndOf(report: number): number | undefined {
  return report < 0 ? -1 - report : undefined
}

/** Writes a transfer header at `position`; the body follows it. */
export function encodeHeader(view: DataView, position: number, logOffset: number, bodyBytes: number): void {
  setInt64(view, position, logOffset)
  view.setInt32(position + 8, bodyBytes)
}

/** Cuts the master's incoming stream into reports. Only the last complete one counts, as in Java. */
export class ReportReader {
  readonly #carry = allocBytes(REPORT_BYTES)
  readonly #carryView = viewOf(this.#carry)
  #carried = 0

  /**
   * @returns the newest complete report in the stream so far, or undefined when this chunk completed none.
   * @throws {EngineError} 'bad-bytes' for a number that is no offset.
   */
  push(chunk: Bytes): number | undefined {
    let latest: number | undefined
    let at = 0
    while (at < chunk.length) {
      const take = Math.min(REPORT_BYTES - this.#carried, chunk.length - at)
      chunk.copy(this.#carry, this.#carried, at, at + take)
      this.#carried += take
      at += take
      if (this.#carried < REPORT_BYTES) break
      this.#carried = 0
      latest = getInt64(this.#carryView, 0)
    }
    return latest
  }
}

/** What the slave's reader tells about the incoming stream, in stream order. Either answer `false` stops the reading. */
export interface TransferSink {
  /** A header: the next `bodyBytes` bytes belong at `logOffset`; 0 bytes is a heartbeat. */
  onHeader(logOffset: number, bodyBytes: number): boolean
  /** A piece of the current body, in order; `bytes` is the port's and valid during the call only. */
  onBody(bytes: Bytes, start: number, end: number): boolean
}

/** Cuts the slave's incoming stream into headers and body pieces without copying bodies. */
export class TransferReader {
  readonly #header = allocBytes(HEADER_BYTES)
  readonly #headerView = viewOf(this.#header)
  #headerFilled = 0
  #bodyLeft = 0

  /**
   * @returns false when the sink stopped; the rest of the chunk is dropped and the stream must be closed.
   * @throws {EngineError} 'bad-bytes' on a negative or oversized body length.
   */
  push(chunk: Bytes, sink: TransferSink): boolean {
    let at = 0
    while (at < chunk.length) {
      if (this.#bodyLeft > 0) {
        const take = Math.min(this.#bodyLeft, chunk.length - at)
        this.#bodyLeft -= take
        if (!sink.onBody(chunk, at, at + take)) return false
        at += take
        continue
      }
      const take = Math.min(HEADER_BYTES - this.#headerFilled, chunk.length - at)
      chunk.copy(this.#header, this.#headerFilled, at, at + take)
      this.#headerFilled += take
      at += take
      if (this.#headerFilled < HEADER_BYTES) return true
      this.#headerFilled = 0
      const logOffset = getInt64(this.#headerView, 0)
      const bodyBytes = this.#headerView.getInt32(8)
      if (bodyBytes < 0 || bodyBytes > BODY_BYTES_MAX || logOffset < 0) {
        throw new EngineError('bad-bytes', `transfer header with offset ${logOffset} and ${bodyBytes} body bytes`, {
          context: { logOffset, bodyBytes, bodyBytesMax: BODY_BYTES_MAX },
        })
      }
      this.#bodyLeft = bodyBytes
      if (!sink.onHeader(logOffset, bodyBytes)) return false
    }
    return true
  }
}
