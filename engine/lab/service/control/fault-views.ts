/** What a node answers to `faults.list` as the window's faults. Pure; an answer that is none shows no fault. */
import type { FaultView } from '../../../contract/state.ts'
import type { ClusterSpec } from '../../cluster-spec.ts'
import { flowOf, type FlowDirection, type SeenDirection } from './link-direction.ts'

/** One direction of one fault in force, as a node lists it. */
interface ListedFault {
  readonly peer: string
  readonly direction: 'in' | 'out'
  readonly kind: 'cut' | 'delay' | 'throttle'
  readonly ms: number | null
  readonly kbps: number | null
  readonly setAtMs: number
}

/** The faults in force at `nodeName`, by what its control channel answered to `faults.list`; oldest first. */
export function faultViews(spec: ClusterSpec, nodeName: string, faultsListAnswer: unknown): FaultView[] {
  const joined = new Map<string, { readonly fault: ListedFault; seen: SeenDirection }>()
  for (const fault of listedFaults(faultsListAnswer)) {
    // Both directions of one request are listed apart.
    const key = JSON.stringify([fault.peer, fault.kind, fault.ms, fault.kbps])
    const known = joined.get(key)
    if (known === undefined) joined.set(key, { fault, seen: fault.direction })
    else if (known.seen !== fault.direction) known.seen = 'both'
  }
  return [...joined.values()].map(({ fault, seen }): FaultView => {
    const { peer, kind, ms, kbps, setAtMs } = fault
    const direction = flowOf(spec, nodeName, peer, seen)
    return {
      cluster: spec.name,
      id: faultId(nodeName, peer, kind, direction),
      node: nodeName,
      peer,
      kind,
      direction,
      ms,
      kbps,
      setAtMs,
    }
  })
}

/** What names a fault; the same fault set again keeps it. */
export function faultId(node: string, peer: string, kind: FaultView['kind'], flow: FlowDirection): string {
  return `${node}|${peer}|${kind}|${flow}`
}

function listedFaults(answer: unknown): ListedFault[] {
  const faults = (answer as { faults?: unknown } | null | undefined)?.faults
  if (!Array.isArray(faults)) return []
  return (faults as readonly (Readonly<Record<string, unknown>> | null)[]).flatMap((fault) => {
    const { peer, direction, kind, ms, kbps, setAtMs } = fault ?? {}
    if (typeof peer !== 'string' || (direction !== 'in' && direction !== 'out')) return []
    if (kind !== 'cut' && kind !== 'delay' && kind !== 'throttle') return []
    return [{ peer, direction, kind, ms: numberOf(ms), kbps: numberOf(kbps), setAtMs: numberOf(setAtMs) ?? 0 }]
  })
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
