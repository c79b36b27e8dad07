/**
 * The runs of one cluster and its single sends: starts them, keeps their records, shows them to windows. Owns the one
 * producer that all of them share.
 */
import { EngineError } from '../../../base/errors.ts'
import type { TimerHandle } from '../../../base/ports.ts'
import { ClientInstance } from '../../../client/client-instance.ts'
import { Producer } from '../../../client/producer.ts'
import type { RunEvent, RunSpec, RunView, SendRow } from '../../../contract/messages-api.ts'
import type { StopStream, StreamSink } from '../../../contract/rpc.ts'
import { say } from '../../../contract/text.ts'
import type { ClusterAccess, ServiceContext } from '../context.ts'
import type { LabConsumers } from '../receiving/lab-consumers.ts'
import { CountingEnd, makeCountable } from './counting.ts'
import type { MadeMessage, MessageMaker } from './message-maker.ts'
import { messagesFolder } from './messages-folder.ts'
import { RowRing } from './row-ring.ts'
import { Run } from './run.ts'
import { RunRecords } from './run-records.ts'
import { RunWatch } from './run-watch.ts'
import { runEndedHappening, runStartedHappening, unknownRun } from './run-words.ts'
import { rowsOf } from './send-rows.ts'
import { noRoute, sendProblem } from './send-words.ts'

const PRODUCER_GROUP = 'MQLAB_PRODUCER'
const FLUSH_MS = 250
/** Runs that are under way at once; each has its own pace. */
const ACTIVE_RUNS_MAX = 16
/** How often a run that is under way is saved. */
const SAVE_MS = 2000
const RUN_ID_BYTES = 6
/** Runs that are over and whose rows are still in memory. */
const ROWS_OF_RUNS_KEPT = 3

interface ActiveRun {
  readonly run: Run
  readonly end: CountingEnd | undefined
  savedAtMs: number
  /** Nothing of it changes any more, and that is saved. */
  isClosed: boolean
}

export class ClusterRuns {
  readonly #context: ServiceContext
  readonly #name: string
  readonly #consumers: LabConsumers
  readonly #records: RunRecords
  /** Of earlier services, and those of this one that are over. */
  readonly #kept = new Map<number, RunView>()
  readonly #runs = new Map<number, ActiveRun>()
  readonly #singles = new RowRing()
  readonly #watches = new Set<RunWatch>()
  #singleSeq = 0
  #starting = 0
  #isStopped = false
  #producer: { readonly namesrvAddr: string; readonly client: ClientInstance; readonly producer: Producer } | undefined
  #ticking: TimerHandle | undefined

  constructor(context: ServiceContext, access: ClusterAccess, consumers: LabConsumers) {
    this.#context = context
    this.#name = access.name
    this.#consumers = consumers
    const folder = `${messagesFolder(context.lab.paths, access)}/runs`
    this.#records = new RunRecords(context.client.fs, folder, context.log)
    for (const { runId, view } of this.#records.load()) {
      this.#kept.set(view.number, view)
      consumers.nameRun(access.name, runId, view.number)
    }
  }

  /** Newest first. */
  views(): RunView[] {
    const active = [...this.#runs.values()].map(({ run }) => run.view())
    const kept = [...this.#kept.values()].filter(({ number }) => !this.#runs.has(number))
    return [...active, ...kept].sort((a, b) => b.number - a.number)
  }

  /** @throws {EngineError} 'not-found'. */
  view(number: number): RunView {
    const view = this.#runs.get(number)?.run.view() ?? this.#kept.get(number)
    if (view === undefined) throw unknownRun(this.#name, number)
    return view
  }

  async sendOne(maker: MessageMaker, spec: Pick<RunSpec, 'message' | 'mode' | 'timeoutMs'>): Promise<SendRow> {
    const { clock } = this.#context.client
    const { producer } = this.#access().producer
    const made = maker.make(++this.#singleSeq)
    const atMs = clock.nowMs()
    const startedMs = clock.monotonicMs()
    const row = async (): Promise<SendRow | undefined> => {
      try {
        const result = await this.#sendMade(producer, made, spec)
        return rowsOf([made], { atMs, tookMs: clock.monotonicMs() - startedMs, result, problem: null })[0]
      } catch (error) {
        const problem = sendProblem(error, spec.message.topic)
        return rowsOf([made], { atMs, tookMs: clock.monotonicMs() - startedMs, result: undefined, problem })[0]
      }
    }
    const sent = (await row()) as SendRow
    this.#singles.push(sent)
    return sent
  }

  /** @throws {EngineError} 'not-found' without a route, 'usage' for a group that cannot be counted, 'overload'. */
  async start(spec: RunSpec, makeMakerOf: (runId: string) => MessageMaker): Promise<number> {
    this.#letGoOld()
    const active = [...this.#runs.values()].filter(({ run }) => !run.isOver).length
    if (active + this.#starting >= ACTIVE_RUNS_MAX) throw tooManyRuns()
    this.#starting++
    try {
      return await this.#start(spec, makeMakerOf)
    } finally {
      this.#starting--
    }
  }

  pause(number: number): void {
    if (!this.#active(number).pause()) throw notNow(number, say('it is not sending', '它当前不在发送'))
  }

  resume(number: number): void {
    if (!this.#active(number).resume()) throw notNow(number, say('it is not paused', '它没有暂停'))
  }

  stopRun(number: number): void {
    this.#active(number).stop()
  }

  /** @param number 0: single sends @throws {EngineError} 'not-found'. */
  watch(number: number, sink: StreamSink<RunEvent>): StopStream {
    const active = this.#runs.get(number)
    if (number !== 0 && active === undefined) this.view(number)
    const view = () => (number === 0 ? undefined : (this.#runs.get(number)?.run.view() ?? this.#kept.get(number)))
    const watch = new RunWatch(sink, view, number === 0 ? this.#singles : active?.run.rows)
    this.#watches.add(watch)
    watch.flush()
    this.#tickOn()
    return () => {
      this.#watches.delete(watch)
      this.#tickOff()
    }
  }

  /**
   * Lets go of everything; runs under way count as interrupted afterwards.
   * @param isKept whether the cluster stays, and with it how its runs stand
   */
  async stop(isKept: boolean): Promise<void> {
    this.#isStopped = true
    this.#ticking?.cancel()
    for (const { run } of this.#runs.values()) {
      if (isKept && !run.isOver) this.#records.save(run.runId, run.view(), this.#context.client.clock.nowMs())
      run.abandon()
    }
    const held = this.#producer
    this.#producer = undefined
    await held?.producer.shutdown()
    held?.client.stop()
  }

  async #start(spec: RunSpec, makeMakerOf: (runId: string) => MessageMaker): Promise<number> {
    const { clock, random, timers } = this.#context.client
    const { access, producer } = this.#access()
    await checkQueue(producer.producer, spec)
    const number = this.#records.nextNumber()
    const runId = `${number}-${random.bytes(RUN_ID_BYTES).hexSlice()}`
    const maker = makeMakerOf(runId)
    this.#consumers.nameRun(this.#name, runId, number)
    const parts = { clock, timers, log: this.#context.log, access, consumers: this.#consumers }
    const group = spec.accountingGroup
    const countable = group === null ? undefined : await makeCountable(spec, group, number, maker.constantTag, parts)
    const run = new Run(number, runId, spec, {
      clock,
      timers,
      producer: producer.producer,
      maker,
      onOneDiskOnly: (brokerNames) => this.#onOneDiskOnly(brokerNames),
      onState: (changed) => this.#noteState(changed),
    })
    const active = {
      run,
      end: countable === undefined ? undefined : new CountingEnd(run, countable, parts),
      savedAtMs: clock.nowMs(),
      isClosed: false,
    }
    if (countable !== undefined) {
      const stopCounting = this.#consumers.countRun(this.#name, runId, countable.group, (...delivery) =>
        run.noteDelivery(...delivery),
      )
      run.counting = {
        stop: () => {
          stopCounting()
          const own = countable.ownConsumer
          if (own !== undefined) this.#consumers.stop(this.#name, own).catch(() => undefined)
        },
      }
    }
    this.#runs.set(number, active)
    this.#context.happenings.add(runStartedHappening(spec, number))
    this.#save(run)
    for (const old of this.#records.forgetOld()) this.#kept.delete(old)
    run.start()
    this.#tickOn()
    return number
  }

  #sendMade(producer: Producer, made: MadeMessage, spec: Pick<RunSpec, 'message' | 'mode' | 'timeoutMs'>) {
    const { topic, queue } = spec.message
    const call = { timeoutMs: spec.timeoutMs, ...(queue === null ? {} : { queue: { topic, ...queue } }) }
    if (spec.mode === 'one-way') return producer.sendOneway(made.outgoing, call).then(() => undefined)
    if (made.orderKey !== '') return producer.sendOrdered(made.outgoing, made.orderKey, call)
    return producer.send(made.outgoing, call)
  }

  /** The cluster as it is reached now, and the producer for it. */
  #access() {
    const access = this.#context.clusters.get(this.#name)
    const { namesrvAddr } = access
    if (this.#producer?.namesrvAddr !== namesrvAddr) {
      const before = this.#producer
      void before?.producer.shutdown().finally(() => before.client.stop())
      const client = new ClientInstance({ namesrvAddr, utcOffsetMs: this.#context.utcOffsetMs }, this.#context.client)
      const producer = new Producer(client, { group: PRODUCER_GROUP })
      producer.start()
      this.#producer = { namesrvAddr, client, producer }
    }
    return { access, producer: this.#producer }
  }

  #active(number: number): Run {
    const active = this.#runs.get(number)
    if (active !== undefined) return active.run
    this.view(number)
    throw notNow(number, say('it is over', '它已结束'))
  }

  #noteState(run: Run): void {
    this.#save(run)
    if (!run.isOver) return
    const view = run.view()
    this.#kept.set(run.number, view)
    this.#context.happenings.add(runEndedHappening(view))
  }

  #save(run: Run): void {
    if (this.#isStopped) return
    this.#records.save(run.runId, run.view(), this.#context.client.clock.nowMs())
  }

  #tick(): void {
    const nowMs = this.#context.client.clock.nowMs()
    for (const active of this.#runs.values()) {
      const { run } = active
      run.tick()
      void active.end?.look()
      if (active.isClosed || nowMs - active.savedAtMs < SAVE_MS) continue
      active.savedAtMs = nowMs
      this.#save(run)
      active.isClosed = run.isSettled
    }
    for (const watch of this.#watches) watch.flush()
    this.#tickOff()
  }

  /** Rows of the latest runs stay in memory after their end; of older ones only the view. */
  #letGoOld(): void {
    const over = [...this.#runs.values()].filter(({ run }) => run.isOver)
    for (const { run } of over.slice(0, Math.max(0, over.length - ROWS_OF_RUNS_KEPT))) {
      this.#kept.set(run.number, run.view())
      this.#runs.delete(run.number)
    }
  }

  #tickOn(): void {
    this.#ticking ??= this.#context.client.timers.every(FLUSH_MS, () => this.#tick())
  }

  #tickOff(): void {
    if (this.#watches.size > 0 || [...this.#runs.values()].some(({ isClosed }) => !isClosed)) return
    this.#ticking?.cancel()
    this.#ticking = undefined
  }

  #onOneDiskOnly(brokerNames: ReadonlySet<string>): number | null {
    const pairs = this.#context.observed.pairs(this.#name)
    let total = 0
    for (const brokerName of brokerNames) {
      const lags = pairs.flatMap((pair) => (pair.brokerName === brokerName ? [pair.lagMessages] : []))
      const known = lags.filter((lag) => lag !== null)
      if (known.length === 0) return null
      // One slave that has it is a second disk.
      total += Math.min(...known)
    }
    return Math.round(total)
  }
}

/** @throws {EngineError} when the topic has no route, or not the queue that was chosen. */
async function checkQueue(producer: Producer, spec: RunSpec): Promise<void> {
  const { topic, queue } = spec.message
  let queues: Awaited<ReturnType<Producer['publishQueues']>>
  try {
    queues = await producer.publishQueues(topic)
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    const words = error.code === 'not-found' ? noRoute(topic) : sendProblem(error, topic)
    throw new EngineError(error.code, words.en, {
      context: { field: 'topic', value: topic },
      cause: error,
      zh: words.zh,
    })
  }
  if (queue === null || queues.some((q) => q.brokerName === queue.brokerName && q.queueId === queue.queueId)) return
  throw new EngineError(
    'usage',
    `queue ${queue.brokerName} ${queue.queueId}: ${topic} has no such queue that can be written now. Choose another.`,
    {
      context: { field: 'queue', value: queue },
      zh: `queue ${queue.brokerName} ${queue.queueId}：${topic} 当前没有这个可写队列，请另选。`,
    },
  )
}

function tooManyRuns(): EngineError {
  return new EngineError('overload', `${ACTIVE_RUNS_MAX} runs are kept under way; end one first.`, {
    zh: `已有 ${ACTIVE_RUNS_MAX} 个测试在进行，请先结束一个。`,
  })
}

function notNow(number: number, why: { readonly en: string; readonly zh: string }): EngineError {
  return new EngineError('usage', `Run #${number}: ${why.en}.`, {
    context: { field: 'number', value: number },
    zh: `第 ${number} 次测试：${why.zh}。`,
  })
}
