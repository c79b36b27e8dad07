/**
 * Who is connected, as the graph and the table show it: one entry a group and role, however many processes it has. The groups that
 * RocketMQ makes for itself are nobody's clients. Pure.
 */
import type { LabApi } from '../../../engine/contract/lab-api.ts'
import type { OutputOf } from '../../../engine/contract/rpc.ts'
import type { NodeView } from '../../../engine/contract/state.ts'

export type ClientRow = OutputOf<LabApi['clients.list']>['clients'][number]

export interface ClientGroup {
  /** `consumer:order-service`: in the address, and what the graph calls it. */
  readonly key: string
  readonly role: ClientRow['role']
  readonly group: string
  /** Connected processes. */
  readonly clients: number
  /** The first of them, `id (address)`. */
  readonly names: readonly string[]
  /** Broker names that one of them is connected to, sorted. */
  readonly brokers: readonly string[]
}

/** Cards of the graph; the rest is counted on the last one. */
export const CLIENTS_DRAWN_MAX = 12
const NAMES_MAX = 8

/** Made by every Java client for sending back, and by brokers among themselves. */
const INNER_GROUP = /^(CLIENT_INNER_PRODUCER|CID_RMQ_SYS_.*|CID_ONSAPI_.*|TOOLS_CONSUMER)$/

/** Producers first, by name. */
export function clientGroups(rows: readonly ClientRow[]): ClientGroup[] {
  const groups = new Map<string, ClientRow[]>()
  for (const row of rows) {
    if (INNER_GROUP.test(row.group)) continue
    const key = `${row.role}:${row.group}`
    const own = groups.get(key)
    if (own === undefined) groups.set(key, [row])
    else own.push(row)
  }
  return [...groups]
    .map(([key, own]): ClientGroup => {
      const { role, group } = own[0] as ClientRow
      const processes = new Map(own.map((row) => [row.clientId, row]))
      return {
        key,
        role,
        group,
        clients: processes.size,
        names: [...processes.values()].slice(0, NAMES_MAX).map(nameOf),
        brokers: [...new Set(own.flatMap((row) => row.brokers))].sort(byName),
      }
    })
    .sort((a, b) => (a.role === b.role ? byName(a.group, b.group) : a.role === 'producer' ? -1 : 1))
}

/** Those with a card of their own, and how many more there are. */
export function drawnClients(groups: readonly ClientGroup[]): {
  readonly drawn: readonly ClientGroup[]
  readonly more: number
} {
  if (groups.length <= CLIENTS_DRAWN_MAX) return { drawn: groups, more: 0 }
  const drawn = groups.slice(0, CLIENTS_DRAWN_MAX - 1)
  return { drawn, more: groups.length - drawn.length }
}

/** The nodes that it is connected to: of each broker name the master, or the slave that serves while there is none. */
export function nodesOfClient(client: Pick<ClientGroup, 'brokers'>, nodes: readonly NodeView[]): string[] {
  return client.brokers.flatMap((brokerName) => {
    const own = nodes.filter((node) => node.brokerName === brokerName)
    const running = own.filter((node) => node.state === 'running')
    const isMaster = (node: NodeView): boolean => node.role === 'master'
    const found = running.find(isMaster) ?? running[0] ?? own.find(isMaster) ?? own[0]
    return found === undefined ? [] : [found.name]
  })
}

function nameOf({ clientId, address }: ClientRow): string {
  return address === '' ? clientId : `${clientId} (${address})`
}

function byName(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}
