/**
 * The mirror of the lab as a plain value and how events change it. Entities are kept by `cluster/id`, whole; what did not change
 * stays the same object, so that a selector of one node wakes one card. Pure; `lab.ts` holds it in a store.
 */
import type {
  ClusterHead,
  FaultView,
  GroupView,
  Happening,
  LabEvent,
  LabState,
  NodeView,
  PairView,
  ServiceView,
} from '../../engine/contract/state.ts'

export const HAPPENINGS_MAX = 1000

type ById<T> = Readonly<Record<string, T>>

export interface LabMirror {
  /** `null` until the first snapshot. */
  readonly service: ServiceView | null
  readonly clusters: ById<ClusterHead>
  readonly nodes: ById<NodeView>
  readonly pairs: ById<PairView>
  readonly faults: ById<FaultView>
  readonly groups: ById<GroupView>
  /** Oldest first, bounded. */
  readonly happenings: readonly Happening[]
  /** When a poll round last ended, by the service's clock. */
  readonly polledAtMs: number | null
}

export const EMPTY_MIRROR: LabMirror = {
  service: null,
  clusters: {},
  nodes: {},
  pairs: {},
  faults: {},
  groups: {},
  happenings: [],
  polledAtMs: null,
}

export function entityId(cluster: string, id: string): string {
  return `${cluster}/${id}`
}

/** What a batch tells that is new to a window: single happenings, and those of a later snapshot that the mirror has not. */
export function newsOf(mirror: LabMirror, events: readonly LabEvent[]): readonly Happening[] {
  return events.flatMap((event) => {
    if (event.t === 'happening') return [event.value]
    if (event.t !== 'snapshot' || mirror.service === null) return []
    const known = new Set(mirror.happenings.map((each) => each.id))
    return event.state.happenings.filter((each) => !known.has(each.id))
  })
}

/** The mirror after a batch. Copies each table once a batch, not once an event. */
export function applyEvents(mirror: LabMirror, events: readonly LabEvent[]): LabMirror {
  const next = { ...mirror }
  const copied = new Set<string>()
  const table = <K extends 'clusters' | 'nodes' | 'pairs' | 'faults' | 'groups'>(
    name: K,
  ): Record<string, LabMirror[K][string]> => {
    if (!copied.has(name)) {
      copied.add(name)
      next[name] = { ...next[name] }
    }
    return next[name] as Record<string, LabMirror[K][string]>
  }
  for (const event of events) {
    switch (event.t) {
      case 'snapshot':
        Object.assign(next, mirrorOf(event.state))
        copied.clear()
        break
      case 'service':
        next.service = event.value
        break
      case 'cluster':
        table('clusters')[event.value.name] = event.value
        break
      case 'node':
        table('nodes')[entityId(event.value.cluster, event.value.name)] = event.value
        break
      case 'pair':
        table('pairs')[entityId(event.value.cluster, event.value.id)] = event.value
        break
      case 'fault':
        table('faults')[entityId(event.value.cluster, event.value.id)] = event.value
        break
      case 'group':
        table('groups')[entityId(event.value.cluster, event.value.brokerName)] = event.value
        break
      case 'happening':
        next.happenings = addHappening(next.happenings, event.value)
        break
      case 'gone':
        if (event.what === 'cluster') {
          delete table('clusters')[event.cluster]
          for (const name of ['nodes', 'pairs', 'faults', 'groups'] as const) dropCluster(table(name), event.cluster)
        } else {
          delete table(`${event.what}s`)[entityId(event.cluster, event.id)]
        }
        break
      case 'polled':
        next.polledAtMs = event.atMs
        break
    }
  }
  return next
}

function mirrorOf(state: LabState): LabMirror {
  return {
    service: state.service,
    clusters: byId(state.clusters, (each) => each.name),
    nodes: byId(state.nodes, (each) => entityId(each.cluster, each.name)),
    pairs: byId(state.pairs, (each) => entityId(each.cluster, each.id)),
    faults: byId(state.faults, (each) => entityId(each.cluster, each.id)),
    groups: byId(state.groups, (each) => entityId(each.cluster, each.brokerName)),
    happenings: [...state.happenings].sort((a, b) => a.atMs - b.atMs).slice(-HAPPENINGS_MAX),
    polledAtMs: null,
  }
}

function byId<T>(items: readonly T[], idOf: (item: T) => string): Record<string, T> {
  return Object.fromEntries(items.map((item) => [idOf(item), item]))
}

/** The same id again replaces what was told before. */
function addHappening(list: readonly Happening[], happening: Happening): readonly Happening[] {
  const others = list.some((each) => each.id === happening.id) ? list.filter((each) => each.id !== happening.id) : list
  return [...others, happening].slice(-HAPPENINGS_MAX)
}

function dropCluster(table: Record<string, unknown>, cluster: string): void {
  for (const id of Object.keys(table)) if (id.startsWith(`${cluster}/`)) delete table[id]
}
