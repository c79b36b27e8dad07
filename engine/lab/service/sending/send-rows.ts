/** How sends are listed: one row a message, also of a batch, whose messages share one answer. Pure. */
import type { SendResult } from '../../../client/send-result.ts'
import type { SendRow } from '../../../contract/messages-api.ts'
import type { Text } from '../../../contract/text.ts'
import type { MadeMessage } from './message-maker.ts'

export interface SendOutcome {
  readonly atMs: number
  readonly tookMs: number
  /** Undefined for a one-way send and for a failure. */
  readonly result: SendResult | undefined
  readonly problem: Text | null
}

export function rowsOf(messages: readonly MadeMessage[], outcome: SendOutcome): SendRow[] {
  const { result, problem, atMs } = outcome
  const tookMs = Math.round(outcome.tookMs * 10) / 10
  const ids = result?.msgId.split(',') ?? []
  const offsetIds = result?.offsetMsgId.split(',') ?? []
  return messages.map(({ seq, keys, tag }, i) => ({
    seq,
    atMs,
    status: problem !== null ? ('FAILED' as const) : (result?.status ?? ('ONE_WAY' as const)),
    messageId: ids[i] ?? null,
    offsetMessageId: offsetIds[i] ?? null,
    keys,
    tag,
    brokerName: result?.queue.brokerName ?? null,
    queueId: result?.queue.queueId ?? null,
    queueOffset: result === undefined ? null : result.queueOffset + i,
    tookMs,
    problem,
  }))
}
