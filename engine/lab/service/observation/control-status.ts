/**
 * What a node of ours says on its control channel, read with care: it may be older or newer than this service, so every field
 * may be absent. Pure.
 */
import type { Text } from '../../../contract/text.ts'
import type { LinkReading, LogReading, SlaveRow } from './readings.ts'

export interface ControlStatus {
  readonly version: string | null
  readonly role: string | null
  readonly log: LogReading | null
  readonly slaves: readonly SlaveRow[] | null
  readonly link: LinkReading | null
  readonly totals: { readonly putMessages: number; readonly getMessages: number } | null
  readonly meanRecordBytes: number | null
  readonly diskUsedRatio: number | null
  readonly heartbeats: ReadonlyMap<string, number> | null
  /** What keeps its store from taking messages. */
  readonly problem: Text | null
  /** Whether `faults` was in the answer. */
  readonly hasFaults: boolean
}

type Loose = Readonly<Record<string, unknown>>

/** Entries of one answer that are looked at; a node of ours never has more. */
const ROWS_MAX = 256

export function readControlStatus(answer: unknown): ControlStatus {
  const status = record(answer) ?? {}
  const store = record(status['store'])
  const putMessages = number(store?.['putMessages'])
  const getMessages = number(store?.['getMessages'])
  const putBytes = number(store?.['putBytes'])
  const disk = number(status['diskUsedRatio'])
  return {
    version: text(status['version']),
    role: text(status['role']),
    log: readLog(status['log']),
    slaves: Array.isArray(status['slaves'])
      ? (status['slaves'] as readonly unknown[]).slice(0, ROWS_MAX).flatMap(readSlave)
      : null,
    link: readLink(status['replication']),
    totals: putMessages === null || getMessages === null ? null : { putMessages, getMessages },
    meanRecordBytes: putMessages === null || putBytes === null || putMessages === 0 ? null : putBytes / putMessages,
    diskUsedRatio: disk === null || disk < 0 ? null : disk,
    heartbeats: readHeartbeats(status['registrations']),
    problem: readProblem(status['problem']),
    hasFaults: Array.isArray(status['faults']),
  }
}

function readLog(value: unknown): LogReading | null {
  const log = record(value)
  const maxOffset = number(log?.['writtenOffset']) ?? number(log?.['appendedOffset'])
  if (log === undefined || maxOffset === null) return null
  return { minOffset: number(log['minOffset']), maxOffset, flushedOffset: number(log['flushedOffset']) }
}

function readSlave(value: unknown): SlaveRow[] {
  const row = record(value)
  const [address, state] = [text(row?.['address']), text(row?.['state'])]
  const [ackOffset, lagBytes] = [number(row?.['ackOffset']), number(row?.['lagBytes'])]
  if (row === undefined || address === null || state === null || ackOffset === null || lagBytes === null) return []
  return [{ address, state, ackOffset, lagBytes, lagMs: number(row['lagMs']), isInSync: row['isInSync'] === true }]
}

function readLink(value: unknown): LinkReading | null {
  const link = record(value)
  const state = text(link?.['state'])
  if (link === undefined || state === null) return null
  const divergence = record(link['divergence'])
  const slaveOffset = number(divergence?.['slaveOffset'])
  const masterOffset = number(divergence?.['masterOffset'])
  return {
    state,
    reason: text(link['reason']) ?? '',
    masterAddress: text(link['masterAddress']),
    localAddress: text(link['localAddress']),
    divergence: slaveOffset === null || masterOffset === null ? null : { slaveOffset, masterOffset },
  }
}

function readProblem(value: unknown): Text | null {
  const problem = record(value)
  const [en, zh] = [text(problem?.['en']), text(problem?.['zh'])]
  return en === null || zh === null ? null : { en, zh }
}

function readHeartbeats(value: unknown): ReadonlyMap<string, number> | null {
  const table = record(value)
  if (table === undefined) return null
  return new Map(
    Object.entries(table)
      .slice(0, ROWS_MAX)
      .flatMap(([address, atMs]) => (typeof atMs === 'number' ? [[address, atMs] as const] : [])),
  )
}

function record(value: unknown): Loose | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : undefined
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
