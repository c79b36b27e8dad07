/**
 * Asks a slave's master whether the end of the slave's log is still a part of the master's own: by the last whole record,
 * read from both sides at the same offset, and by the master's range. It only compares; what a diverged slave does is
 * engine/ha's business. Works against masters of either engine. No counterpart in Java, whose slaves never look.
 */
import type { Bytes } from '../base/bytes.ts'
import { EngineError, errorText } from '../base/errors.ts'
import type { Log } from '../base/ports.ts'
import type { TailVerdict } from '../ha/ha-slave.ts'
import { getBrokerRuntimeInfo } from '../protocol/apis/broker-admin.ts'
import { viewMessageById } from '../protocol/apis/pull.ts'
import { kvTable } from '../protocol/bodies/kv-table.ts'
import { ResponseCode, responseCodeText } from '../protocol/codes.ts'
import { makeRequest } from '../remoting/command.ts'
import type { RpcClient } from '../remoting/rpc-client.ts'
import type { MessageStore } from '../store/message-store.ts'
import type { StoredRecord } from '../store/types.ts'

const ASK_MASTER_MS = 3000

export interface TailVerifierParts {
  readonly store: Pick<MessageStore, 'queueOffsets' | 'readUnits' | 'lookMessage' | 'commitLog'>
  readonly client: Pick<RpcClient, 'call' | 'invoke'>
  /** Where the master answers requests, undefined while unknown. */
  readonly masterAddress: () => string | undefined
  readonly log: Log
}

/** Both ends of the logs at the last look that found them apart. */
export interface Divergence {
  readonly slaveOffset: number
  readonly masterOffset: number
}

/** What the master has at the offset of the slave's last record, and from where to where its log goes. */
export interface MasterTail {
  /** Undefined: no record begins there. */
  readonly record: Bytes | undefined
  readonly minOffset: number
  readonly maxOffset: number
}

/**
 * A master that is shorter than this log, or that reaches over the place of the last record and holds something else
 * there, has another history. One whose log starts behind that place (its old files expired) says nothing.
 */
export function compareTails(
  own: { readonly last: StoredRecord | undefined; readonly endOffset: number },
  master: MasterTail,
): 'prefix' | 'diverged' | 'unknown' {
  if (master.maxOffset < own.endOffset) return 'diverged'
  if (own.last === undefined) return 'unknown'
  if (master.record !== undefined) return master.record.equals(own.last.bytes) ? 'prefix' : 'diverged'
  return master.minOffset <= own.last.logOffset ? 'diverged' : 'unknown'
}

export class TailVerifier {
  readonly #parts: TailVerifierParts
  #divergence: Divergence | undefined

  constructor(parts: TailVerifierParts) {
    this.#parts = parts
  }

  /** What the last `verify` found, undefined when the logs did not contradict each other. */
  get divergence(): Divergence | undefined {
    return this.#divergence
  }

  /** Never throws: a master that cannot be asked is 'unknown', and replication starts as in 5.3.3. */
  async verify(): Promise<TailVerdict> {
    const { store, client, log } = this.#parts
    const address = this.#parts.masterAddress()
    const endOffset = store.commitLog.appendedOffset
    if (address === undefined) return 'unknown'
    try {
      const last = await lastRecord(store)
      const record = last === undefined ? undefined : await this.#recordAt(address, last.logOffset)
      const { command } = await client.invoke(getBrokerRuntimeInfo, address, {}, undefined, ASK_MASTER_MS)
      const { table } = kvTable.decode(command.body)
      const master = {
        record,
        minOffset: offsetIn(table, 'commitLogMinOffset'),
        maxOffset: offsetIn(table, 'commitLogMaxOffset'),
      }
      const verdict = compareTails({ last, endOffset }, master)
      this.#divergence = verdict === 'diverged' ? { slaveOffset: endOffset, masterOffset: master.maxOffset } : undefined
      return verdict === 'diverged' && command.language === 'NODE_JS' ? 'diverged-announced' : verdict
    } catch (error) {
      log.warn('the master could not be asked about the end of this log', { address, error: errorText(error) })
      return 'unknown'
    }
  }

  async #recordAt(address: string, offset: number): Promise<Bytes | undefined> {
    const { code, remark, body } = await this.#parts.client.call(
      address,
      makeRequest(viewMessageById, { offset }),
      ASK_MASTER_MS,
    )
    if (code === ResponseCode.SUCCESS) return body
    if (code === ResponseCode.SYSTEM_ERROR) return undefined
    throw new EngineError('refused', `the master does not show its messages: ${responseCodeText(code)} ${remark ?? ''}`)
  }
}

/** An offset that the master does not tell contradicts nothing. */
function offsetIn(table: ReadonlyMap<string, string>, key: string): number {
  const text = table.get(key)
  return text !== undefined && /^-?\d{1,16}$/.test(text) ? Number(text) : Number.MAX_SAFE_INTEGER
}

/** The newest record that any queue points at. */
async function lastRecord(store: TailVerifierParts['store']): Promise<StoredRecord | undefined> {
  let logOffset = -1
  for (const [topic, queues] of store.queueOffsets()) {
    for (const [queueId, { minOffset, maxOffset }] of queues) {
      if (maxOffset <= minOffset) continue
      const [unit] = store.readUnits(topic, queueId, maxOffset - 1, 1)
      if (unit !== undefined && unit.logOffset > logOffset) logOffset = unit.logOffset
    }
  }
  return logOffset < 0 ? undefined : store.lookMessage(logOffset)
}
