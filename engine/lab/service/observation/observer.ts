/**
 * The one poll of the service: looks at every cluster each second while a window watches, less often when none does, shows what
 * changed and tells what happened. Looks at one cluster never overlap; `refresh` joins or follows the one under way.
 */
import { EngineError, errorText } from '../../../base/errors.ts'
import type { TimerHandle } from '../../../base/ports.ts'
import { configEditsKey } from '../../../contract/config-api.ts'
import type { ClusterHead, LabEvent, LabState, NodeView, PairView } from '../../../contract/state.ts'
import { say } from '../../../contract/text.ts'
import type { OwnedDirectory } from '../cluster-directory.ts'
import type { LabServiceSurroundings, Observed } from '../context.ts'
import type { HappeningsBoard } from '../happenings.ts'
import type { BehindThresholds } from './behind-thresholds.ts'
import { ClusterWatch } from './cluster-watch.ts'
import { forgetDocument } from './documents.ts'
import { durationWord } from './figure-words.ts'
import { HistoryFile } from './history-file.ts'
import type { HistoryRing } from './history-ring.ts'
import { type LastSeen, readLastSeen, writeLastSeen } from './last-seen.ts'
import { StateBoard } from './state-board.ts'
import { Turns } from './turns.ts'

export const POLL_MS = 1000
/** Without a window: the hour that it may want to see later still has its shape. */
const IDLE_POLL_MS = 2000
const LAST_SEEN_MS = 5000
/** Nodes asked at one time. */
const ASKED_AT_ONCE = 24

export interface ObserverParts {
  readonly surroundings: LabServiceSurroundings
  readonly clusters: OwnedDirectory
  readonly happenings: HappeningsBoard
  readonly thresholds: BehindThresholds
  readonly folder: string
}

interface Watched {
  readonly watch: ClusterWatch
  running: Promise<void> | undefined
  /** The look that starts when the running one is done; everybody who asks meanwhile shares it. */
  next: Promise<void> | undefined
}

export class Observer implements Observed {
  readonly #parts: ObserverParts
  readonly #board = new StateBoard()
  readonly #watched = new Map<string, Watched>()
  readonly #listeners = new Set<(events: readonly LabEvent[]) => void>()
  readonly #turns = new Turns(ASKED_AT_ONCE)
  readonly #lastSeen: LastSeen
  readonly #startedAtMs: number
  #timer: TimerHandle | undefined
  #windows = 0
  #lastSeenWrittenMs = 0
  #isStopped = false
  #isLooking = false

  constructor(parts: ObserverParts) {
    this.#parts = parts
    const { host, log } = parts.surroundings
    this.#startedAtMs = host.clock.nowMs()
    this.#lastSeen = readLastSeen(host.fs, this.#lastSeenPath, log)
    parts.happenings.onAdded((value) => this.#emit([{ t: 'happening', value }]))
  }

  /** Looks at everything once, tells what was found, and goes on looking. */
  async start(): Promise<void> {
    await this.#lookAtAll()
    for (const [name, { watch }] of this.#watched) this.#adopted(name, watch)
    this.#schedule()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#timer?.cancel()
    await Promise.all([...this.#watched.values()].flatMap(({ running }) => (running === undefined ? [] : [running])))
    const nowMs = this.#parts.surroundings.host.clock.nowMs()
    for (const { watch } of this.#watched.values()) watch.stop(nowMs)
    this.#writeLastSeen(nowMs)
    this.#listeners.clear()
  }

  heads(): readonly ClusterHead[] {
    return this.#board.heads()
  }

  nodes(cluster: string): readonly NodeView[] {
    return this.#board.nodes(cluster)
  }

  pairs(cluster: string): readonly PairView[] {
    return this.#board.pairs(cluster)
  }

  async refresh(cluster: string): Promise<void> {
    this.#discover()
    const watched = this.#watched.get(cluster)
    if (watched === undefined || this.#isStopped) return
    // What was done may have been done after the running look had passed it.
    if (watched.running === undefined) return this.#look(cluster, watched)
    watched.next ??= watched.running.then(() => {
      watched.next = undefined
      return this.#look(cluster, watched)
    })
    return watched.next
  }

  setBusy(cluster: string, busy: ClusterHead['busy']): void {
    this.#discover()
    const watched = this.#watched.get(cluster)
    if (watched === undefined) return
    watched.watch.busy = busy
    const head = this.#board.heads().find((candidate) => candidate.name === cluster)
    if (head !== undefined) this.#emit(this.#board.showHead({ ...head, busy }))
  }

  onEvent(listener: (event: LabEvent) => void): () => void {
    return this.onEvents((events) => {
      for (const event of events) listener(event)
    })
  }

  /** As `onEvent`, one call a step. */
  onEvents(listener: (events: readonly LabEvent[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** A window watches from now on: the poll gets quicker. @returns how to take it back */
  windowOpened(): () => void {
    if (++this.#windows === 1 && !this.#isLooking) this.#schedule(0)
    let isOpen = true
    return () => {
      if (isOpen) this.#windows--
      isOpen = false
    }
  }

  history(cluster: string): HistoryRing | undefined {
    this.#discover()
    return this.#watched.get(cluster)?.watch.ring
  }

  snapshot(): LabState {
    const { surroundings, happenings } = this.#parts
    return {
      service: {
        version: surroundings.version,
        pid: surroundings.pid,
        startedAtMs: Math.round(this.#startedAtMs),
        pollMs: POLL_MS,
        machine: surroundings.machine(),
      },
      ...this.#board.all(),
      happenings: [...happenings.since(undefined, 0)],
    }
  }

  get #lastSeenPath(): string {
    return `${this.#parts.folder}/last-seen.json`
  }

  #schedule(afterMs = this.#windows > 0 ? POLL_MS : IDLE_POLL_MS): void {
    if (this.#isStopped) return
    this.#timer?.cancel()
    this.#timer = this.#parts.surroundings.host.timers.after(afterMs, () => void this.#round())
  }

  async #round(): Promise<void> {
    const { clock } = this.#parts.surroundings.host
    const beganMs = clock.monotonicMs()
    await this.#lookAtAll()
    if (this.#isStopped) return
    const nowMs = Math.round(clock.nowMs())
    if (this.#watched.size > 0) this.#emit([{ t: 'polled', atMs: nowMs }])
    if (nowMs - this.#lastSeenWrittenMs >= LAST_SEEN_MS) this.#writeLastSeen(nowMs)
    const tookMs = clock.monotonicMs() - beganMs
    this.#schedule(Math.max(50, (this.#windows > 0 ? POLL_MS : IDLE_POLL_MS) - tookMs))
  }

  async #lookAtAll(): Promise<void> {
    this.#isLooking = true
    try {
      this.#discover()
      await Promise.all(
        [...this.#watched].map(([name, watched]) => watched.next ?? watched.running ?? this.#look(name, watched)),
      )
    } catch (error) {
      this.#parts.surroundings.log.error('a look at the clusters failed', { error: errorText(error) })
    } finally {
      this.#isLooking = false
    }
  }

  /** Clusters that are new or gone since the last look. */
  #discover(): void {
    const { clusters, surroundings, happenings, thresholds, folder } = this.#parts
    const { host, log } = surroundings
    const names = new Set(clusters.names())
    for (const name of this.#watched.keys()) if (!names.has(name)) this.#forget(name)
    for (const name of names) {
      if (this.#watched.has(name)) continue
      const file = new HistoryFile({ fs: host.fs, log, path: `${folder}/history/${name}` })
      const ring = file.load(host.clock.nowMs())
      const remembered = this.#lastSeen.of(name)
      const turn = <T>(task: () => Promise<T>): Promise<T> => this.#turns.take(task)
      const parts = { surroundings, clusters, happenings, thresholds, name, ring, file, remembered, turn }
      const watch = new ClusterWatch(parts)
      this.#watched.set(name, { watch, running: undefined, next: undefined })
    }
  }

  #forget(name: string): void {
    this.#watched.delete(name)
    this.#parts.thresholds.forget(name)
    this.#forgetEdits(name)
    this.#emit(this.#board.forget(name))
  }

  /** Edits of its files mean nothing to another cluster of the same name. */
  #forgetEdits(name: string): void {
    const { surroundings, folder } = this.#parts
    const { host, log } = surroundings
    try {
      forgetDocument(host.fs, `${folder}/documents`, configEditsKey(name))
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      log.warn('edits of a cluster that is gone were not forgotten', { cluster: name, error: errorText(error) })
    }
  }

  #look(name: string, watched: Watched): Promise<void> {
    watched.running = this.#step(name, watched).finally(() => {
      watched.running = undefined
    })
    return watched.running
  }

  async #step(name: string, { watch }: Watched): Promise<void> {
    const { surroundings, happenings } = this.#parts
    try {
      const look = await watch.look()
      if (this.#isStopped || this.#watched.get(name)?.watch !== watch) return
      if (look === undefined) {
        this.#forget(name)
        return
      }
      this.#emit(this.#board.show(look.views, surroundings.host.clock.nowMs()))
      for (const { what, atMs } of look.told) happenings.addAt(what, Math.round(atMs))
    } catch (error) {
      surroundings.log.error('a look at a cluster failed', { cluster: name, error: errorText(error) })
    }
  }

  /** Says what runs on since before this service, and what ended while nobody looked. */
  #adopted(name: string, { facts }: ClusterWatch): void {
    const { happenings } = this.#parts
    const nodes = [...(facts?.nodes.values() ?? [])].map((node) => node.view)
    const own = nodes.filter((node) => node.isOurs)
    const alive = own.filter(
      (node) => node.pid !== null && node.startedAtMs !== null && node.startedAtMs < this.#startedAtMs,
    )
    const awayMs = this.#lastSeen.atMs === undefined ? undefined : this.#startedAtMs - this.#lastSeen.atMs
    if (alive.length > 0) happenings.add(found(name, alive.length, awayMs))
    for (const node of own) {
      const was = this.#lastSeen.nodeHealth(name, node.name)
      const hasEnded = was === 'running' || was === 'behind' || was === 'starting' || was === 'diverged'
      if (node.state !== 'crashed' || !hasEnded) continue
      const cause = node.cause ?? say('', '')
      happenings.add({
        cluster: name,
        node: node.name,
        pair: null,
        kind: 'node-crashed',
        tone: 'bad',
        byUser: false,
        subject: node.name,
        sentence: say(
          `Ended while the lab service was away. ${cause.en}`.trim(),
          `在实验室服务离开期间退出。${cause.zh}`,
        ),
        action: { kind: 'start', node: node.name, target: null, label: say(`Start ${node.name}`, `启动 ${node.name}`) },
      })
    }
  }

  #emit(events: readonly LabEvent[]): void {
    if (events.length === 0) return
    for (const listener of [...this.#listeners]) listener(events)
  }

  #writeLastSeen(nowMs: number): void {
    const { host, log } = this.#parts.surroundings
    this.#lastSeenWrittenMs = nowMs
    const clusters = new Map(
      [...this.#watched].flatMap(([name, { watch }]) =>
        watch.facts === undefined ? [] : [[name, watch.facts] as const],
      ),
    )
    try {
      writeLastSeen(host.fs, this.#lastSeenPath, nowMs, clusters)
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      log.warn('when this service was last seen was not stored', { error: errorText(error) })
    }
  }
}

function found(name: string, nodes: number, awayMs: number | undefined): Parameters<HappeningsBoard['add']>[0] {
  const seconds = awayMs === undefined ? undefined : awayWord(awayMs)
  const ran = nodes === 1 ? '1 node ran on' : `${nodes} nodes ran on`
  const sentence =
    seconds === undefined
      ? say(
          `${name} was found running, ${nodes === 1 ? '1 node' : `${nodes} nodes`}.`,
          `已接管 ${name}：${nodes} 个节点正在运行。`,
        )
      : say(
          `${name} was found again: ${ran} while the lab service was away for ${seconds}.`,
          `已重新接管 ${name}：实验室服务离开的 ${seconds} 内，${nodes} 个节点一直在运行。`,
        )
  return {
    cluster: name,
    node: null,
    pair: null,
    kind: 'cluster-adopted',
    tone: 'ok',
    byUser: false,
    subject: name,
    sentence,
    action: null,
  }
}

/** Whole seconds: nobody needs to know better. */
function awayWord(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  return seconds < 60 ? `${seconds} s` : durationWord(seconds * 1000)
}
