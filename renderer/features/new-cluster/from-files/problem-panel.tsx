/** What is wrong with the files, errors first, each with its repair; then what is wrong with the article's commands. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { headlineOf } from '../../../../engine/config/finding.ts'
import type { Finding } from '../../../../engine/config/finding.ts'
import { fromFilesTexts } from '../../../i18n/from-files.ts'
import { useTextOf, useTexts } from '../../../i18n/use-texts.ts'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { IconCheck, IconError, IconInfo, IconUndo, IconWarn } from '../../../ui/icons.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { MarkShape } from '../../../ui/state-mark.tsx'
import doctor from '../doctor-panel.module.css'
import css from './from-files.module.css'
import { isFixable, isSetByLab } from './topology-problems.ts'
import type { FromFiles } from './use-from-files.ts'

const LOOK = {
  error: { icon: IconError, tone: 'bad' },
  warning: { icon: IconWarn, tone: 'warn' },
  hint: { icon: IconInfo, tone: 'idle' },
} as const

export interface ProblemPanelProps {
  readonly made: FromFiles
  readonly onLook: (node: string) => void
}

export function ProblemPanel({ made, onLook }: ProblemPanelProps): ReactNode {
  const t = useTexts(fromFilesTexts)
  const { findings, fixable, fixedCount, hasRepairs, isEmpty, reading } = made
  const count = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length
  const [errors, warnings, hints] = [count('error'), count('warning'), count('hint')]
  return (
    <Panel
      title={t('problems')}
      className={css.problems ?? ''}
      note={
        <span className={doctor.counts}>
          {errors === 0 ? null : <Chip tone="bad">{t('errors', { n: errors })}</Chip>}
          {warnings === 0 ? null : <Chip tone="warn">{t('warnings', { n: warnings })}</Chip>}
          {hints === 0 ? null : <Chip>{t('hints', { n: hints })}</Chip>}
        </span>
      }
      {...(fixable === 0
        ? {}
        : {
            actions: (
              <Button icon={IconCheck} onClick={made.fixAll}>
                {t('fixAll')}
              </Button>
            ),
          })}
    >
      <div className={css.problemList} tabIndex={0} role="region" aria-label={t('problems')}>
        {hasRepairs ? (
          <div className={css.fixed} role="status">
            <MarkShape state="running" />
            <span>{fixedCount === undefined ? t('fileChanged') : t('fixedAll', { n: fixedCount })}</span>
            <Button variant="ghost" size="sm" icon={IconUndo} onClick={made.undoFixes}>
              {t('undoFixes')}
            </Button>
          </div>
        ) : null}
        {isEmpty ? (
          <p className={css.empty}>{t('noProblemsYet')}</p>
        ) : findings.length === 0 ? (
          <p className={doctor.fine}>
            <MarkShape state="running" /> {t('noProblems')}
          </p>
        ) : (
          <ul>
            {findings.map((finding, index) => (
              <Problem
                key={`${finding.file ?? ''}/${finding.line ?? ''}/${finding.ruleId}/${index}`}
                finding={finding}
                onFix={() => made.fix(finding)}
                onLook={finding.file === undefined ? undefined : () => onLook(finding.file ?? '')}
              />
            ))}
          </ul>
        )}
        {reading.findings.length === 0 ? null : <ArticleProblems findings={reading.findings} />}
      </div>
    </Panel>
  )
}

interface ProblemProps {
  readonly finding: Finding
  readonly onFix?: () => void
  readonly onLook?: (() => void) | undefined
}

function Problem({ finding, onFix, onLook }: ProblemProps): ReactNode {
  const t = useTexts(fromFilesTexts)
  const textOf = useTextOf()
  const { icon: IconOf, tone } = LOOK[finding.severity]
  const { title, detail } = headlineOf(finding)
  const { file, line } = finding
  const where =
    file === undefined
      ? line === undefined
        ? ''
        : t('atLine', { line })
      : line === undefined
        ? file
        : t('at', { file, line })
  return (
    <li className={doctor.finding}>
      <span className={tone}>
        <IconOf />
      </span>
      <div className={doctor.words}>
        <b>
          <span className="visually-hidden">{t(finding.severity)}: </span>
          {textOf(title)}
        </b>
        {textOf(detail) === '' ? null : <p className="t2 s12">{textOf(detail)}</p>}
        <p className="t2 s12">{textOf(finding.fix)}</p>
        {finding.severity === 'error' && onFix !== undefined && isSetByLab(finding) ? (
          <p className="t3 s12">{t('replaced')}</p>
        ) : null}
        <div className={doctor.foot}>
          {onFix !== undefined && isFixable(finding) ? (
            <Button size="sm" onClick={onFix}>
              {finding.fixLabel === undefined ? t('fix') : textOf(finding.fixLabel)}
            </Button>
          ) : null}
          {where === '' ? null : onLook === undefined ? (
            <span className="t3 s12">{where}</span>
          ) : (
            <Button variant="ghost" size="sm" className={css.where ?? ''} onClick={onLook}>
              {where}
            </Button>
          )}
          <code className="t3">{finding.ruleId}</code>
        </div>
      </div>
    </li>
  )
}

/** They are about machines of the author's: told, but folded away. */
function ArticleProblems({ findings }: { readonly findings: readonly Finding[] }): ReactNode {
  const t = useTexts(fromFilesTexts)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <div className={css.articleHead}>
        <span>
          <b>{t('ofArticle')}</b> <span className="t3 s12">{t('problemsOf', { n: findings.length })}</span>
          <span className={css.aside}>{t('ofArticleNote')}</span>
        </span>
        <Button variant="ghost" size="sm" isExpanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t('hide') : t('show')}
        </Button>
      </div>
      {isOpen ? (
        <ul>
          {findings.map((finding, index) => (
            <Problem key={`${finding.line ?? ''}/${finding.ruleId}/${index}`} finding={finding} />
          ))}
        </ul>
      ) : null}
    </>
  )
}
