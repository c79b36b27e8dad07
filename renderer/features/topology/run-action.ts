/**
 * Doing something to a node, a link or the whole cluster: one call each; what failed becomes a notice that names the target. What
 * succeeded shows by itself, and the service's own happening offers the undo. Losing data is asked before, see `node-dialogs.tsx`.
 */
import { create } from 'zustand'
import { lab } from '../../api/lab.ts'
import type { TextPair } from '../../i18n/define-texts.ts'
import { textsIn } from '../../i18n/use-texts.ts'
import { notify } from '../../stores/notices.ts'
import { errorText } from '../../ui/error-region.tsx'
import type { FaultDraft } from './link-faults.ts'
import type { NodeAction } from './node-actions.ts'
import { topologyTexts } from './topology-texts.ts'

interface Target {
  readonly cluster: string
  readonly node: string
}

interface Questions {
  /** The node whose data are to be lost, and how; `null` while nothing is asked. */
  readonly asked: (Target & { readonly action: 'wipe' | 'clone' }) | null
}

export const useQuestions = create<Questions>()(() => ({ asked: null }))

const CALLS = {
  start: 'nodes.start',
  stop: 'nodes.stop',
  restart: 'nodes.restart',
  freeze: 'nodes.freeze',
  resume: 'nodes.resume',
  kill: 'nodes.kill',
} as const

export const ACTION_TEXTS = {
  start: 'actionStart',
  stop: 'actionStop',
  restart: 'actionRestart',
  freeze: 'actionFreeze',
  resume: 'actionResume',
  kill: 'actionKill',
  wipe: 'actionWipe',
  clone: 'actionClone',
} as const

/** Does it, or asks first where data would be lost. Never throws. */
export async function runNodeAction(target: Target, action: NodeAction): Promise<void> {
  if (action === 'wipe' || action === 'clone') {
    useQuestions.setState({ asked: { ...target, action } })
    return
  }
  try {
    await lab.call(CALLS[action], { cluster: target.cluster, node: target.node })
  } catch (error) {
    tellFailure(target.cluster, target.node, ACTION_TEXTS[action], error)
  }
}

export async function runClusterAction(cluster: string, action: 'start' | 'stop'): Promise<void> {
  try {
    await lab.call(action === 'start' ? 'clusters.start' : 'clusters.stop', { cluster })
  } catch (error) {
    tellFailure(cluster, cluster, action === 'start' ? 'startAll' : 'stopAll', error)
  }
}

/** Applies a draft to the link of a pair. @throws what the service answers, for the popover to show. */
export async function applyFault(
  pair: { readonly cluster: string; readonly master: string; readonly slave: string },
  draft: FaultDraft,
): Promise<void> {
  if (draft.choice === 'free') return healLink(pair)
  await lab.call('links.break', {
    cluster: pair.cluster,
    node: pair.master,
    peer: pair.slave,
    kind: draft.choice,
    direction: draft.direction,
    ...(draft.choice === 'delay' ? { ms: draft.ms } : {}),
    ...(draft.choice === 'throttle' ? { kbps: draft.kbps } : {}),
  })
}

/** Ends every fault between the two, at whichever end it is set. @throws as `applyFault`. */
export async function healLink(pair: {
  readonly cluster: string
  readonly master: string
  readonly slave: string
}): Promise<void> {
  await lab.call('links.heal', { cluster: pair.cluster, node: pair.master, peer: pair.slave })
}

/** Tells a refused or failed action as a notice. */
export function tellFailure(
  cluster: string,
  subject: string,
  action: (typeof ACTION_TEXTS)[NodeAction] | 'startAll' | 'stopAll' | 'actionHeal',
  error: unknown,
): void {
  const why = errorText(error)
  const sentence = (language: 'en' | 'zh'): string => {
    const t = textsIn(language, topologyTexts)
    return t('actionFailed', { action: t(action), why: typeof why === 'string' ? why : why[language] })
  }
  const text: TextPair = { en: sentence('en'), zh: sentence('zh') }
  const about = { kind: 'failure', cluster, node: subject, pair: null, atMs: Date.now() } as const
  notify({ tone: 'bad', subject, sentence: text, cluster, about })
}
