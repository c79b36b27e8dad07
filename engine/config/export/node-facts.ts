/** What an export has to know of a node beyond its text: role, ports, folders, heap. Takes any text. */
import { parseDledgerPeers } from '../host-port.ts'
import { propertiesView } from '../properties-text.ts'
import { readableProperties } from '../topology-check.ts'
import { DEFAULT_NAMESRV_PORT } from '../topology-complete.ts'
import type { TopologyFile, TopologyFiles } from '../topology-files.ts'
import { CHOSEN_HEAP_BYTES, heapText } from './heap.ts'
import { nodeFileName, plainName } from './path-part.ts'

const DEFAULT_LISTEN_PORT = 10_911

/** In the order in which they start. */
export const TIERS = ['namesrv', 'master', 'slave'] as const
export type Tier = (typeof TIERS)[number]

export interface NodeFacts {
  readonly file: TopologyFile
  /** From 1, in the topology. */
  readonly number: number
  readonly fileName: string
  /** For units and services. */
  readonly plainName: string
  readonly tier: Tier
  readonly brokerName: string
  readonly listenPort: number
  /** Every port it opens, in order. */
  readonly ports: readonly number[]
  /** Folders that have to be there, as its file names them. */
  readonly folders: readonly string[]
  readonly heapBytes: number
  /** The topology does not say the heap. */
  readonly isHeapChosen: boolean
  /** Where clients reach it: brokerIP1, the host's first address, its name. */
  readonly address: string
  readonly view: ReadonlyMap<string, string>
}

/** Of every node, in the topology's order. */
export function nodeFacts(topology: TopologyFiles): NodeFacts[] {
  const plain = new Set<string>()
  return topology.files.map((file, index) => {
    const document = readableProperties(file.text)
    const view = document === undefined ? new Map<string, string>() : propertiesView(document)
    const isBroker = file.program === 'broker'
    const listenPort = portIn(view, 'listenPort') ?? (isBroker ? DEFAULT_LISTEN_PORT : DEFAULT_NAMESRV_PORT)
    let name = plainName(file.node, index + 1)
    while (plain.has(name.toLowerCase())) name = `${name}-x`
    plain.add(name.toLowerCase())
    const host = topology.hosts.find((each) => each.name === file.host)
    const own = valueIn(view, 'brokerIP1')
    return {
      file,
      number: index + 1,
      fileName: nodeFileName(file.node, file.program),
      plainName: name,
      tier: !isBroker ? 'namesrv' : view.get('brokerRole')?.trim() === 'SLAVE' ? 'slave' : 'master',
      brokerName: valueIn(view, 'brokerName') ?? file.node,
      listenPort,
      ports: isBroker ? brokerPorts(view, listenPort) : [listenPort],
      folders: isBroker ? brokerFolders(view) : namesrvFolders(view),
      heapBytes: file.heapBytes ?? CHOSEN_HEAP_BYTES[file.program],
      isHeapChosen: file.heapBytes === undefined,
      address: own ?? host?.addresses[0] ?? (isHostName(file.host) ? file.host : '127.0.0.1'),
      view,
    }
  })
}

/** Can stand in /etc/hosts and in a name server list. */
export function isHostName(name: string): boolean {
  return /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(name)
}

/** `host:port;host:port`: as the first broker names them, else where they are. */
export function nameServerList(facts: readonly NodeFacts[]): string {
  const said = facts.map(({ view }) => valueIn(view, 'namesrvAddr')).find((value) => value !== undefined)
  const there = facts.filter(({ tier }) => tier === 'namesrv').map((each) => `${each.address}:${each.listenPort}`)
  return said ?? (there.length === 0 ? `127.0.0.1:${DEFAULT_NAMESRV_PORT}` : there.join(';'))
}

/** `master 0 of broker-a; ports 10909 10911 10912; store /data/store; heap 1g`. */
export function factsLine(facts: NodeFacts): string {
  const id = facts.view.get('brokerId')?.trim() ?? '0'
  const role =
    facts.tier === 'namesrv'
      ? 'NameServer'
      : `${facts.tier} ${facts.tier === 'master' ? '0' : id} of ${facts.brokerName}`
  const ports = `port${facts.ports.length === 1 ? '' : 's'} ${facts.ports.join(' ')}`
  const store = facts.folders[0] === undefined ? '' : `; store ${facts.folders[0]}`
  return `${role}; ${ports}${store}; heap ${heapText(facts.heapBytes)}`
}

export function valueIn(view: ReadonlyMap<string, string>, key: string): string | undefined {
  const value = view.get(key)?.trim()
  return value === undefined || value === '' ? undefined : value
}

function portIn(view: ReadonlyMap<string, string>, key: string): number | undefined {
  const text = valueIn(view, key)
  const port = text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : 0
  return port > 0 && port <= 65_535 ? port : undefined
}

/** listenPort with the fast port 2 below, the replication port, or in DLedger mode the member's own. */
function brokerPorts(view: ReadonlyMap<string, string>, listenPort: number): number[] {
  const ports = [listenPort]
  if (listenPort > 2) ports.push(listenPort - 2)
  if (view.get('enableDLegerCommitLog')?.trim().toLowerCase() === 'true') {
    const self = valueIn(view, 'dLegerSelfId')
    const peer = parseDledgerPeers(valueIn(view, 'dLegerPeers') ?? '').find(({ id }) => id === self)
    if (peer !== undefined) ports.push(peer.port)
  } else {
    ports.push(portIn(view, 'haListenPort') ?? Math.min(65_535, listenPort + 1))
  }
  if (/^(PROM|2)$/.test(valueIn(view, 'metricsExporterType') ?? ''))
    ports.push(portIn(view, 'metricsPromExporterPort') ?? 5557)
  return [...new Set(ports)].filter((port) => port > 0 && port <= 65_535).toSorted((a, b) => a - b)
}

function brokerFolders(view: ReadonlyMap<string, string>): string[] {
  const root = valueIn(view, 'storePathRootDir')
  const log = (valueIn(view, 'storePathCommitLog') ?? '').split(',').filter((path) => path !== '')
  return [...(root === undefined ? [] : [root]), ...log]
}

function namesrvFolders(view: ReadonlyMap<string, string>): string[] {
  const path = valueIn(view, 'kvConfigPath')
  const slash = path?.lastIndexOf('/') ?? -1
  return path === undefined || slash <= 0 ? [] : [path.slice(0, slash)]
}
