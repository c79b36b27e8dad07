/** Three-step append without objects for the SEND scanner. */
import type { Bytes } from '../base/bytes.ts'
import type { HostAddress } from '../protocol/host-address.ts'
import type { ConsumeQueue } from './consume-queue.ts'
import type { AppendRefusal } from './types.ts'

/**
 * begin -> body and topic are in place; the caller writes the property bytes into `buffer` from `propertiesStart`
 * (unescaping as it goes), then calls `end`, or leaves the record by calling nothing: nothing was appended then.
 * Both calls happen in one turn with no other store call between them.
 */
export declare class PlainAppend {
  /** Target memory and its view. */
  readonly buffer: Bytes
  readonly view: DataView
  /** Valid after `begin` returned undefined. */
  readonly propertiesStart: number
  /** Facts of the last record, valid after `end`. */
  readonly logOffset: number
  readonly endOffset: number
  readonly queueOffset: number
  readonly recordBytes: number
  readonly storeTimestampMs: number

  /**
   * Reserves a record for `queue` and writes body, CRC and topic.
   * @param propertiesBytesMax upper bound of what the caller will write.
   */
  begin(
    queue: ConsumeQueue,
    source: Bytes,
    bodyStart: number,
    bodyEnd: number,
    propertiesBytesMax: number,
    bornHost: HostAddress,
  ): AppendRefusal | undefined

  /** Completes the record with `propertiesBytes` bytes of properties and the header fields. */
  end(
    propertiesBytes: number,
    flag: number,
    sysFlag: number,
    bornTimestampMs: number,
    reconsumeTimes: number,
  ): AppendRefusal | undefined
}
