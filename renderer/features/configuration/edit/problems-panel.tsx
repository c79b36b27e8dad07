/** What is wrong in this file and across the cluster, each with the way there and its repair; one edit repairs them all. */
import { memo, useId, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import type { Finding } from '../../../../engine/config/finding.ts'
import { configTexts } from '../../../i18n/config.ts'
import { configEditTexts } from '../../../i18n/config-edit.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { count } from '../../../ui/format.ts'
import { IconCheck, IconChevron, IconRight } from '../../../ui/icons.tsx'
import { SeverityIcon } from '../shared/severity-icon.tsx'
import type { Problems } from '../shared/use-problems.ts'
import { findingSentences } from './field-words.ts'
import { placeOf, problemList } from './problem-list.ts'
import css from './problems-panel.module.css'

export interface ProblemsPanelProps {
  readonly problems: Problems
  readonly node: string | undefined
  /** Files that were checked. */
  readonly files: number
  readonly chosen: string | undefined
  /** Shows where it is. */
  readonly onChoose: (finding: Finding) => void
  readonly onFix: (finding: Finding) => void
  readonly onFixAll: () => void
}

/** Rows drawn at first, and again each time the end of the list comes near. */
const ROWS_AT_ONCE = 24

/** Drawn anew only when one of these changes: not at every keystroke. */
export const ProblemsPanel = memo(function ProblemsPanel(props: ProblemsPanelProps): ReactNode {
  const { problems, node, files, onFixAll } = props
  const t = useTexts(configEditTexts)
  const words = useTexts(configTexts)
  const headingId = useId()
  const [isOpen, setOpen] = useState(true)
  const { findings, errors, warnings, hints, isKnown } = problems
  const { sorted, fixable } = useMemo(() => problemList(findings, node), [findings, node])
  const [drawn, setDrawn] = useState(ROWS_AT_ONCE)
  return (
    <section className={css.panel} aria-labelledby={headingId}>
      <div className={css.head}>
        <Button
          variant="ghost"
          size="sm"
          icon={isOpen ? IconChevron : IconRight}
          isExpanded={isOpen}
          label={t(isOpen ? 'hideProblems' : 'showProblems')}
          title={t(isOpen ? 'hideProblems' : 'showProblems')}
          onClick={() => setOpen(!isOpen)}
        />
        <h2 id={headingId}>{t('problems')}</h2>
        {errors > 0 ? <Chip tone="bad">{words('errors', { n: errors })}</Chip> : null}
        {warnings > 0 ? <Chip tone="warn">{words('warnings', { n: warnings })}</Chip> : null}
        {hints > 0 ? <Chip tone="busy">{words('hints', { n: hints })}</Chip> : null}
        <span className={css.note}>
          {findings.length > 0 ? t('problemsOf') : isKnown ? t('noProblems', { n: files }) : null}
        </span>
        {fixable === 0 ? null : (
          <Button size="sm" icon={IconCheck} onClick={onFixAll}>
            {t('fixAll', { n: count(fixable) })}
          </Button>
        )}
      </div>
      {!isOpen || findings.length === 0 ? null : (
        <ul
          className={css.list}
          data-testid="config-problems"
          onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
            if (drawn < sorted.length && scrollTop + 2 * clientHeight > scrollHeight) setDrawn(drawn + ROWS_AT_ONCE)
          }}
        >
          {sorted.slice(0, drawn).map((finding, index) => (
            <ProblemRow
              key={`${finding.ruleId} ${finding.file ?? ''} ${finding.line ?? ''} ${index}`}
              {...props}
              finding={finding}
            />
          ))}
        </ul>
      )}
    </section>
  )
})

function ProblemRow(props: ProblemsPanelProps & { readonly finding: Finding }): ReactNode {
  const { finding, node, chosen, onChoose, onFix } = props
  const t = useTexts(configEditTexts)
  const { language } = t
  const { title, detail } = findingSentences(finding, language)
  const isChosen = chosen !== undefined && finding.key === chosen && finding.file === node
  const place = placeOf(finding)
  const label = (finding.edits ?? []).length === 0 ? undefined : (finding.fixLabel?.[language] ?? t('fixOne'))
  return (
    <li className={classNames(css.row, isChosen && css.chosen)} data-severity={finding.severity}>
      <button
        type="button"
        className={css.open}
        aria-current={isChosen || undefined}
        title={`${title} ${detail} ${finding.fix[language]}`}
        onClick={() => onChoose(finding)}
      >
        <SeverityIcon severity={finding.severity} />
        <span className={css.says}>
          <b>{title}</b>
          {language === 'zh' ? '' : ' '}
          {detail}
        </span>
        <span className={css.place}>{place ?? t('wholeCluster')}</span>
      </button>
      <span className={css.fix}>
        {label === undefined ? null : (
          <Button size="sm" title={finding.fix[language]} onClick={() => onFix(finding)}>
            {label}
            <span className="visually-hidden">: {title}</span>
          </Button>
        )}
      </span>
    </li>
  )
}
