/** Sending, runs and their accounting, and consumers of the lab. */
import * as z from 'zod'
import { call, stream } from './rpc.ts'
import { atMs, clusterName } from './state.ts'
import { text } from './text.ts'

export const MESSAGE_BODY_BYTES_MAX = 4 * 1024 * 1024
export const topicName = z.string().min(1).max(255)
const done = z.object({})

/** Body as the user typed it; `base64` is a file's content. `{seq}` and the other placeholders are filled per message. */
export const draftBody = z.object({ kind: z.enum(['text', 'json', 'hex', 'base64']), value: z.string().max(6_000_000) })

export const messageDraft = z.object({
  topic: topicName,
  tag: z.string().max(255),
  keys: z.string().max(1000),
  body: draftBody,
  properties: z.array(z.tuple([z.string().min(1).max(255), z.string().max(4096)])).max(64),
  /** 0: none; 1..18: RocketMQ's levels. */
  delayLevel: z.number().int().min(0).max(18),
  /** Messages with the same order key go to the same queue; empty: none. */
  orderKey: z.string().max(255),
  queue: z.object({ brokerName: z.string(), queueId: z.number().int().min(0) }).nullable(),
})
export type MessageDraft = z.infer<typeof messageDraft>

/** A send's outcome: RocketMQ's four statuses, an accepted one-way send, or a failure. */
export const sendStatus = z.enum([
  'SEND_OK',
  'FLUSH_DISK_TIMEOUT',
  'FLUSH_SLAVE_TIMEOUT',
  'SLAVE_NOT_AVAILABLE',
  'ONE_WAY',
  'FAILED',
])
export type SendStatus = z.infer<typeof sendStatus>

export const sendRow = z.object({
  /** Number within the run, or of the single send. */
  seq: z.number().int(),
  atMs,
  status: sendStatus,
  messageId: z.string().nullable(),
  offsetMessageId: z.string().nullable(),
  keys: z.string(),
  tag: z.string(),
  brokerName: z.string().nullable(),
  queueId: z.number().nullable(),
  queueOffset: z.number().nullable(),
  tookMs: z.number(),
  /** Why it failed; null otherwise. */
  problem: text.nullable(),
})
export type SendRow = z.infer<typeof sendRow>

export const sendMode = z.enum(['sync', 'async', 'one-way'])

export const runSpec = z.object({
  cluster: clusterName,
  message: messageDraft,
  count: z.number().int().min(1).max(100_000_000),
  /** Messages per second; 0: as fast as it goes. */
  ratePerSecond: z.number().int().min(0).max(1_000_000),
  batch: z.number().int().min(1).max(1000),
  mode: sendMode,
  timeoutMs: z.number().int().min(1).max(600_000),
  retries: z.number().int().min(0).max(10),
  /** Sends on the way at once. */
  concurrency: z.number().int().min(1).max(1024),
  /** Group whose deliveries are counted; the service starts a consumer for it when the lab has none. Null: no accounting. */
  accountingGroup: z.string().max(255).nullable(),
})
export type RunSpec = z.infer<typeof runSpec>

export const queueAccount = z.object({
  brokerName: z.string(),
  queueId: z.number(),
  acknowledged: z.number(),
  delivered: z.number(),
  onTheWay: z.number(),
  missing: z.number(),
  duplicates: z.number(),
  outOfOrder: z.number(),
})

export const latency = z.object({
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  maxMs: z.number().nullable(),
})

/** acknowledged = delivered + onTheWay + missing, always. */
export const runView = z.object({
  cluster: clusterName,
  /** Counts from 1 per cluster; survives restarts of the service. */
  number: z.number().int(),
  spec: runSpec,
  /** `spec` shows only the beginning of a large body. */
  isBodyCut: z.boolean(),
  state: z.enum(['sending', 'paused', 'waiting', 'ended', 'failed', 'interrupted']),
  startedAtMs: atMs,
  endedAtMs: atMs.nullable(),
  sent: z.number(),
  statuses: z.record(sendStatus, z.number()),
  acknowledged: z.number(),
  delivered: z.number(),
  onTheWay: z.number(),
  missing: z.number(),
  duplicates: z.number(),
  outOfOrder: z.number(),
  /** Received though their send failed, timed out or waited for no answer: outside of the equation. */
  deliveredUnacknowledged: z.number(),
  /** Acknowledged and not yet confirmed by a slave, by pair lag; null when unknown. */
  onOneDiskOnly: z.number().nullable(),
  currentPerSecond: z.number(),
  sendLatency: latency,
  deliveryLatency: latency,
  queues: z.array(queueAccount),
  problem: text.nullable(),
})
export type RunView = z.infer<typeof runView>

export const runEvent = z.discriminatedUnion('t', [
  z.object({ t: z.literal('run'), value: runView }),
  /** Latest results, oldest first; the service keeps the last 10,000 and every failure (up to 10,000). */
  z.object({ t: z.literal('rows'), rows: z.array(sendRow) }),
])

export const consumerSpec = z.object({
  cluster: clusterName,
  topic: topicName,
  group: z.string().min(1).max(255),
  kind: z.enum(['push', 'pull']),
  model: z.enum(['clustering', 'broadcasting']),
  order: z.enum(['concurrent', 'orderly']),
  /** Tag expression: `*`, `a || b`. */
  expression: z.string().max(1000),
  from: z.enum(['last', 'first', 'timestamp']),
  fromMs: atMs.nullable(),
  /** Messages wait for the user's commit or send back. */
  isManual: z.boolean(),
})
export type ConsumerSpec = z.infer<typeof consumerSpec>

export const consumerView = z.object({
  id: z.string(),
  /** 1, 2, 3 within the cluster, for people. */
  number: z.number().int(),
  spec: consumerSpec,
  clientId: z.string(),
  state: z.enum(['starting', 'running', 'stopping', 'failed']),
  /** Started by a run's accounting; null: by the user. */
  ofRun: z.number().nullable(),
  queues: z.array(
    z.object({
      brokerName: z.string(),
      queueId: z.number(),
      nextOffset: z.number().nullable(),
      waiting: z.number().nullable(),
      /** Address it is read from and whether that is a slave. */
      readFrom: z.string().nullable(),
      isFromSlave: z.boolean().nullable(),
    }),
  ),
  received: z.number(),
  perSecond: z.number(),
  problem: text.nullable(),
})
export type ConsumerView = z.infer<typeof consumerView>

/** A received message in the list. The body is cut to `previewBytes`; the whole one comes by `messages.get`. */
export const receivedRow = z.object({
  /** Counts received messages of this consumer; the handle for commit and send back. */
  seq: z.number().int(),
  consumer: z.string(),
  atMs,
  topic: z.string(),
  messageId: z.string(),
  offsetMessageId: z.string(),
  brokerName: z.string(),
  queueId: z.number(),
  queueOffset: z.number(),
  bornAtMs: atMs,
  storedAtMs: atMs,
  tag: z.string(),
  keys: z.string(),
  reconsumeTimes: z.number(),
  /** Run and number in it, when the lab sent it. */
  run: z.number().nullable(),
  runSeq: z.number().nullable(),
  bodyBytes: z.number(),
  /** base64 of the first bytes. */
  preview: z.string(),
  state: z.enum(['consumed', 'waiting', 'sent-back', 'failed']),
})
export type ReceivedRow = z.infer<typeof receivedRow>

export const consumerEvent = z.discriminatedUnion('t', [
  z.object({ t: z.literal('consumer'), value: consumerView }),
  z.object({ t: z.literal('consumer-gone'), id: z.string() }),
  z.object({ t: z.literal('rows'), rows: z.array(receivedRow) }),
  /** Rows that the window was too slow for; they were consumed and counted all the same. */
  z.object({ t: z.literal('skipped'), consumer: z.string(), count: z.number() }),
  z.object({ t: z.literal('row-state'), consumer: z.string(), seq: z.number(), state: receivedRow.shape.state }),
])

export type QueueAccount = z.infer<typeof queueAccount>
export type RunEvent = z.infer<typeof runEvent>
export type ConsumerEvent = z.infer<typeof consumerEvent>

export const messagesApi = {
  /** What one message of this draft will look like: placeholders filled with seq 1, sizes, refusals with their field. */
  'send.preview': call(
    z.object({ cluster: clusterName, message: messageDraft }),
    z.object({
      body: z.string(),
      bodyBytes: z.number(),
      recordBytes: z.number(),
      problems: z.array(z.object({ field: z.string(), text })),
    }),
  ),
  'send.one': call(
    z.object({
      cluster: clusterName,
      message: messageDraft,
      mode: sendMode,
      timeoutMs: z.number().int().min(1).max(600_000),
    }),
    z.object({ row: sendRow }),
  ),
  'runs.start': call(runSpec, z.object({ number: z.number() })),
  'runs.pause': call(z.object({ cluster: clusterName, number: z.number() }), done),
  'runs.resume': call(z.object({ cluster: clusterName, number: z.number() }), done),
  'runs.stop': call(z.object({ cluster: clusterName, number: z.number() }), done),
  'runs.list': call(z.object({ cluster: clusterName }), z.object({ runs: z.array(runView) })),
  /** Single sends (number 0) and every run: the state four times a second at most, and its latest rows. */
  'runs.watch': stream(z.object({ cluster: clusterName, number: z.number() }), runEvent),
  /** The report as a file's text. */
  'runs.report': call(
    z.object({
      cluster: clusterName,
      number: z.number(),
      format: z.enum(['json', 'markdown', 'csv']),
      language: z.enum(['en', 'zh']),
    }),
    z.object({ fileName: z.string(), text: z.string() }),
  ),

  'consumers.start': call(consumerSpec, z.object({ id: z.string() })),
  'consumers.stop': call(z.object({ cluster: clusterName, id: z.string() }), done),
  /** All consumers of a cluster and their messages; starts with the latest 1,000 kept rows. */
  'consumers.watch': stream(
    z.object({ cluster: clusterName, previewBytes: z.number().int().min(0).max(4096).default(256) }),
    consumerEvent,
  ),
  'consumers.settle': call(
    z.object({
      cluster: clusterName,
      id: z.string(),
      seqs: z.array(z.number()).max(10_000),
      outcome: z.enum(['commit', 'send-back']),
    }),
    z.object({ settled: z.number() }),
  ),
}
