/** Which nodes a cluster has: from its file when it is ours, from what name servers list (now or before) when it is attached. */
import { addressOf, type ClusterSpec } from '../../cluster-spec.ts'
import type { ClusterInfo } from '../../../protocol/bodies/cluster-info.ts'
import type { BrokerProbe } from './protocol-probe.ts'
import type { ClusterShape, NodeShape } from './readings.ts'

/** Nodes of one attached cluster that are remembered. */
const NODES_MAX = 512
const LOCAL_MACHINE = 'host-1'

export function labShape(spec: ClusterSpec): ClusterShape {
  return {
    name: spec.name,
    kind: 'lab',
    nodes: spec.nodes.map((node): NodeShape => {
      const base = {
        name: node.name,
        kind: node.kind,
        machine: node.machine ?? LOCAL_MACHINE,
        address: addressOf(node),
      }
      if (node.kind === 'namesrv') {
        return {
          ...base,
          role: 'namesrv',
          ports: { listen: node.listenPort, fast: null, ha: null },
          brokerName: null,
          brokerId: null,
          brokerCluster: null,
          brokerRole: null,
        }
      }
      return {
        ...base,
        role: node.role === 'SLAVE' ? 'slave' : 'master',
        ports: { listen: node.listenPort, fast: node.listenPort - 2, ha: node.haListenPort },
        brokerName: node.brokerName,
        brokerId: node.brokerId,
        brokerCluster: node.clusterName,
        brokerRole: node.role,
      }
    }),
  }
}

interface KnownBroker {
  readonly name: string
  readonly brokerName: string
  readonly cluster: string
  readonly address: string
  brokerId: number
}

/** The nodes of an attached cluster: those once seen stay, so that a node that went down is shown as down. */
export class AttachedShape {
  readonly #name: string
  readonly #namesrvs: readonly string[]
  readonly #brokers = new Map<string, KnownBroker>()

  constructor(name: string, namesrvs: readonly string[]) {
    this.#name = name
    this.#namesrvs = namesrvs
  }

  take(info: ClusterInfo): void {
    for (const data of info.brokerAddrTable.values()) {
      const cluster = data.cluster === '' ? clusterOf(info, data.brokerName) : data.cluster
      for (const [brokerId, address] of data.brokerAddrs) {
        const known = this.#brokers.get(address)
        if (known?.brokerName === data.brokerName) known.brokerId = brokerId
        else if (this.#brokers.size < NODES_MAX) {
          const name = this.#nameFor(data.brokerName, brokerId)
          this.#brokers.set(address, { name, brokerName: data.brokerName, cluster, address, brokerId })
        }
      }
    }
  }

  get brokerClusters(): string[] {
    return [...new Set([...this.#brokers.values()].map((broker) => broker.cluster))].sort()
  }

  shape(probe: BrokerProbe): ClusterShape {
    const namesrvs = this.#namesrvs.map((address, index): NodeShape => ({
      name: `n${index + 1}`,
      kind: 'namesrv',
      role: 'namesrv',
      machine: hostOf(address),
      address,
      ports: { listen: portOf(address), fast: null, ha: null },
      brokerName: null,
      brokerId: null,
      brokerCluster: null,
      brokerRole: null,
    }))
    const brokers = [...this.#brokers.values()]
      .sort((a, b) => compare(a.brokerName, b.brokerName) || a.brokerId - b.brokerId)
      .map((broker): NodeShape => ({
        name: broker.name,
        kind: 'broker',
        role: broker.brokerId === 0 ? 'master' : 'slave',
        machine: hostOf(broker.address),
        address: broker.address,
        ports: { listen: portOf(broker.address), ...probe.ports(broker.address) },
        brokerName: broker.brokerName,
        brokerId: broker.brokerId,
        brokerCluster: broker.cluster,
        brokerRole: probe.role(broker.address),
      }))
    return { name: this.#name, kind: 'attached', nodes: [...namesrvs, ...brokers] }
  }

  /** Unique, and kept when the broker changes its id: a promoted slave is still the same process. */
  #nameFor(brokerName: string, brokerId: number): string {
    const taken = new Set([...this.#brokers.values()].map((broker) => broker.name))
    const wished = brokerId === 0 ? brokerName : brokerId === 1 ? `${brokerName}-s` : `${brokerName}-s${brokerId}`
    if (!taken.has(wished)) return wished
    for (let count = 2; ; count++) if (!taken.has(`${wished}#${count}`)) return `${wished}#${count}`
  }
}

function clusterOf(info: ClusterInfo, brokerName: string): string {
  return [...info.clusterAddrTable].find(([, names]) => names.includes(brokerName))?.[0] ?? ''
}

function hostOf(address: string): string {
  return address.slice(0, address.lastIndexOf(':'))
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
