/**
 * The form of the screen Send as a value: what is typed, and the contract's draft and run made of it. Pure. Numbers may be
 * empty while they are typed; what is then wrong is told by field.
 */
import * as z from 'zod'
import { type MessageDraft, messageDraft, type RunSpec, sendMode } from '../../../engine/contract/messages-api.ts'

export const sendForm = z.object({
  topic: z.string(),
  tag: z.string(),
  keys: z.string(),
  orderKey: z.string(),
  bodyKind: z.enum(['text', 'json', 'hex', 'file']),
  body: z.string(),
  /** A chosen file's content stays out of templates and history: it is too large for them. */
  fileName: z.string(),
  properties: z.array(z.tuple([z.string(), z.string()])),
  delayLevel: z.number(),
  /** `broker-a:0`; empty: round robin. */
  queue: z.string(),
  count: z.number().nullable(),
  ratePerSecond: z.number().nullable(),
  batch: z.number().nullable(),
  mode: sendMode,
  timeoutMs: z.number().nullable(),
  retries: z.number().nullable(),
  concurrency: z.number().nullable(),
  hasAccounting: z.boolean(),
  accountingGroup: z.string(),
})
export type SendForm = z.infer<typeof sendForm>

/**
 * Longer than a broker waits for its disk (5 s) and its slave (3 s): with RocketMQ's own 3 s a sender gives up first and never
 * learns FLUSH_DISK_TIMEOUT or FLUSH_SLAVE_TIMEOUT.
 */
export const TIMEOUT_MS = 6000

export const FIRST_FORM: SendForm = {
  topic: 'TopicTest',
  tag: 'TagA',
  keys: 'KEY-{seq}',
  orderKey: '',
  bodyKind: 'text',
  body: 'Hello RocketMQ {seq}',
  fileName: '',
  properties: [],
  delayLevel: 0,
  queue: '',
  count: 1000,
  ratePerSecond: 200,
  batch: 1,
  mode: 'sync',
  timeoutMs: TIMEOUT_MS,
  retries: 2,
  concurrency: 4,
  hasAccounting: true,
  accountingGroup: 'lab-accounting',
}

/** RocketMQ's default delay levels, in seconds. */
export const DELAY_SECONDS: readonly number[] = [
  1, 5, 10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1200, 1800, 3600, 7200,
]

/** @param fileBase64 content of the chosen file */
export function draftOf(form: SendForm, fileBase64: string): MessageDraft {
  const at = form.queue.lastIndexOf(':')
  return {
    topic: form.topic.trim(),
    tag: form.tag,
    keys: form.keys,
    body: form.bodyKind === 'file' ? { kind: 'base64', value: fileBase64 } : { kind: form.bodyKind, value: form.body },
    properties: form.properties.filter(([name]) => name !== ''),
    delayLevel: form.delayLevel,
    orderKey: form.orderKey,
    queue:
      at <= 0 ? null : { brokerName: form.queue.slice(0, at), queueId: Number.parseInt(form.queue.slice(at + 1), 10) },
  }
}

/** The run; `undefined` while a number is missing. */
export function runOf(form: SendForm, fileBase64: string, cluster: string): RunSpec | undefined {
  const { count, ratePerSecond, batch, timeoutMs, retries, concurrency } = form
  if (count === null || ratePerSecond === null || batch === null) return undefined
  if (timeoutMs === null || retries === null || concurrency === null) return undefined
  return {
    cluster,
    message: draftOf(form, fileBase64),
    count,
    ratePerSecond,
    batch,
    mode: form.mode,
    timeoutMs,
    retries,
    concurrency,
    accountingGroup: form.hasAccounting ? form.accountingGroup.trim() : null,
  }
}

/** Numbers out of their range, by field: the same bounds as the contract's. */
export function numberProblems(form: SendForm): ReadonlySet<keyof SendForm> {
  const bounds: readonly (readonly [keyof SendForm, number | null, number, number])[] = [
    ['count', form.count, 1, 100_000_000],
    ['ratePerSecond', form.ratePerSecond, 0, 1_000_000],
    ['batch', form.batch, 1, 1000],
    ['timeoutMs', form.timeoutMs, 1, 600_000],
    ['retries', form.retries, 0, 10],
    ['concurrency', form.concurrency, 1, 1024],
  ]
  return new Set(
    bounds.filter(([, value, min, max]) => value === null || value < min || value > max).map(([field]) => field),
  )
}

/** A stored or typed message as a form, e.g. one to be sent again; `undefined` when it is no draft. */
export function formOfDraft(value: unknown): SendForm | undefined {
  const parsed = messageDraft.safeParse(value)
  if (!parsed.success) return undefined
  const draft = parsed.data
  const isBytes = draft.body.kind === 'base64'
  return {
    ...FIRST_FORM,
    topic: draft.topic,
    tag: draft.tag,
    keys: draft.keys,
    orderKey: draft.orderKey,
    bodyKind: draft.body.kind === 'base64' ? 'hex' : draft.body.kind,
    body: isBytes ? hexOfBase64(draft.body.value) : draft.body.value,
    properties: draft.properties.map(([name, text]) => [name, text]),
    delayLevel: draft.delayLevel,
    queue: draft.queue === null ? '' : `${draft.queue.brokerName}:${draft.queue.queueId}`,
  }
}

/** What a template or the history keeps: everything but a file. */
export function withoutFile(form: SendForm): SendForm {
  return form.bodyKind === 'file' ? { ...form, bodyKind: 'text', body: '', fileName: '' } : form
}

function hexOfBase64(base64: string): string {
  return Array.from(atob(base64), (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join(' ')
}
