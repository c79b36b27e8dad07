/**
 * What the window is shown now, entity by entity, and the differences since it was last told. Times that only say "it answered
 * again" are no difference. Pure data; who listens is told in batches.
 */
import type {
  ClusterHead,
  FaultView,
  GroupView,
  LabEvent,
  LabState,
  NodeView,
  PairView,
} from '../../../contract/state.ts'

/** An answer this young is told as "it answers", not by its time. */
const FRESH_MS = 3000

type Entity = 'cluster' | 'node' | 'pair' | 'fault' | 'group'

interface Shown {
  readonly value: ClusterHead | NodeView | PairView | FaultView | GroupView
  /** What is compared. */
  readonly text: string
}

export interface ClusterViews {
  readonly head: ClusterHead
  readonly nodes: readonly NodeView[]
  readonly pairs: readonly PairView[]
  readonly groups: readonly GroupView[]
  readonly faults: readonly FaultView[]
}

export class StateBoard {
  readonly #clusters = new Map<string, Record<Entity, Map<string, Shown>>>()

  heads(): ClusterHead[] {
    return [...this.#clusters.values()].flatMap((shown) => valuesOf<ClusterHead>(shown.cluster))
  }

  nodes(cluster: string): NodeView[] {
    return valuesOf<NodeView>(this.#clusters.get(cluster)?.node)
  }

  pairs(cluster: string): PairView[] {
    return valuesOf<PairView>(this.#clusters.get(cluster)?.pair)
  }

  faults(cluster: string): FaultView[] {
    return valuesOf<FaultView>(this.#clusters.get(cluster)?.fault)
  }

  groups(cluster: string): GroupView[] {
    return valuesOf<GroupView>(this.#clusters.get(cluster)?.group)
  }

  all(): Pick<LabState, 'clusters' | 'nodes' | 'pairs' | 'faults' | 'groups'> {
    const names = [...this.#clusters.keys()]
    return {
      clusters: this.heads(),
      nodes: names.flatMap((name) => this.nodes(name)),
      pairs: names.flatMap((name) => this.pairs(name)),
      faults: names.flatMap((name) => this.faults(name)),
      groups: names.flatMap((name) => this.groups(name)),
    }
  }

  /** @returns what is new, changed or gone. */
  show(views: ClusterViews, nowMs: number): LabEvent[] {
    const { name } = views.head
    let shown = this.#clusters.get(name)
    if (shown === undefined) this.#clusters.set(name, (shown = emptyCluster()))
    return [
      ...differences(name, 'cluster', shown.cluster, [views.head], () => '', JSON.stringify),
      ...differences(
        name,
        'node',
        shown.node,
        views.nodes,
        (node) => node.name,
        (node) => nodeText(node, nowMs),
      ),
      ...differences(name, 'pair', shown.pair, views.pairs, (pair) => pair.id, JSON.stringify),
      ...differences(name, 'fault', shown.fault, views.faults, (fault) => fault.id, JSON.stringify),
      ...differences(name, 'group', shown.group, views.groups, (group) => group.brokerName, JSON.stringify),
    ]
  }

  showHead(head: ClusterHead): LabEvent[] {
    const shown = this.#clusters.get(head.name)
    return shown === undefined ? [] : differences(head.name, 'cluster', shown.cluster, [head], () => '', JSON.stringify)
  }

  /** The cluster is no more. */
  forget(cluster: string): LabEvent[] {
    const shown = this.#clusters.get(cluster)
    if (shown === undefined) return []
    this.#clusters.delete(cluster)
    return (['fault', 'group', 'pair', 'node', 'cluster'] as const).flatMap((what) =>
      [...shown[what].keys()].map((id): LabEvent => ({ t: 'gone', what, cluster, id })),
    )
  }
}

function emptyCluster(): Record<Entity, Map<string, Shown>> {
  return { cluster: new Map(), node: new Map(), pair: new Map(), fault: new Map(), group: new Map() }
}

function valuesOf<T>(shown: ReadonlyMap<string, Shown> | undefined): T[] {
  return [...(shown?.values() ?? [])].map((entry) => entry.value as T)
}

function differences<T extends Shown['value']>(
  cluster: string,
  what: Entity,
  shown: Map<string, Shown>,
  values: readonly T[],
  idOf: (value: T) => string,
  textOf: (value: T) => string,
): LabEvent[] {
  const events: LabEvent[] = []
  const seen = new Set<string>()
  for (const value of values) {
    const id = idOf(value)
    const text = textOf(value)
    seen.add(id)
    // The value is kept even when it is no difference: a late joiner gets the newest times.
    if (shown.get(id)?.text !== text) events.push({ t: what, value } as unknown as LabEvent)
    shown.set(id, { value, text })
  }
  for (const id of [...shown.keys()]) {
    if (seen.has(id)) continue
    shown.delete(id)
    events.push({ t: 'gone', what, cluster, id })
  }
  return events
}

function nodeText(node: NodeView, nowMs: number): string {
  const isFresh = node.answeredAtMs !== null && nowMs - node.answeredAtMs < FRESH_MS
  return JSON.stringify(isFresh ? { ...node, answeredAtMs: -1 } : node)
}
