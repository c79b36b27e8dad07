/**
 * When a slave counts as behind, in words, and the dialog that changes it for this cluster; beside it what RocketMQ itself says, whose
 * verdict goes by another measure (haMaxGapNotInSync).
 */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { BEHIND_DEFAULT, behindThreshold } from '../../../engine/contract/state.ts'
import type { BehindThreshold, PairView } from '../../../engine/contract/state.ts'
import { lab } from '../../api/lab.ts'
import { replicationTexts } from '../../i18n/replication.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { Button } from '../../ui/button.tsx'
import { NumberField } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import css from './behind-rule.module.css'
import { isDefault, ruleWords, verdictSentence } from './behind-words.ts'

const KIB = 1024
const SECOND_MS = 1000
const MAX = { ms: 3_600_000, kib: 1024 ** 3, seconds: 600 }

export interface BehindRuleProps {
  readonly cluster: string
  readonly behind: BehindThreshold
  readonly pairs: readonly PairView[]
}

export function BehindRule({ cluster, behind, pairs }: BehindRuleProps): ReactNode {
  const t = useTexts(replicationTexts)
  const [isOpen, setOpen] = useState(false)
  return (
    <div className={css.rule}>
      <p data-testid="behind-rule">
        {t('countsBehind', ruleWords(behind, t.language))} {isDefault(behind) ? null : t('yourSetting')}
      </p>
      <p className="t3">{verdictSentence(pairs, t)}</p>
      <Button size="sm" className={css.change ?? ''} label={t('changeBehind')} onClick={() => setOpen(true)}>
        {t('change')}
      </Button>
      {isOpen ? <RuleDialog cluster={cluster} behind={behind} onClose={() => setOpen(false)} /> : null}
    </div>
  )
}

interface RuleDialogProps {
  readonly cluster: string
  readonly behind: BehindThreshold
  readonly onClose: () => void
}

function RuleDialog({ cluster, behind, onClose }: RuleDialogProps): ReactNode {
  const t = useTexts(replicationTexts)
  const [ms, setMs] = useState<number | null>(behind.ms)
  const [kib, setKib] = useState<number | null>(Math.max(1, Math.round(behind.bytes / KIB)))
  const [seconds, setSeconds] = useState<number | null>(Math.round(behind.forMs / SECOND_MS))
  const troubles = {
    ms: outside(ms, 1, MAX.ms) ? t('needsNumber', { min: 1, max: MAX.ms }) : undefined,
    kib: outside(kib, 1, MAX.kib) ? t('needsNumber', { min: 1, max: MAX.kib }) : undefined,
    seconds: outside(seconds, 0, MAX.seconds) ? t('needsNumber', { min: 0, max: MAX.seconds }) : undefined,
  }
  const wanted = { ms: ms ?? 0, bytes: (kib ?? 0) * KIB, forMs: (seconds ?? 0) * SECOND_MS }
  const isGood =
    behindThreshold.safeParse(wanted).success && Object.values(troubles).every((each) => each === undefined)
  return (
    <FormDialog
      isOpen
      title={t('behindTitle', { cluster })}
      submitLabel={t('behindSave')}
      reason={isGood ? undefined : t('behindReason')}
      size={460}
      onSubmit={async () => {
        await lab.call('clusters.setBehind', { cluster, behind: isDefault(wanted) ? null : wanted })
      }}
      onClose={onClose}
    >
      <p className="t2">{t('behindText')}</p>
      <div className={css.fields}>
        <NumberField label={t('behindMs')} unit="ms" value={ms} onChange={setMs} min={1} error={troubles.ms} />
        <NumberField label={t('behindBytes')} unit="KiB" value={kib} onChange={setKib} min={1} error={troubles.kib} />
        <NumberField
          label={t('behindFor')}
          unit="s"
          value={seconds}
          onChange={setSeconds}
          min={0}
          error={troubles.seconds}
        />
      </div>
      <p className="t3 s12">{t('behindNote')}</p>
      <Button
        size="sm"
        variant="ghost"
        isDisabled={isDefault(wanted)}
        reason={t('isDefault')}
        onClick={() => {
          setMs(BEHIND_DEFAULT.ms)
          setKib(BEHIND_DEFAULT.bytes / KIB)
          setSeconds(BEHIND_DEFAULT.forMs / SECOND_MS)
        }}
      >
        {t('takeDefault', ruleWords(BEHIND_DEFAULT, t.language))}
      </Button>
    </FormDialog>
  )
}

function outside(value: number | null, min: number, max: number): boolean {
  return value === null || !Number.isInteger(value) || value < min || value > max
}
