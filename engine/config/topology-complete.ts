/**
 * A topology with everything that its files name: a node for each name server in `namesrvAddr`, a host for each machine. Pure;
 * what the files say stays as it is, so completing twice changes nothing.
 */
import { isAddressLiteral, parseHostPorts, type HostPort } from './host-port.ts'
import { propertiesView } from './properties-text.ts'
import { readableProperties } from './topology-check.ts'
import type { TopologyFile, TopologyFiles, TopologyHost } from './topology-files.ts'

export const DEFAULT_NAMESRV_PORT = 9876

export interface CompletedTopology {
  readonly topology: TopologyFiles
  /** Node names of the name servers that a broker's file names, in its order; empty when it names none that can be read. */
  nameServersOf(node: string): readonly string[]
}

/** Adds the hosts and name servers that are named but not there; one name server where no file names any. */
export function completeTopology(topology: TopologyFiles): CompletedTopology {
  return new Completion(topology).done()
}

/** 127.0.0.1, localhost, ::1: the machine the file itself is on. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || /^127(\.\d{1,3}){3}$/.test(host) || host === '::1' || host === '[::1]'
}

interface MutableHost {
  readonly name: string
  readonly addresses: string[]
}

interface NameServer {
  readonly node: string
  readonly host: string
  readonly port: number
}

class Completion {
  private readonly input: TopologyFiles
  private readonly hosts: MutableHost[]
  private readonly servers: NameServer[] = []
  private readonly added: TopologyFile[] = []
  private readonly named = new Map<string, readonly string[]>()
  private readonly views: ReadonlyMap<string, ReadonlyMap<string, string>>

  constructor(topology: TopologyFiles) {
    this.input = topology
    this.hosts = topology.hosts.map(({ name, addresses }) => ({ name, addresses: [...addresses] }))
    this.views = new Map(topology.files.map((file) => [file.node, viewOf(file.text)]))
    for (const file of topology.files) {
      if (!this.hosts.some((host) => host.name === file.host)) this.hosts.push({ name: file.host, addresses: [] })
      this.learnAddress(file)
      if (file.program !== 'namesrv') continue
      const port = Number(this.views.get(file.node)?.get('listenPort')?.trim() ?? DEFAULT_NAMESRV_PORT)
      this.servers.push({ node: file.node, host: file.host, port: isPort(port) ? port : DEFAULT_NAMESRV_PORT })
    }
  }

  done(): CompletedTopology {
    const brokers = this.input.files.filter((file) => file.program === 'broker')
    this.pairStrangers(brokers)
    for (const broker of brokers) {
      this.named.set(broker.node, [
        ...new Set(this.addressesOf(broker).map((address) => this.serverAt(address, broker))),
      ])
    }
    const first = brokers[0]
    if (this.servers.length === 0 && first !== undefined) this.add(first.host, DEFAULT_NAMESRV_PORT)
    const firstBroker = this.input.files.findIndex((file) => file.program === 'broker')
    const at = firstBroker < 0 ? this.input.files.length : firstBroker
    const files = [...this.input.files.slice(0, at), ...this.added, ...this.input.files.slice(at)]
    const hosts: TopologyHost[] = this.hosts
    return {
      topology: { ...this.input, hosts, files },
      nameServersOf: (node) => this.named.get(node) ?? [],
    }
  }

  /** A host without addresses is reached where its broker says it is. */
  private learnAddress(file: TopologyFile): void {
    const host = this.hosts.find((each) => each.name === file.host)
    const own = this.views.get(file.node)?.get('brokerIP1')?.trim()
    if (host === undefined || own === undefined || host.addresses.length > 0 || isAddressLiteral(host.name)) return
    if (isAddressLiteral(own) && !isLoopback(own)) host.addresses.push(own)
  }

  /**
   * Folders `host1`, `host2` and name servers on two addresses: as many machines without an address as addresses without a
   * machine are the same machines, in order.
   */
  private pairStrangers(brokers: readonly TopologyFile[]): void {
    const strangers = new Set<string>()
    for (const broker of brokers) {
      for (const { host } of this.addressesOf(broker)) {
        if (!isLoopback(host) && this.hostsCalled(host).length === 0) strangers.add(host)
      }
    }
    const free = this.hosts.filter((host) => host.addresses.length === 0 && !isAddressLiteral(host.name))
    if (strangers.size !== free.length || free.length < 2) return
    const ordered = free.toSorted((left, right) => (left.name < right.name ? -1 : 1))
    for (const [index, stranger] of [...strangers].entries()) ordered[index]?.addresses.push(stranger)
  }

  private addressesOf(broker: TopologyFile): readonly HostPort[] {
    const text = this.views.get(broker.node)?.get('namesrvAddr')?.trim()
    if (text === undefined || text === '') return []
    const list = parseHostPorts(text)
    return list.status === 'ok' ? list.addresses.filter(({ host }) => host !== '') : []
  }

  private hostsCalled(name: string): readonly MutableHost[] {
    return this.hosts.filter((host) => host.name === name || host.addresses.includes(name))
  }

  /** The name server that the address leads to; it is added when there is none. */
  private serverAt({ host, port }: HostPort, broker: TopologyFile): string {
    const called = this.hostsCalled(host).map((each) => each.name)
    const candidates = isLoopback(host) ? [broker.host, ...called] : called
    const known = this.servers.find((server) => server.port === port && candidates.includes(server.host))
    if (known !== undefined) return known.node
    const place = candidates[0]
    if (place !== undefined) return this.add(place, port)
    this.hosts.push({ name: host, addresses: isAddressLiteral(host) ? [host] : [] })
    return this.add(host, port)
  }

  private add(host: string, port: number): string {
    const taken = new Set([...this.input.files, ...this.added].map((file) => file.node))
    let number = this.servers.length + 1
    while (taken.has(`n${number}`)) number += 1
    const node = `n${number}`
    this.servers.push({ node, host, port })
    const text = port === DEFAULT_NAMESRV_PORT ? '' : `listenPort=${port}\n`
    this.added.push({ host, node, program: 'namesrv', text })
    return node
  }
}

function viewOf(text: string): ReadonlyMap<string, string> {
  const document = readableProperties(text)
  return document === undefined ? new Map() : propertiesView(document)
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port <= 65_535
}
