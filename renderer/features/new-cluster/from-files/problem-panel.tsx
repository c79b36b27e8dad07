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
import { groupedFindings, isFixable, isSetByLab } from './topology-problems.ts'
import type { FindingGroup } from './topology-problems.ts'
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
  const { findings, fixable, fixedCount, hasRepairs, reading, topology } = made
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
          {hints === 0 || errors + warnings > 0 ? null : <Chip>{t('hints', { n: hints })}</Chip>}
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
      <div className={css.problemList} tabIndex={0} role="group" aria-label={t('problems')}>
        {hasRepairs ? (
          <div className={css.fixed} role="status">
            <MarkShape state="running" />
            <span>{fixedCount === undefined ? t('fileChanged') : t('fixedAll', { n: fixedCount })}</span>
            <Button variant="ghost" size="sm" icon={IconUndo} onClick={made.undoFixes}>
              {t('undoFixes')}
            </Button>
          </div>
        ) : null}
        {topology.files.length === 0 ? (
          <p className={css.empty}>{t('noProblemsYet')}</p>
        ) : findings.length === 0 ? (
          <p className={doctor.fine}>
            <MarkShape state="running" /> {t('noProblems')}
          </p>
        ) : (
          <ul>
            {groupedFindings(findings).map((group) => (
              <Problem key={group.id} group={group} onFix={made.fix} onLook={onLook} />
            ))}
          </ul>
        )}
        {reading.findings.length === 0 ? null : <ArticleProblems findings={reading.findings} />}
      </div>
    </Panel>
  )
}

interface ProblemProps {
  readonly group: FindingGroup
  readonly onFix?: (findings: readonly Finding[]) => void
  readonly onLook?: ((node: string) => void) | undefined
}

function Problem({ group, onFix, onLook }: ProblemProps): ReactNode {
  const t = useTexts(fromFilesTexts)
  const textOf = useTextOf()
  const { findings } = group
  const [first] = findings
  const { icon: IconOf, tone } = LOOK[first.severity]
  const { title, detail } = headlineOf(first)
  return (
    <li className={doctor.finding}>
      <span className={tone}>
        <IconOf />
      </span>
      <div className={doctor.words}>
        <b>
          <span className="visually-hidden">{t(first.severity)}: </span>
          {textOf(title)}
        </b>
        {textOf(detail) === '' ? null : <p className="t2 s12">{textOf(detail)}</p>}
        <p className="t2 s12">{textOf(first.fix)}</p>
        {first.severity === 'error' && onFix !== undefined && isSetByLab(first) ? (
          <p className="t3 s12">{t('replaced')}</p>
        ) : null}
        <div className={doctor.foot}>
          {onFix !== undefined && findings.every(isFixable) ? (
            <Button size="sm" onClick={() => onFix(findings)}>
              {first.fixLabel === undefined ? t('fix') : textOf(first.fixLabel)}
            </Button>
          ) : null}
          {findings.map((finding, index) => (
            <Place key={index} finding={finding} onLook={onLook} />
          ))}
          <code className="t3">{first.ruleId}</code>
        </div>
      </div>
    </li>
  )
}

/** `broker-a:12`, or the article's line. */
function Place({ finding, onLook }: { readonly finding: Finding } & Pick<ProblemProps, 'onLook'>): ReactNode {
  const t = useTexts(fromFilesTexts)
  const { file, line } = finding
  if (file === undefined) return line === undefined ? null : <span className="t3 s12">{t('atLine', { line })}</span>
  const where = line === undefined ? file : t('at', { file, line })
  if (onLook === undefined) return <span className="t3 s12">{where}</span>
  return (
    <Button variant="ghost" size="sm" className={css.where ?? ''} onClick={() => onLook(file)}>
      {where}
    </Button>
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
          {groupedFindings(findings).map((group) => (
            <Problem key={group.id} group={group} />
          ))}
        </ul>
      ) : null}
    </>
  )
}
