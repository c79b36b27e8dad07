/** The words of a node: its mark, its role, its name for screen readers, the chip of what was done to it. Pure. */
import type { GroupView, NodeView, PairView } from '../../../engine/contract/state.ts'
import type { Translate } from '../../i18n/use-texts.ts'
import { clock, lag } from '../../ui/format.ts'
import type { MarkState } from '../../ui/state-mark.tsx'
import type { Tone } from '../../ui/tone.ts'
import type { topologyTexts } from './topology-texts.ts'

type Words = Translate<(typeof topologyTexts)['texts']>

/** The mark on the card: the node's health, `read-only` for a slave that serves a group without a master. */
export function markOf(node: NodeView, group: Pick<GroupView, 'state'> | undefined): MarkState {
  const isServing = node.role === 'slave' && node.state === 'running' && group?.state === 'read-only'
  return isServing && node.health !== 'diverged' ? 'read-only' : node.health
}

/** `master 0`, `slave 1`, `NameServer`. */
export function roleWords(node: Pick<NodeView, 'role' | 'brokerId'>, t: Words): string {
  if (node.role === 'namesrv') return t('namesrv')
  if (node.brokerId === null) return t(node.role)
  return t(node.role === 'master' ? 'masterN' : 'slaveN', { id: node.brokerId })
}

/** `broker-a-s, slave of broker-a, behind 804 ms`. */
export function spokenName(node: NodeView, pair: PairView | undefined, stateWord: string, t: Words): string {
  if (node.role === 'namesrv') return t('nameNamesrv', { name: node.name, state: stateWord })
  if (node.role === 'master')
    return t('nameMaster', { name: node.name, group: node.brokerName ?? node.name, state: stateWord })
  const isBehind = node.health === 'behind' && pair !== undefined && pair.lagMs !== null
  const state = isBehind ? t('behindBy', { lag: lag(pair.lagMs, t.language) }) : stateWord
  return t('nameSlave', { name: node.name, master: pair?.master ?? node.brokerName ?? '–', state })
}

/** What stands on the card instead of figures while the node does not run; undefined when it does. */
export function notRunningWords(
  node: Pick<NodeView, 'state' | 'sinceMs' | 'isOnPurpose'>,
  t: Words,
): { readonly text: string; readonly tone: Tone; readonly icon: 'kill' | 'freeze' | 'stop' | undefined } | undefined {
  const at = { clock: clock(node.sinceMs) }
  switch (node.state) {
    case 'killed':
      return { text: t('killedByYou', at), tone: 'fault', icon: 'kill' }
    case 'frozen':
      return { text: t('frozenByYou', at), tone: 'fault', icon: 'freeze' }
    case 'stopped':
      return node.isOnPurpose
        ? { text: t('stoppedByYou', at), tone: 'idle', icon: 'stop' }
        : { text: t('stoppedAt', at), tone: 'idle', icon: 'stop' }
    case 'crashed':
      return { text: t('crashedAt', at), tone: 'bad', icon: undefined }
    case 'unreachable':
      return { text: t('noAnswerSince', at), tone: 'bad', icon: undefined }
    case 'starting':
      return { text: t('startingSince', at), tone: 'busy', icon: undefined }
    default:
      return undefined
  }
}

/** The latest heartbeat of any name server; `null` where none is known. */
export function lastHeartbeatMs(node: Pick<NodeView, 'registrations'>): number | null {
  const known = node.registrations
    .filter((each) => each.isRegistered)
    .map((each) => each.lastHeartbeatAtMs)
    .filter((at) => at !== null)
  return known.length === 0 ? null : Math.max(...known)
}
