/** Disturbed links at a node, one entry a link however many faults it has. Pure. */
import type { FaultView } from '../../../../engine/contract/state.ts'

export interface LinkToHeal {
  readonly from: string
  /** `*`: everybody. */
  readonly to: string
  readonly name: string
}

export function linksToHeal(faults: readonly Pick<FaultView, 'node' | 'peer'>[], node: string): readonly LinkToHeal[] {
  const links = new Map<string, LinkToHeal>()
  for (const fault of faults) {
    if (fault.node !== node && fault.peer !== node) continue
    const id = [fault.node, fault.peer].sort().join(' ')
    if (!links.has(id)) {
      links.set(id, { from: fault.node, to: fault.peer, name: `${fault.node} → ${fault.peer}` })
    }
  }
  return [...links.values()]
}
