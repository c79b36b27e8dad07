/**
 * What any RocketMQ tool could learn: which brokers each name server lists, and, of brokers that are not ours, runtime figures,
 * replication and role. Works with 4.9 and 5.x. Never throws for what a peer does.
 */
import { EngineError, errorText } from '../../../base/errors.ts'
import type { Clock } from '../../../base/ports.ts'
import { BrokerAdmin } from '../../../client/admin-broker.ts'
import type { AdminClient } from '../../../client/admin-client.ts'
import { say } from '../../../contract/text.ts'
import { getBrokerClusterInfo } from '../../../protocol/apis/route.ts'
import { type ClusterInfo, clusterInfo } from '../../../protocol/bodies/cluster-info.ts'
import { ResponseCode } from '../../../protocol/codes.ts'
import { emptyReading, type NamesrvReading, type NodeReading, type NodeShape, type SlaveRow } from './readings.ts'

/** Shorter than the poll's interval. */
const REQUEST_MS = 800
/** Configuration and refused requests are asked again after this time. */
const ASK_AGAIN_MS = 60_000

export interface NamesrvAnswer extends NamesrvReading {
  readonly info: ClusterInfo | undefined
}

/** Asks each name server by itself: they do not know each other. */
export async function askNamesrv(admin: AdminClient, address: string, clock: Clock): Promise<NamesrvAnswer> {
  try {
    const { command } = await admin.client.rpc.invoke(getBrokerClusterInfo, address, {}, undefined, REQUEST_MS)
    const info = clusterInfo.decode(command.body)
    const brokers = new Set([...info.brokerAddrTable.values()].flatMap(({ brokerAddrs }) => [...brokerAddrs.values()]))
    return { atMs: clock.nowMs(), brokers, info }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return { atMs: clock.nowMs(), brokers: null, info: undefined }
  }
}

interface Learnt {
  configAtMs: number
  brokerRole: string | null
  haPort: number | null
  fastPort: number | null
  /** Until when haStatus is not asked, because the broker does not know it. */
  noHaUntilMs: number
}

/** Brokers that are not ours, asked one by one; remembers what changes rarely. */
export class BrokerProbe {
  readonly #clock: Clock
  readonly #learnt = new Map<string, Learnt>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Ports that the broker's configuration names; null while unknown. */
  ports(address: string): { readonly fast: number | null; readonly ha: number | null } {
    const learnt = this.#learnt.get(address)
    return { fast: learnt?.fastPort ?? null, ha: learnt?.haPort ?? null }
  }

  role(address: string): string | null {
    return this.#learnt.get(address)?.brokerRole ?? null
  }

  async look(admin: AdminClient, node: NodeShape): Promise<NodeReading> {
    const brokers = new BrokerAdmin(admin.client.rpc, REQUEST_MS)
    const { address } = node
    try {
      const [runtime, slaves] = await Promise.all([
        brokers.runtimeInfo(address),
        node.role === 'master' ? this.#slaves(brokers, address) : null,
        this.#learn(brokers, address),
      ])
      return this.#reading(node, runtime, slaves)
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      const reason = errorText(error)
      const problem = say(`${node.name} does not answer: ${reason}.`, `${node.name} 没有应答：${reason}。`)
      return { ...emptyReading('silent', this.#clock.nowMs()), problem }
    }
  }

  #reading(node: NodeShape, runtime: ReadonlyMap<string, string>, slaves: readonly SlaveRow[] | null): NodeReading {
    const maxOffset = number(runtime.get('commitLogMaxOffset'))
    const disk = number(runtime.get('commitLogDiskRatio'))
    const [putPerSecond, getPerSecond] = [first(runtime.get('putTps')), first(runtime.get('getTransferredTps'))]
    return {
      ...emptyReading('running', this.#clock.nowMs()),
      startedAtMs: number(runtime.get('bootTimestamp')),
      version: versionText(runtime.get('brokerVersionDesc')),
      brokerRole: this.role(node.address),
      log:
        maxOffset === null
          ? null
          : { minOffset: number(runtime.get('commitLogMinOffset')), maxOffset, flushedOffset: null },
      rates:
        putPerSecond === null || getPerSecond === null
          ? null
          : { inPerSecond: putPerSecond, outPerSecond: getPerSecond },
      meanRecordBytes: positive(number(runtime.get('putMessageAverageSize'))),
      diskUsedRatio: disk === null || disk < 0 ? null : disk,
      slaves,
    }
  }

  async #slaves(brokers: BrokerAdmin, address: string): Promise<readonly SlaveRow[] | null> {
    const learnt = this.#of(address)
    if (this.#clock.nowMs() < learnt.noHaUntilMs) return null
    try {
      const status = await brokers.haStatus(address)
      return status.haConnectionInfo.map((row) => ({
        address: row.addr ?? '',
        state: 'transfer',
        ackOffset: row.slaveAckOffset,
        lagBytes: row.diff,
        lagMs: null,
        isInSync: row.inSync,
      }))
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      // 4.9 has no such request; that a busy broker did not answer says nothing.
      const isUnknown = error.context['code'] === ResponseCode.REQUEST_CODE_NOT_SUPPORTED
      if (isUnknown) learnt.noHaUntilMs = this.#clock.nowMs() + ASK_AGAIN_MS
      return null
    }
  }

  async #learn(brokers: BrokerAdmin, address: string): Promise<void> {
    const learnt = this.#of(address)
    const nowMs = this.#clock.nowMs()
    if (nowMs - learnt.configAtMs < ASK_AGAIN_MS) return
    learnt.configAtMs = nowMs
    try {
      const config = await brokers.config(address)
      learnt.brokerRole = /^brokerRole=(\w+)\s*$/m.exec(config)?.[1] ?? null
      learnt.haPort = number(/^haListenPort=(\d+)\s*$/m.exec(config)?.[1])
      const listenPort = number(/^listenPort=(\d+)\s*$/m.exec(config)?.[1])
      learnt.fastPort = listenPort === null ? null : listenPort - 2
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      learnt.configAtMs = nowMs - ASK_AGAIN_MS + 5000
    }
  }

  #of(address: string): Learnt {
    let learnt = this.#learnt.get(address)
    if (learnt === undefined) {
      learnt = { configAtMs: 0, brokerRole: null, haPort: null, fastPort: null, noHaUntilMs: 0 }
      this.#learnt.set(address, learnt)
    }
    return learnt
  }
}

function number(text: string | undefined): number | null {
  if (text === undefined || text.trim() === '') return null
  const value = Number(text)
  return Number.isFinite(value) ? value : null
}

function positive(value: number | null): number | null {
  return value !== null && value > 0 ? value : null
}

/** `10s 60s 600s` means, the first is the freshest. */
function first(text: string | undefined): number | null {
  return number(text?.trim().split(/\s+/)[0])
}

/** `V5_3_3` as people write it. */
function versionText(text: string | undefined): string | null {
  if (text === undefined) return null
  return /^V\d/.test(text) ? text.slice(1).replaceAll('_', '.') : text
}
