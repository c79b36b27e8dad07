/**
 * Notices: what happened to which node and the one thing to do about it. Three at most are on the screen; errors stay until they are
 * closed, the rest leave; all are kept under the bell. Never for what the user just did and sees, unless it can be undone.
 */
import { create } from 'zustand'
import type { Happening } from '../../engine/contract/state.ts'
import type { TextPair } from '../i18n/define-texts.ts'
import type { Tone } from '../ui/tone.ts'

export const NOTICES_SHOWN_MAX = 3
export const NOTICES_KEPT_MAX = 200
/** How long a notice that is no error stays on the screen. */
export const NOTICE_SHOWN_MS = 8000

export interface NoticeAction {
  readonly label: TextPair
  /** Either something to do or somewhere to go. */
  readonly run?: () => Promise<unknown> | void
  readonly to?: string
}

export interface Notice {
  readonly id: string
  readonly atMs: number
  readonly tone: Tone
  /** To whom: a node, a link, a cluster; a pair of texts where it is more than names. */
  readonly subject: TextPair | string
  readonly sentence: TextPair
  readonly cluster?: string | undefined
  readonly action?: NoticeAction | undefined
  /** Stays on the screen until closed. */
  readonly isSticky: boolean
  /** What it was made of; tells when it is no longer so. */
  readonly about?: Pick<Happening, 'kind' | 'cluster' | 'node' | 'pair' | 'atMs'>
  /** Since when what it says is over: off the screen, under the bell without its action. */
  readonly endedAtMs?: number
}

interface NoticeStore {
  /** Newest first. */
  readonly kept: readonly Notice[]
  /** Ids on the screen, newest first. */
  readonly shown: readonly string[]
  /** How many came since the bell was last opened. */
  readonly unseen: number
  readonly add: (notice: Notice) => void
  readonly close: (id: string) => void
  /** What it told is over. */
  readonly end: (id: string, atMs: number) => void
  /** The bell was opened: what would leave by itself leaves the screen now. */
  readonly markSeen: () => void
}

export const useNotices = create<NoticeStore>()((set) => ({
  kept: [],
  shown: [],
  unseen: 0,
  add: (notice) =>
    set((state) => ({
      kept: [notice, ...state.kept.filter((each) => each.id !== notice.id)].slice(0, NOTICES_KEPT_MAX),
      shown: showOne(state, notice),
      unseen: state.unseen + 1,
    })),
  close: (id) => set((state) => ({ shown: state.shown.filter((each) => each !== id) })),
  end: (id, atMs) =>
    set((state) => ({
      kept: state.kept.map((each) => (each.id === id ? { ...each, endedAtMs: atMs } : each)),
      shown: state.shown.filter((each) => each !== id),
    })),
  markSeen: () =>
    set((state) => ({
      unseen: 0,
      shown: state.shown.filter((id) => state.kept.some((notice) => notice.id === id && notice.isSticky)),
    })),
}))

/** A notice of the window itself, e.g. a refused action. Errors stay. */
export function notify(notice: {
  tone: Tone
  subject: TextPair | string
  sentence: TextPair
  cluster?: string
  action?: NoticeAction
  about?: NonNullable<Notice['about']>
}): void {
  useNotices.getState().add({
    ...notice,
    id: `own-${(ownCount += 1)}`,
    atMs: Date.now(),
    isSticky: notice.tone === 'bad',
  })
}

let ownCount = 0

/** Whether something that happened is worth a notice. */
export function isWorthANotice(happening: Happening): boolean {
  if (!happening.byUser) return true
  return happening.action !== null && UNDO_KINDS.has(happening.action.kind)
}

const UNDO_KINDS: ReadonlySet<string> = new Set(['start', 'resume', 'heal', 'heal-all'])

/** A failed action is told by the window and, within moments, as a happening. */
const TOLD_TWICE_MS = 10_000

/** Whether an error tells all that another one of the same node told moments ago. */
function contains(notice: Notice | undefined, other: Notice | undefined): boolean {
  if (notice === undefined || other === undefined || !notice.isSticky || !other.isSticky) return false
  const isSame = notice.cluster === other.cluster && english(notice.subject) === english(other.subject)
  const isNow = Math.abs(notice.atMs - other.atMs) < TOLD_TWICE_MS
  return isSame && isNow && notice.sentence.en.includes(other.sentence.en)
}

function english(subject: Notice['subject']): string {
  return typeof subject === 'string' ? subject : subject.en
}

/** What is on the screen after one more: old ones make room, errors last of all. */
function showOne(state: Pick<NoticeStore, 'kept' | 'shown'>, notice: Notice): readonly string[] {
  const others = state.shown.filter((id) => id !== notice.id)
  const shownOf = (id: string): Notice | undefined => state.kept.find((each) => each.id === id)
  const rest = others.filter((id) => !contains(notice, shownOf(id)))
  if (rest.some((id) => contains(shownOf(id), notice))) return rest
  const shown = [notice.id, ...rest]
  while (shown.length > NOTICES_SHOWN_MAX) {
    const sticky = (id: string): boolean => state.kept.find((each) => each.id === id)?.isSticky === true
    const leaving =
      shown
        .slice(1)
        .reverse()
        .find((id) => !sticky(id)) ?? shown[shown.length - 1]
    shown.splice(shown.indexOf(leaving ?? ''), 1)
  }
  return shown
}
