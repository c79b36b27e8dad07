/**
 * `mqlab quickstart producer|consumer`: the first messages of a new cluster, printed as RocketMQ's quickstart prints
 * them, with a summary that says what really arrived. Parsing the command line is the command's business.
 */
import { errorText } from '../base/errors.ts'
import type { TimerHandle } from '../base/ports.ts'
import { ClientInstance, type ClientPorts } from '../client/client-instance.ts'
import type { ConcurrentListener } from '../client/listener.ts'
import { Producer } from '../client/producer.ts'
import { PushConsumer } from '../client/push-consumer.ts'
import { receivedText } from '../client/received-message.ts'
import { SEND_STATUSES, sendResultText, type SendStatus } from '../client/send-result.ts'

export type QuickstartLanguage = 'en' | 'zh'

/** Where the lines go. */
export type QuickstartOutput = (line: string) => void

export interface QuickstartOptions {
  readonly namesrvAddr: string
  /** Default `TopicTest`. */
  readonly topic?: string
  /** Default 1000; 0 lets the consumer run until `stop`. */
  readonly count?: number
  readonly group?: string
  readonly language?: QuickstartLanguage
  /** Only the summary. */
  readonly isQuiet?: boolean
  /** Ends the run early, for a signal handler; the summary is printed all the same. */
  readonly stop?: Promise<void>
}

export interface QuickstartConsumerOptions extends QuickstartOptions {
  /** Gives up when no message came for so long; the first one may take this long too. */
  readonly idleMs?: number
}

export interface ProducerSummary {
  readonly sent: number
  readonly acknowledged: number
  readonly failed: number
  readonly byStatus: Readonly<Record<SendStatus, number>>
  readonly perSecond: number
  /** 0 when every message got SEND_OK, else 1. */
  readonly exitCode: 0 | 1
}

export interface ConsumerSummary {
  readonly received: number
  readonly distinct: number
  readonly duplicates: number
  readonly perSecond: number
  /** 0 when the count was reached, or when it was 0; else 1. */
  readonly exitCode: 0 | 1
}

const TOPIC = 'TopicTest'
const COUNT = 1000
const IDLE_MS = 30_000
/** Longer than a broker waits for its slave (3 s) or disk (5 s): its answer says what is wrong, a time-out here would not. */
const SEND_TIMEOUT_MS = 8000
const PRODUCER_GROUP = 'please_rename_unique_group_name'
const CONSUMER_GROUP = 'please_rename_unique_group_name_4'

/** A cluster that refuses this many messages in a row will refuse the next one too. */
const FAILURES_IN_A_ROW_MAX = 10
const PAUSE_AFTER_FAILURE_MS = 200

/** Ids remembered to tell duplicates; beyond it every message counts as distinct. */
const REMEMBERED_IDS_MAX = 5_000_000

/** Sends `count` messages one after the other. Never throws for what the cluster does. */
export async function quickstartProducer(
  options: QuickstartOptions,
  ports: ClientPorts,
  out: QuickstartOutput,
): Promise<ProducerSummary> {
  const client = new ClientInstance({ namesrvAddr: options.namesrvAddr, utcOffsetMs: localUtcOffsetMs }, ports)
  const group = options.group ?? PRODUCER_GROUP
  const producer = new Producer(client, { group, sendTimeoutMs: SEND_TIMEOUT_MS })
  const byStatus: Record<SendStatus, number> = {
    SEND_OK: 0,
    FLUSH_DISK_TIMEOUT: 0,
    FLUSH_SLAVE_TIMEOUT: 0,
    SLAVE_NOT_AVAILABLE: 0,
  }
  const topic = options.topic ?? TOPIC
  const count = options.count ?? COUNT
  let isStopped = false
  void options.stop?.then(() => (isStopped = true))
  let sent = 0
  let failed = 0
  let failuresInARow = 0
  let tookMs = 0
  const startedMs = ports.clock.monotonicMs()
  producer.start()
  try {
    while (sent < count && !isStopped && failuresInARow < FAILURES_IN_A_ROW_MAX) {
      const body = new TextEncoder().encode(`Hello RocketMQ ${sent}`)
      sent++
      try {
        const result = await producer.send({ topic, tags: 'TagA', body })
        byStatus[result.status]++
        failuresInARow = 0
        if (options.isQuiet !== true) out(sendResultText(result))
      } catch (error) {
        failed++
        failuresInARow++
        out(errorText(error))
        await pause(ports, PAUSE_AFTER_FAILURE_MS)
      }
    }
  } finally {
    tookMs = ports.clock.monotonicMs() - startedMs
    await producer.shutdown()
  }
  const acknowledged = SEND_STATUSES.reduce((sum, status) => sum + byStatus[status], 0)
  const summary: ProducerSummary = {
    sent,
    acknowledged,
    failed,
    byStatus,
    perSecond: rate(sent, tookMs),
    exitCode: byStatus.SEND_OK === count ? 0 : 1,
  }
  out(producerSummaryText(summary, options.language ?? 'en'))
  return summary
}

/** Receives until `count` distinct messages are here, nothing comes any more, or `stop` ends it. */
export async function quickstartConsumer(
  options: QuickstartConsumerOptions,
  ports: ClientPorts,
  out: QuickstartOutput,
): Promise<ConsumerSummary> {
  const group = options.group ?? CONSUMER_GROUP
  const count = options.count ?? COUNT
  const client = new ClientInstance({ namesrvAddr: options.namesrvAddr, utcOffsetMs: localUtcOffsetMs }, ports)
  const run = new ConsumerRun(count, options.idleMs ?? IDLE_MS, ports)
  const listen: ConcurrentListener = (messages) => {
    for (const message of messages) {
      if (options.isQuiet !== true) {
        out(`ConsumeMessageThread_${group}_1 Receive New Messages: [${receivedText(message)}]`)
      }
      run.note(message.msgId)
    }
    return 'CONSUME_SUCCESS'
  }
  const consumer = new PushConsumer(client, {
    group,
    listener: { kind: 'concurrent', consume: listen },
    consumeFromWhere: 'CONSUME_FROM_FIRST_OFFSET',
  })
  consumer.subscribe(options.topic ?? TOPIC, '*')
  const language = options.language ?? 'en'
  await consumer.start()
  if (options.isQuiet !== true) out(language === 'zh' ? '消费者已启动。' : 'Consumer Started.')
  try {
    await (options.stop === undefined ? run.ended : Promise.race([run.ended, options.stop]))
  } finally {
    run.end()
    await consumer.shutdown()
  }
  const summary = run.summary()
  out(consumerSummaryText(summary, count, language))
  return summary
}

/** Counts what comes and knows when it is enough. */
class ConsumerRun {
  readonly ended: Promise<void>
  readonly #count: number
  readonly #idleMs: number
  readonly #ports: ClientPorts
  readonly #ids = new Set<string>()
  #received = 0
  #distinct = 0
  #firstMs = 0
  #lastMs = 0
  #idle: TimerHandle | undefined
  #resolve: () => void = () => undefined

  constructor(count: number, idleMs: number, ports: ClientPorts) {
    this.#count = count
    this.#idleMs = idleMs
    this.#ports = ports
    this.#lastMs = ports.clock.monotonicMs()
    this.ended = new Promise((resolve) => (this.#resolve = resolve))
    if (count > 0) this.#watch(idleMs)
  }

  note(msgId: string): void {
    this.#lastMs = this.#ports.clock.monotonicMs()
    if (this.#received === 0) this.#firstMs = this.#lastMs
    this.#received++
    if (!this.#ids.has(msgId)) {
      this.#distinct++
      if (this.#ids.size < REMEMBERED_IDS_MAX) this.#ids.add(msgId)
    }
    if (this.#count > 0 && this.#distinct >= this.#count) this.end()
  }

  end(): void {
    this.#idle?.cancel()
    this.#idle = undefined
    this.#resolve()
  }

  summary(): ConsumerSummary {
    return {
      received: this.#received,
      distinct: this.#distinct,
      duplicates: this.#received - this.#distinct,
      perSecond: rate(this.#received, this.#lastMs - this.#firstMs),
      exitCode: this.#distinct >= this.#count ? 0 : 1,
    }
  }

  #watch(delayMs: number): void {
    this.#idle = this.#ports.timers.after(delayMs, () => {
      const leftMs = this.#lastMs + this.#idleMs - this.#ports.clock.monotonicMs()
      if (leftMs <= 0) this.end()
      else this.#watch(leftMs)
    })
  }
}

export function producerSummaryText(summary: ProducerSummary, language: QuickstartLanguage): string {
  const statuses = SEND_STATUSES.filter((status) => summary.byStatus[status] > 0)
    .map((status) => `${status} ${summary.byStatus[status]}`)
    .join(', ')
  const detail = statuses === '' ? '' : ` (${statuses})`
  return language === 'zh'
    ? `已发送 ${summary.sent} 条，确认 ${summary.acknowledged} 条${detail}，失败 ${summary.failed} 条，每秒 ${summary.perSecond} 条`
    : `Sent ${summary.sent}, acknowledged ${summary.acknowledged}${detail}, failed ${summary.failed}, ${summary.perSecond} messages/s`
}

export function consumerSummaryText(summary: ConsumerSummary, count: number, language: QuickstartLanguage): string {
  const { received, distinct, duplicates, perSecond } = summary
  const missing = Math.max(0, count - distinct)
  if (language === 'zh') {
    const lack = missing > 0 ? `，还差 ${missing} 条` : ''
    return `已接收 ${received} 条，不重复 ${distinct} 条，重复 ${duplicates} 条，每秒 ${perSecond} 条${lack}`
  }
  const lack = missing > 0 ? `, ${missing} missing` : ''
  return `Received ${received}, distinct ${distinct}, duplicates ${duplicates}, ${perSecond} messages/s${lack}`
}

function rate(count: number, tookMs: number): number {
  return Math.round((count * 1000) / Math.max(1, tookMs))
}

function pause(ports: ClientPorts, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    ports.timers.after(delayMs, resolve)
  })
}

function localUtcOffsetMs(atMs: number): number {
  return -new Date(atMs).getTimezoneOffset() * 60_000
}
