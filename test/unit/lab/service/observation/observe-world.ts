/** Looks at a made-up 2m-2s cluster for tests of the pure observation: readings are plain values, time is a number. */
import { BEHIND_DEFAULT, type FaultView } from '../../../../../engine/contract/state.ts'
import {
  type ClusterFacts,
  NOTHING_REMEMBERED,
  observeStep,
  type ObserveResult,
} from '../../../../../engine/lab/service/observation/observe-step.ts'
import {
  type ClusterReading,
  type ClusterShape,
  emptyReading,
  type NodeReading,
  type NodeShape,
  type SlaveRow,
} from '../../../../../engine/lab/service/observation/readings.ts'

export const START_MS = 1_000_000_000
export const NAMESRV = '127.0.0.1:9876'

function broker(name: string, brokerName: string, brokerId: number, port: number): NodeShape {
  return {
    name,
    kind: 'broker',
    role: brokerId === 0 ? 'master' : 'slave',
    machine: 'host-1',
    address: `127.0.0.1:${port}`,
    ports: { listen: port, fast: port - 2, ha: port + 1 },
    brokerName,
    brokerId,
    brokerCluster: 'DefaultCluster',
    brokerRole: brokerId === 0 ? 'ASYNC_MASTER' : 'SLAVE',
  }
}

export function shapeOf(kind: ClusterShape['kind'] = 'lab'): ClusterShape {
  const namesrv: NodeShape = {
    name: 'n1',
    kind: 'namesrv',
    role: 'namesrv',
    machine: 'host-1',
    address: NAMESRV,
    ports: { listen: 9876, fast: null, ha: null },
    brokerName: null,
    brokerId: null,
    brokerCluster: null,
    brokerRole: null,
  }
  return {
    name: 'lab',
    kind,
    nodes: [namesrv, broker('broker-a', 'broker-a', 0, 10911), broker('broker-a-s', 'broker-a', 1, 11911)],
  }
}

export type Change = Partial<Record<string, Partial<NodeReading>>>

export interface LinkState {
  readonly masterOffset: number
  readonly ackOffset: number
  readonly lagMs: number
}

export class ObserveWorld {
  nowMs = START_MS
  facts: ClusterFacts | undefined
  readonly shape: ClusterShape
  link: LinkState = { masterOffset: 1000, ackOffset: 1000, lagMs: 1 }
  faults: FaultView[] = []
  behind = BEHIND_DEFAULT
  listed = new Set(['127.0.0.1:10911', '127.0.0.1:11911'])

  constructor(kind: ClusterShape['kind'] = 'lab') {
    this.shape = shapeOf(kind)
  }

  /** One look after `afterMs`; `changes` replace what a healthy node says. */
  look(changes: Change = {}, afterMs = 1000, busy: 'starting' | 'stopping' | null = null): ObserveResult {
    this.nowMs += afterMs
    const nodes = new Map(
      this.shape.nodes.map((node) => [node.name, { ...this.#healthy(node), ...changes[node.name], atMs: this.nowMs }]),
    )
    const reading: ClusterReading = {
      atMs: this.nowMs,
      nodes,
      namesrvs: new Map([[NAMESRV, { atMs: this.nowMs, brokers: this.listed }]]),
      passedAtMs: () => this.nowMs - 5000,
    }
    const remembered = NOTHING_REMEMBERED
    const { shape, behind, facts: previous } = this
    const result = observeStep({ shape, reading, previous, remembered, busy, behind })
    this.facts = result.facts
    return result
  }

  /** A look every second for `ms`; the last one's result. */
  lookFor(ms: number, changes: Change = {}): ObserveResult {
    let result = this.look(changes)
    for (let passed = 1000; passed < ms; passed += 1000) result = this.look(changes)
    return result
  }

  /** A node whose process is gone. */
  static gone(state: 'crashed' | 'killed' | 'stopped'): Partial<NodeReading> {
    return { ...emptyReading(state, 0), startedAtMs: START_MS - 60_000 }
  }

  #healthy(node: NodeShape): NodeReading {
    const { masterOffset, ackOffset, lagMs } = this.link
    const isOurs = this.shape.kind === 'lab'
    const base: NodeReading = {
      ...emptyReading('running', this.nowMs),
      pid: isOurs ? node.ports.listen : null,
      startedAtMs: START_MS - 60_000,
    }
    if (node.kind === 'namesrv') return base
    const row: SlaveRow = {
      address: '127.0.0.1:5000',
      state: 'transfer',
      ackOffset,
      lagBytes: masterOffset - ackOffset,
      lagMs: isOurs ? lagMs : null,
      isInSync: true,
    }
    if (node.role === 'master') {
      return {
        ...base,
        log: { minOffset: 0, maxOffset: masterOffset, flushedOffset: masterOffset },
        slaves: [row],
        faults: this.faults,
        meanRecordBytes: 100,
      }
    }
    return {
      ...base,
      log: { minOffset: 0, maxOffset: ackOffset, flushedOffset: ackOffset },
      slaves: [],
      faults: [],
      link: isOurs
        ? {
            state: 'transfer',
            reason: '',
            masterAddress: '127.0.0.1:10912',
            localAddress: '127.0.0.1:5000',
            divergence: null,
          }
        : null,
    }
  }
}
