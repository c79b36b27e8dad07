/** What stands in the way of the draft, each with its fix; and what was checked besides. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { ClusterDraft, DoctorFinding } from '../../../engine/contract/new-cluster-api.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { IconCheck, IconError, IconInfo, IconWarn } from '../../ui/icons.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Panel } from '../../ui/panel.tsx'
import { MarkShape } from '../../ui/state-mark.tsx'
import css from './doctor-panel.module.css'
import { newClusterTexts } from './new-cluster-texts.ts'
import type { DraftReport } from './use-draft.ts'

const LOOK = {
  error: { icon: IconError, tone: 'bad' },
  warning: { icon: IconWarn, tone: 'warn' },
  hint: { icon: IconInfo, tone: 'idle' },
} as const

export interface DoctorPanelProps {
  readonly report: DraftReport | undefined
  readonly error: unknown
  readonly isChecking: boolean
  readonly onApply: (draft: ClusterDraft) => void
  readonly onRetry: () => void
}

export function DoctorPanel({ report, error, isChecking, onApply, onRetry }: DoctorPanelProps): ReactNode {
  const t = useTexts(newClusterTexts)
  const findings = report?.findings ?? []
  const count = (severity: DoctorFinding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length
  const [errors, warnings, hints] = [count('error'), count('warning'), count('hint')]
  const fixable = findings.filter((finding) => finding.fix !== null && finding.severity !== 'hint').length
  const fixed = report?.fixedDraft ?? null
  return (
    <>
      <Panel
        title={t('doctor')}
        note={
          <span className={css.counts}>
            {errors === 0 ? null : <Chip tone="bad">{t('errors', { n: errors })}</Chip>}
            {warnings === 0 ? null : <Chip tone="warn">{t('warnings', { n: warnings })}</Chip>}
            {hints === 0 ? null : <Chip>{t('hints', { n: hints })}</Chip>}
            {isChecking ? (
              <span role="status" title={t('checking')}>
                <MarkShape state="starting" />
                <span className="visually-hidden">{t('checking')}</span>
              </span>
            ) : null}
          </span>
        }
        {...(fixed === null || fixable < 2
          ? {}
          : {
              actions: (
                <Button icon={IconCheck} onClick={() => onApply(fixed)}>
                  {fixable === 2 ? t('fixBoth') : t('fixAll')}
                </Button>
              ),
            })}
      >
        {error !== undefined ? (
          <ErrorRegion title={t('checkFailed')} error={error} onRetry={onRetry} />
        ) : report === undefined ? (
          <Loading what={t('theDraft')} rows={3} />
        ) : findings.length === 0 ? (
          <p className={css.fine}>
            <MarkShape state="running" /> {t('noFindings')}
          </p>
        ) : (
          <ul className={css.findings}>
            {findings.map((finding) => (
              <Finding key={finding.id} finding={finding} onApply={onApply} />
            ))}
          </ul>
        )}
      </Panel>
      {report === undefined ? null : <Passed passed={report.passed} isRest={findings.length > 0} />}
    </>
  )
}

function Finding({ finding, onApply }: { finding: DoctorFinding; onApply: (draft: ClusterDraft) => void }): ReactNode {
  const t = useTexts(newClusterTexts)
  const textOf = useTextOf()
  const { icon: IconOf, tone } = LOOK[finding.severity]
  const { fix } = finding
  return (
    <li className={css.finding}>
      <span className={tone}>
        <IconOf />
      </span>
      <div className={css.words}>
        <b>
          <span className="visually-hidden">{t(finding.severity)}: </span>
          {textOf(finding.title)}
        </b>
        <p className="t2 s12">{textOf(finding.detail)}</p>
        <div className={css.foot}>
          {fix === null ? null : (
            <Button size="sm" onClick={() => onApply(fix.draft)}>
              {textOf(fix.label)}
            </Button>
          )}
          <code className="t3">{finding.rule}</code>
        </div>
      </div>
    </li>
  )
}

function Passed({ passed, isRest }: { passed: DraftReport['passed']; isRest: boolean }): ReactNode {
  const t = useTexts(newClusterTexts)
  const textOf = useTextOf()
  const [isOpen, setOpen] = useState(false)
  const n = passed.length
  return (
    <div className={css.passed}>
      <div className={css.passedHead}>
        <MarkShape state="running" />
        <span className="t2 s12">{isRest ? t('passedMore', { n }) : t('passed', { n })}</span>
        <Button
          variant="ghost"
          size="sm"
          className={css.toggle ?? ''}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? t('hide') : t('show')}
        </Button>
      </div>
      {isOpen ? (
        <ul className={css.rules}>
          {passed.map((row) => (
            <li key={row.rule}>
              <IconCheck size={12} />
              <span>{textOf(row.title)}</span>
              <code className="t3">{row.rule}</code>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
