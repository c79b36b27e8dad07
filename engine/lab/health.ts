/**
 * Whether a cluster is complete, learnt the way any RocketMQ tool would: every broker stands in every name server, and every
 * slave follows its master. Works for any cluster that speaks the protocol.
 */
import { EngineError, errorText } from '../base/errors.ts'
import type { Timers } from '../base/ports.ts'
import { AdminClient } from '../client/admin-client.ts'
import type { ClientPorts } from '../client/client-instance.ts'
import { addressOf, type BrokerSpec, type ClusterSpec, isMaster, isSlave } from './cluster-spec.ts'

const POLL_MS = 20
const REQUEST_MS = 2000

/** What is still missing, in words; empty when the cluster is complete. */
export type Missing = readonly string[]

/** Asks one cluster's name servers and brokers, on connections of its own. */
export class ClusterProbe {
  private readonly spec: ClusterSpec
  private readonly admins: readonly { readonly address: string; readonly admin: AdminClient }[]
  private readonly ports: ClientPorts

  constructor(spec: ClusterSpec, ports: ClientPorts) {
    this.spec = spec
    this.ports = ports
    this.admins = spec.nodes
      .filter((node) => node.kind === 'namesrv')
      .map((node) => ({
        address: addressOf(node),
        admin: new AdminClient({ namesrvAddr: addressOf(node), timeoutMs: REQUEST_MS }, ports),
      }))
  }

  stop(): void {
    for (const { admin } of this.admins) admin.shutdown()
  }

  /** One look. */
  async missing(): Promise<Missing> {
    const [registrations, pairs] = await Promise.all([this.missingRegistrations(), this.missingReplicas()])
    return [...registrations, ...pairs]
  }

  /** Looks until nothing is missing. @throws {EngineError} 'timeout' with what is still missing. */
  async waitUntilComplete(limitMs: number): Promise<void> {
    const { clock, timers } = this.ports
    const deadlineMs = clock.monotonicMs() + limitMs
    for (;;) {
      const missing = await this.missing()
      if (missing.length === 0) return
      if (clock.monotonicMs() > deadlineMs) {
        throw new EngineError(
          'timeout',
          `cluster ${this.spec.name} is not complete after ${limitMs} ms: ${missing.join('; ')}`,
          {
            context: { cluster: this.spec.name, missing },
            zh: `集群 ${this.spec.name} 在 ${limitMs} 毫秒后仍不完整：${missing.join('；')}`,
          },
        )
      }
      await pause(timers, POLL_MS)
    }
  }

  private async missingRegistrations(): Promise<string[]> {
    const brokers = this.spec.nodes.filter((node) => node.kind === 'broker')
    const perServer = await Promise.all(
      this.admins.map(async ({ address, admin }) => {
        try {
          const info = await admin.clusterInfo()
          return brokers
            .filter(
              (broker) =>
                info.brokerAddrTable.get(broker.brokerName)?.brokerAddrs.get(broker.brokerId) !== addressOf(broker),
            )
            .map((broker) => `${broker.name} is not registered at ${address}`)
        } catch (error) {
          return [`name server ${address}: ${errorText(error)}`]
        }
      }),
    )
    return perServer.flat()
  }

  private async missingReplicas(): Promise<string[]> {
    const admin = this.admins[0]?.admin
    if (admin === undefined) return []
    const masters = this.spec.nodes.filter(isMaster).filter((master) => this.slavesOf(master).length > 0)
    const perMaster = await Promise.all(
      masters.map(async (master) => {
        try {
          const status = await admin.brokers.haStatus(addressOf(master))
          const inSync = status.haConnectionInfo.filter((slave) => slave.inSync).length
          const wanted = this.slavesOf(master).length
          return inSync >= wanted ? [] : [`${inSync} of ${wanted} slaves of ${master.name} are in sync`]
        } catch (error) {
          return [`${master.name}: ${errorText(error)}`]
        }
      }),
    )
    return perMaster.flat()
  }

  private slavesOf(master: BrokerSpec): BrokerSpec[] {
    return this.spec.nodes.filter(isSlave).filter((slave) => slave.brokerName === master.brokerName)
  }
}

function pause(timers: Timers, ms: number): Promise<void> {
  return new Promise((resolve) => {
    timers.after(ms, resolve)
  })
}
