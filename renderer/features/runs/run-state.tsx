/** The state of a run as a chip: shape, word and tone together. */
import type { ReactNode } from 'react'
import type { RunView } from '../../../engine/contract/messages-api.ts'
import { runsTexts } from '../../i18n/runs.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { Chip } from '../../ui/chip.tsx'
import { MarkShape, type MarkState } from '../../ui/state-mark.tsx'
import type { Tone } from '../../ui/tone.ts'

const LOOKS: Readonly<Record<RunView['state'], { readonly tone: Tone; readonly mark: MarkState }>> = {
  sending: { tone: 'busy', mark: 'starting' },
  waiting: { tone: 'busy', mark: 'starting' },
  paused: { tone: 'fault', mark: 'frozen' },
  ended: { tone: 'ok', mark: 'running' },
  failed: { tone: 'bad', mark: 'crashed' },
  interrupted: { tone: 'warn', mark: 'behind' },
}

/** An ended run is green only when nothing is missing or open and nothing failed. */
export function runLook(run: RunView): { readonly tone: Tone; readonly mark: MarkState } {
  if (run.state !== 'ended') return LOOKS[run.state]
  if (run.missing > 0) return LOOKS.failed
  const isOpen = run.spec.accountingGroup !== null && run.onTheWay > 0
  return isOpen || run.statuses.FAILED > 0 ? LOOKS.interrupted : LOOKS.ended
}

export function RunState({ run }: { run: RunView }): ReactNode {
  const t = useTexts(runsTexts)
  const { tone, mark } = runLook(run)
  return (
    <Chip tone={tone}>
      <MarkShape state={mark} />
      {t(run.state)}
    </Chip>
  )
}
