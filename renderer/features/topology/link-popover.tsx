/**
 * The popover of a replication link: free, cut, delay, throttle or reset; data, acknowledgements or both; what to expect by the
 * figures of now, before it is applied. Not modal: the graph stays live behind it. Focus goes in and returns, Esc closes. Used by
 * Topology and Replication.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { FaultView, PairView } from '../../../engine/contract/state.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { useFaults, useNode, usePair } from '../../stores/lab.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { NumberField } from '../../ui/field.tsx'
import { IconClock, IconClose, IconCut, IconHeal, IconThrottle } from '../../ui/icons.tsx'
import { Note } from '../../ui/panel.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import {
  DELAY_MS_MAX,
  draftOf,
  draftProblem,
  expectation,
  type FaultChoice,
  type FaultDirection,
  type FaultDraft,
  faultsOfPair,
  realHostCommand,
  THROTTLE_KBPS_MAX,
} from './link-faults.ts'
import css from './link-popover.module.css'
import { LogSlider } from './log-slider.tsx'
import { linkTexts } from './link-texts.ts'
import { applyFault, healLink } from './run-action.ts'
import { useDraftShown } from './strip-words.ts'

export interface LinkPopoverProps {
  readonly cluster: string
  readonly pairId: string
  /** What it belongs to: the popover stands below or above it. */
  readonly anchor: () => Element | null
  readonly onClose: () => void
}

export function LinkPopover(props: LinkPopoverProps): ReactNode {
  const pair = usePair(props.cluster, props.pairId)
  const faults = useFaults(props.cluster)
  if (pair === undefined) return null
  const own = faultsOfPair(faults, pair)
  // A fault that comes or goes by another hand starts the form anew.
  const key = `${pair.id} ${own.map((fault) => fault.id).join(' ')}`
  return <Popover key={key} {...props} pair={pair} faults={own} />
}

interface InnerProps extends LinkPopoverProps {
  readonly pair: PairView
  readonly faults: readonly FaultView[]
}

const APPLY_TEXTS = {
  free: 'applyFree',
  cut: 'applyCut',
  delay: 'applyDelay',
  throttle: 'applyThrottle',
  reset: 'applyReset',
} as const

function Popover({ pair, faults, anchor, onClose }: InnerProps): ReactNode {
  const t = useTexts(linkTexts)
  const [draft, setDraft] = useState<FaultDraft>(() => initialDraft(faults[0]))
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(undefined)
  const boxRef = useRef<HTMLDivElement>(null)
  const master = useNode(pair.cluster, pair.master)
  const problem = draftProblem(draft, t.language)
  usePlacedAt(boxRef, anchor)
  useFocusInside(boxRef, onClose)
  useDraftShown(pair, draft)

  const change = (part: Partial<FaultDraft>): void => setDraft((before) => ({ ...before, ...part }))
  const run = async (task: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      await task()
      onClose()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }

  return (
    <div ref={boxRef} role="dialog" aria-label={`${pair.master} → ${pair.slave}`} className={css.popover} tabIndex={-1}>
      <div className={css.head}>
        <b>
          {pair.master} → {pair.slave}
        </b>
        <span className={css.what}>{t('replication')}</span>
        <Button variant="ghost" size="sm" icon={IconClose} label={t('close')} onClick={onClose} />
      </div>
      <div className={css.body}>
        <Segmented<FaultChoice>
          label={t('kind')}
          value={draft.choice}
          isWide
          options={[
            { value: 'free', label: t('free') },
            { value: 'cut', label: t('cut'), icon: IconCut },
            { value: 'delay', label: t('delay'), icon: IconClock },
            { value: 'throttle', label: t('throttle'), icon: IconThrottle },
            { value: 'reset', label: t('reset') },
          ]}
          onChange={(choice) => change({ choice })}
        />
        <Settings draft={draft} problem={problem} onChange={change} />
        <Note tone="fault" className={css.expect ?? ''}>
          <b>{t('expect')}</b>{' '}
          <span data-testid="expectation">{problem ?? expectation(pair, faults, draft, t.language)}</span>
        </Note>
        {draft.choice === 'free' ? null : (
          <div className={css.host}>
            {t('onRealHost')}
            <code>$ {realHostCommand(draft, master?.ports.ha ?? null)}</code>
          </div>
        )}
        {error === undefined ? null : <ErrorRegion error={error} />}
      </div>
      <div className={css.foot}>
        <Button
          variant="fault"
          size="sm"
          icon={IconHeal}
          isDisabled={faults.length === 0}
          reason={t('nothingToHeal')}
          isBusy={isBusy}
          onClick={() => void run(() => healLink(pair))}
        >
          {t('heal')}
        </Button>
        <span className={css.grow} />
        {draft.choice === 'free' ? null : (
          <Button
            variant="primary"
            size="sm"
            isDisabled={problem !== undefined}
            {...(problem === undefined ? {} : { reason: problem })}
            isBusy={isBusy}
            onClick={() => void run(() => applyFault(pair, draft))}
          >
            {t(APPLY_TEXTS[draft.choice])}
          </Button>
        )}
      </div>
    </div>
  )
}

/** What is set, or the fault people mostly want to see first. */
function initialDraft(fault: FaultView | undefined): FaultDraft {
  const draft = draftOf(fault)
  return fault === undefined ? { ...draft, choice: 'delay' } : draft
}

interface SettingsProps {
  readonly draft: FaultDraft
  readonly problem: string | undefined
  readonly onChange: (part: Partial<FaultDraft>) => void
}

function Settings({ draft, problem, onChange }: SettingsProps): ReactNode {
  const t = useTexts(linkTexts)
  if (draft.choice === 'free' || draft.choice === 'reset') return null
  return (
    <div className={css.settings}>
      <span className={css.label}>{t('direction')}</span>
      <Segmented<FaultDirection>
        label={t('direction')}
        value={draft.direction}
        size="sm"
        isWide
        options={[
          { value: 'data', label: t('data') },
          { value: 'acks', label: t('acks') },
          { value: 'both', label: t('both') },
        ]}
        onChange={(direction) => onChange({ direction })}
      />
      {draft.choice === 'delay' ? (
        <Amount
          label={t('wait')}
          unit="ms"
          value={draft.ms}
          slider={{ min: 1, max: 60_000 }}
          max={DELAY_MS_MAX}
          isWrong={problem !== undefined}
          onChange={(ms) => onChange({ ms })}
        />
      ) : null}
      {draft.choice === 'throttle' ? (
        <Amount
          label={t('limit')}
          unit="kbit/s"
          value={draft.kbps}
          slider={{ min: 8, max: 100_000 }}
          max={THROTTLE_KBPS_MAX}
          isWrong={problem !== undefined}
          onChange={(kbps) => onChange({ kbps })}
        />
      ) : null}
    </div>
  )
}

interface AmountProps {
  readonly label: string
  readonly unit: string
  readonly value: number
  /** What the slider reaches; the field takes up to `max`. */
  readonly slider: { readonly min: number; readonly max: number }
  readonly max: number
  readonly isWrong: boolean
  readonly onChange: (value: number) => void
}

/** How much: by hand on a slider, or exactly. */
function Amount({ label, unit, value, slider, max, isWrong, onChange }: AmountProps): ReactNode {
  return (
    <>
      <span className={css.label}>{label}</span>
      <span className={css.value}>
        <LogSlider label={label} value={value} {...slider} onChange={onChange} />
        <NumberField
          label={label}
          isLabelHidden
          size="sm"
          value={value}
          min={1}
          max={max}
          unit={unit}
          error={isWrong ? ' ' : undefined}
          onChange={(typed) => onChange(typed ?? 0)}
        />
      </span>
    </>
  )
}

const GAP_PIXELS = 10
const EDGE_PIXELS = 8

/** Below its anchor, above it where there is no room, inside the window always. */
function usePlacedAt(boxRef: React.RefObject<HTMLDivElement | null>, anchor: () => Element | null): void {
  const anchorRef = useRef(anchor)
  useLayoutEffect(() => {
    const box = boxRef.current
    if (box === null) return
    const place = (): void => {
      const rect = anchorRef.current()?.getBoundingClientRect()
      const { offsetWidth: width, offsetHeight: height } = box
      const [roomX, roomY] = [window.innerWidth - width - EDGE_PIXELS, window.innerHeight - height - EDGE_PIXELS]
      const middle = rect === undefined ? window.innerWidth / 2 : (rect.left + rect.right) / 2
      const below = rect === undefined ? window.innerHeight / 4 : rect.bottom + GAP_PIXELS
      const above = rect === undefined ? below : rect.top - GAP_PIXELS - height
      const top = below <= roomY ? below : above >= EDGE_PIXELS ? above : roomY
      box.style.left = `${Math.max(EDGE_PIXELS, Math.min(roomX, middle - width / 2))}px`
      box.style.top = `${Math.max(EDGE_PIXELS, top)}px`
    }
    place()
    const observer = new ResizeObserver(place)
    observer.observe(box)
    window.addEventListener('resize', place)
    return () => {
      observer.disconnect()
      window.removeEventListener('resize', place)
    }
  }, [boxRef])
}

function useFocusInside(boxRef: React.RefObject<HTMLDivElement | null>, onClose: () => void): void {
  const closeRef = useRef(onClose)
  useEffect(() => {
    closeRef.current = onClose
  })
  useEffect(() => {
    const before = document.activeElement
    const box = boxRef.current
    box?.querySelector<HTMLElement>('input:checked')?.focus()
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      event.preventDefault()
      closeRef.current()
    }
    // Before the drawer's own listener: Esc closes what was opened last.
    document.addEventListener('keydown', onKey, true)
    return () => {
      document.removeEventListener('keydown', onKey, true)
      const hadFocus = box?.contains(document.activeElement) === true || document.activeElement === document.body
      if (hadFocus && before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [boxRef])
}
