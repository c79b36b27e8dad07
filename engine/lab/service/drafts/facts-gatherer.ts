/**
 * Looks at this machine for the doctor: ports, who has them, folders, memory and disk. Called after each keystroke, so what
 * was seen is kept for two seconds; ports of the lab's own clusters are never probed, a node could be starting there.
 */
import type { ServiceContext } from '../context.ts'
import type { DraftFacts, FolderFact, PortFact, ReservedPort } from '../../draft-facts.ts'
import type { DraftWants } from '../../draft-check.ts'
import { DRAFT_HOST } from '../../draft-plan.ts'
import { EngineError } from '../../../base/errors.ts'
import type { PortOwner } from '../../../base/ports.ts'
import { portsOf } from '../../cluster-spec.ts'

const FRESH_MS = 2000
const OWNER_FRESH_MS = 10_000
/** Ports probed at once; a probe binds a socket for a moment. */
const PROBES_AT_ONCE = 32
const PORTS_KEPT_MAX = 20_000
/** Rounds of looking and checking again: a fix may lead to ports not seen before. */
const ROUNDS_MAX = 40

interface Seen<T> {
  readonly atMs: number
  readonly fact: T
}

export class FactsGatherer {
  private readonly context: ServiceContext
  private readonly ports = new Map<number, Seen<PortFact>>()
  private readonly folders = new Map<string, Seen<FolderFact>>()
  private readonly owners = new Map<number, Seen<PortOwner | undefined>>()

  constructor(context: ServiceContext) {
    this.context = context
  }

  /** Runs `think` over the facts, looks at what it wants to know, and again until it wants nothing more. */
  async settle<T extends { readonly wants: DraftWants }>(think: (facts: DraftFacts) => T): Promise<T> {
    this.dropOld()
    const base = this.base()
    for (let round = 0; ; round++) {
      const facts: DraftFacts = { ...base, ports: factsOf(this.ports), folders: factsOf(this.folders) }
      const answer = think(facts)
      const { ports, folders, owners } = answer.wants
      if (round >= ROUNDS_MAX || ports.length + folders.length + owners.length === 0) return answer
      await this.look(answer.wants)
    }
  }

  private base(): Omit<DraftFacts, 'ports' | 'folders'> {
    const { lab, machine } = this.context
    const now = machine()
    return {
      paths: lab.paths,
      platform: now.platform,
      clusterNames: this.context.clusters.names(),
      reserved: this.reserved(),
      freeMemoryBytes: now.freeMemoryBytes,
      diskBytes: now.diskBytes,
      freeDiskBytes: now.freeDiskBytes,
    }
  }

  private reserved(): Map<number, ReservedPort> {
    const { lab } = this.context
    const reserved = new Map<number, ReservedPort>()
    for (const cluster of lab.clusterNames()) {
      try {
        for (const node of lab.load(cluster).nodes) {
          for (const port of portsOf(node)) reserved.set(port, { cluster, node: node.name })
        }
      } catch (error) {
        // An unreadable cluster file reserves nothing; its ports are still probed.
        if (!(error instanceof EngineError)) throw error
      }
    }
    return reserved
  }

  private async look(wants: DraftWants): Promise<void> {
    for (const folder of wants.folders) {
      this.folders.set(folder, { atMs: this.nowMs(), fact: this.folderFact(folder) })
    }
    for (let from = 0; from < wants.ports.length; from += PROBES_AT_ONCE) {
      const slice = wants.ports.slice(from, from + PROBES_AT_ONCE)
      await Promise.all(
        slice.map(async (port) => {
          const isFree = await this.context.host.isPortFree(DRAFT_HOST, port)
          this.ports.set(port, { atMs: this.nowMs(), fact: { state: isFree ? 'free' : 'busy' } })
        }),
      )
    }
    for (const port of wants.owners) {
      this.ports.set(port, { atMs: this.ports.get(port)?.atMs ?? this.nowMs(), fact: await this.busyFact(port) })
    }
  }

  /** Who has a busy port; asked anew only after a while, since it costs the most. */
  private async busyFact(port: number): Promise<PortFact> {
    const known = this.owners.get(port)
    const isFresh = known !== undefined && this.nowMs() - known.atMs < OWNER_FRESH_MS
    const fact = isFresh ? known.fact : await this.context.host.portOwner({ host: DRAFT_HOST, port })
    if (!isFresh) this.owners.set(port, { atMs: this.nowMs(), fact })
    return {
      state: 'busy',
      isOwnerAsked: true,
      ...(fact === undefined ? {} : { pid: fact.pid, program: fact.program }),
    }
  }

  private folderFact(folder: string): FolderFact {
    const { fs } = this.context.host
    try {
      const info = fs.info(folder)
      if (info === undefined) return 'absent'
      if (info.kind !== 'directory') return 'file'
      return fs.list(folder).length === 0 ? 'empty' : 'used'
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      // Not ours to read: a broker would say so when it starts, and something is there.
      return 'used'
    }
  }

  private dropOld(): void {
    const oldest = this.nowMs() - FRESH_MS
    for (const seen of [this.ports, this.folders] as readonly Map<unknown, Seen<unknown>>[]) {
      for (const [key, { atMs }] of seen) if (atMs < oldest || seen.size > PORTS_KEPT_MAX) seen.delete(key)
    }
    for (const [port, { atMs }] of this.owners) if (this.nowMs() - atMs > OWNER_FRESH_MS) this.owners.delete(port)
  }

  private nowMs(): number {
    return this.context.host.clock.monotonicMs()
  }
}

function factsOf<K, T>(seen: ReadonlyMap<K, Seen<T>>): Map<K, T> {
  return new Map([...seen].map(([key, { fact }]) => [key, fact]))
}
