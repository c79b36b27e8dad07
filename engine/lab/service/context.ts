/**
 * What the areas of the lab service share: the lab, the ports, which clusters there are and how to reach them, what was
 * observed last, and where happenings are told. Interfaces only; `lab-service.ts` puts the parts together.
 */
import type { Log } from '../../base/ports.ts'
import type { AdminClient } from '../../client/admin-client.ts'
import type { ClientPorts } from '../../client/client-instance.ts'
import type { ClusterHead, Happening, LabEvent, MachineView, NodeView, PairView } from '../../contract/state.ts'
import type { Text } from '../../contract/text.ts'
import type { ClusterSpec } from '../cluster-spec.ts'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'

/** What a host of the service (browser host, utility process) gives it. */
export interface LabServiceSurroundings {
  readonly lab: Lab
  readonly host: Host
  readonly client: ClientPorts
  readonly log: Log
  readonly version: string
  readonly pid: number
  /** The machine now: memory and disk are asked anew each time. */
  readonly machine: () => MachineView
  /** Minutes east of UTC as milliseconds, for mqadmin's tables. */
  readonly utcOffsetMs: (atMs: number) => number
}

/** How to reach one cluster, ours or attached. */
export interface ClusterAccess {
  readonly name: string
  readonly kind: ClusterHead['kind']
  /** Of a lab cluster. */
  readonly spec: ClusterSpec | undefined
  readonly namesrvAddr: string
  readonly isWritable: boolean
  /** One client for the whole service: shared connections, requests bounded by its timeout. */
  readonly admin: AdminClient
  /** @throws {EngineError} 'refused' when the cluster is attached for reading only; `what` names the act. */
  requireWritable(what: Text): void
  /** @throws {EngineError} 'unsupported' when its processes are not ours. */
  requireOurs(what: Text): ClusterSpec
}

export interface ClusterDirectory {
  names(): readonly string[]
  /** @throws {EngineError} 'not-found' naming the clusters there are; 'bad-json' when its file cannot be read. */
  get(name: string): ClusterAccess
  attach(name: string, namesrvAddr: string, isWritable: boolean): ClusterAccess
  allowWrites(name: string, isWritable: boolean): void
  /** Other name servers for an attached cluster. @throws {EngineError} 'usage' for a cluster of ours. */
  changeAddress(name: string, namesrvAddr: string): void
  /** Forgets an attached cluster, or drops the connections to a lab cluster that was deleted. */
  forget(name: string): void
}

export type NewHappening = Omit<Happening, 'id' | 'atMs'>

export interface Happenings {
  add(what: NewHappening): Happening
  /** Oldest first; of all clusters when `cluster` is undefined. Kept for an hour, 1,000 a cluster at most. */
  since(cluster: string | undefined, atMs: number): readonly Happening[]
}

/** The state as the last poll saw it. */
export interface Observed {
  heads(): readonly ClusterHead[]
  nodes(cluster: string): readonly NodeView[]
  pairs(cluster: string): readonly PairView[]
  /** Looks again now, after something was done; resolves when the new state has been told. Shared with the running poll. */
  refresh(cluster: string): Promise<void>
  /** What is being done to a cluster as a whole, shown until it is cleared. */
  setBusy(cluster: string, busy: ClusterHead['busy']): void
  onEvent(listener: (event: LabEvent) => void): () => void
}

export interface ServiceContext extends LabServiceSurroundings {
  readonly clusters: ClusterDirectory
  readonly happenings: Happenings
  readonly observed: Observed
}

/** An area's part of the service: its handlers, and what to end when the service ends. */
export interface ServiceArea<Handlers> {
  readonly handlers: Handlers
  stop(): void | Promise<void>
}
