/** Which registrations are drawn as lines: those of the selected node and the broken ones, or all. The rest is hexagons on the cards. */
import { useMemo } from 'react'
import type { NodeView } from '../../../engine/contract/state.ts'
import { nodesOf, useLab } from '../../stores/lab.ts'
import type { DrawnRegistration } from './graph-elements.ts'

export type RegistrationChoice = 'selected' | 'all'

/** More broken brokers than this, and their lines go without words. */
const LABELLED_MAX = 1

export function useDrawnRegistrations(
  cluster: string,
  choice: RegistrationChoice,
  selected: string | undefined,
): readonly DrawnRegistration[] {
  const signature = useLab((state) => JSON.stringify(drawnRegistrations(nodesOf(state, cluster), choice, selected)))
  return useMemo(() => JSON.parse(signature) as DrawnRegistration[], [signature])
}

export function drawnRegistrations(
  nodes: readonly NodeView[],
  choice: RegistrationChoice,
  selected: string | undefined,
): DrawnRegistration[] {
  const selectedNode = nodes.find((node) => node.name === selected)
  const answering = new Set(
    nodes.filter((node) => node.role === 'namesrv' && node.state === 'running').map((node) => node.address),
  )
  const brokers = nodes.filter((node) => node.kind === 'broker')
  const broken = brokers.filter((node) => isMissed(node) && node.registrations.some((each) => isGone(each, answering)))
  return brokers.flatMap((broker) =>
    broker.registrations.flatMap(({ namesrv, isRegistered }): DrawnRegistration[] => {
      const isSelected = broker.name === selected
      const isOfSelected = isSelected || selectedNode?.address === namesrv
      const isBroken = broken.includes(broker) && isGone({ namesrv, isRegistered }, answering)
      if (choice !== 'all' && !isOfSelected && !isBroken) return []
      const isLabelled = isSelected || (isBroken && selected === undefined && broken.length <= LABELLED_MAX)
      return [{ broker: broker.name, namesrv, isLabelled }]
    }),
  )
}

/** A node stopped on purpose or starting is not missed. */
function isMissed(node: NodeView): boolean {
  return node.state !== 'stopped' && node.state !== 'starting' && node.state !== 'unknown'
}

function isGone(registration: { namesrv: string; isRegistered: boolean }, answering: ReadonlySet<string>): boolean {
  return !registration.isRegistered && answering.has(registration.namesrv)
}
