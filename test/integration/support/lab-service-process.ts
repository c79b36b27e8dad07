/** A lab service in a process of its own, and the state that its `watch` stream has built up, as a window would hold it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { LabApi } from '../../../engine/contract/lab-api.ts'
import type { CallName, InputOf, OutputOf } from '../../../engine/contract/rpc.ts'
import type {
  ClusterHead,
  FaultView,
  GroupView,
  Happening,
  LabEvent,
  NodeView,
  PairView,
} from '../../../engine/contract/state.ts'
import { until } from './until.ts'

const FIXTURE = fileURLToPath(new URL('../node-fixtures/lab-service-process.ts', import.meta.url))

export class LabServiceProcess {
  readonly clusters = new Map<string, ClusterHead>()
  readonly nodes = new Map<string, NodeView>()
  readonly pairs = new Map<string, PairView>()
  readonly faults = new Map<string, FaultView>()
  readonly groups = new Map<string, GroupView>()
  readonly happenings: Happening[] = []
  /** Events that were pushed, by kind, since the snapshot. */
  readonly pushed = new Map<LabEvent['t'], number>()
  readonly #child: ChildProcess
  readonly #answers = new Map<number, (message: { answer?: unknown; error?: string }) => void>()
  #lastId = 0
  #isReady = false
  #rest = ''
  #said = ''

  private constructor(home: string) {
    this.#child = spawn(process.execPath, ['--import', 'tsx', FIXTURE, home], { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#read(text))
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#said += text))
  }

  static async start(home: string): Promise<LabServiceProcess> {
    const service = new LabServiceProcess(home)
    await until(`the lab service watches`, () => {
      if (service.#child.exitCode !== null) throw new Error(service.#said)
      return service.#isReady
    })
    return service
  }

  get pid(): number {
    return this.#child.pid as number
  }

  async call<K extends CallName<LabApi>>(name: K, input: InputOf<LabApi[K]>): Promise<OutputOf<LabApi[K]>> {
    const id = ++this.#lastId
    const answer = new Promise<{ answer?: unknown; error?: string }>((resolve) => this.#answers.set(id, resolve))
    this.#child.stdin?.write(`${JSON.stringify({ id, name, input })}\n`)
    const { answer: value, error } = await answer
    if (error !== undefined) throw new Error(`${name}: ${error}`)
    return value as OutputOf<LabApi[K]>
  }

  /** SIGKILL: it gets no chance to tidy up. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#child.kill('SIGKILL')
    await until('the lab service is dead', () => this.#child.signalCode !== null)
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) {
      const message = JSON.parse(line) as {
        events?: LabEvent[]
        ready?: true
        id?: number
        answer?: unknown
        error?: string
      }
      for (const event of message.events ?? []) this.#take(event)
      if (message.ready === true) this.#isReady = true
      if (message.id !== undefined) {
        this.#answers.get(message.id)?.(message)
        this.#answers.delete(message.id)
      }
    }
  }

  #take(event: LabEvent): void {
    this.pushed.set(event.t, (this.pushed.get(event.t) ?? 0) + 1)
    switch (event.t) {
      case 'snapshot':
        this.pushed.clear()
        for (const value of event.state.clusters) this.clusters.set(value.name, value)
        for (const value of event.state.nodes) this.nodes.set(value.name, value)
        for (const value of event.state.pairs) this.pairs.set(value.id, value)
        for (const value of event.state.faults) this.faults.set(value.id, value)
        for (const value of event.state.groups) this.groups.set(value.brokerName, value)
        this.happenings.push(...event.state.happenings)
        return
      case 'cluster':
        this.clusters.set(event.value.name, event.value)
        return
      case 'node':
        this.nodes.set(event.value.name, event.value)
        return
      case 'pair':
        this.pairs.set(event.value.id, event.value)
        return
      case 'fault':
        this.faults.set(event.value.id, event.value)
        return
      case 'group':
        this.groups.set(event.value.brokerName, event.value)
        return
      case 'happening':
        this.happenings.push(event.value)
        return
      case 'gone':
        if (event.what === 'fault') this.faults.delete(event.id)
        if (event.what === 'node') this.nodes.delete(event.id)
        if (event.what === 'pair') this.pairs.delete(event.id)
        if (event.what === 'cluster') this.clusters.delete(event.cluster)
        return
      case 'service':
      case 'polled':
    }
  }
}
