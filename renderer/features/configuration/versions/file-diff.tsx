/** The lines of a file that differ, as a table: numbers before and after, a sign with a word, the text. */
import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { configVersionsTexts } from '../../../i18n/config-versions.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { classNames } from '../../../ui/class-names.ts'
import { lineDiff } from './line-diff.ts'
import type { DiffLine } from './line-diff.ts'
import css from './versions.module.css'

export interface FileDiffProps {
  /** "broker-a: version 3 → version 4". */
  readonly label: string
  readonly before: string
  readonly after: string
}

const SIGNS = { same: '', added: '+', removed: '−' } as const

export function FileDiff({ label, before, after }: FileDiffProps): ReactNode {
  const t = useTexts(configVersionsTexts)
  const diff = useMemo(() => lineDiff(before, after), [before, after])
  return (
    <div className={css.diffScroll} tabIndex={0} role="group" aria-label={label}>
      {diff.isCoarse ? <p className={css.remark}>{t('linesCut')}</p> : null}
      <table className={css.diff} aria-label={label}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{t('lineBefore')}</th>
            <th scope="col">{t('lineAfter')}</th>
            <th scope="col">{t('sign')}</th>
            <th scope="col">{t('line')}</th>
          </tr>
        </thead>
        <tbody>
          {diff.lines.map((line, index) => (
            <Line key={index} line={line} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Line({ line }: { readonly line: DiffLine }): ReactNode {
  const t = useTexts(configVersionsTexts)
  if (line.kind === 'gap') {
    return (
      <tr className={css.gap}>
        <td colSpan={4}>{t('sameLines', { n: line.lines })}</td>
      </tr>
    )
  }
  return (
    <tr className={classNames(css.line, css[line.kind])}>
      <td className={css.lineNumber}>{line.kind === 'added' ? '' : line.before}</td>
      <td className={css.lineNumber}>{line.kind === 'removed' ? '' : line.after}</td>
      <td className={css.sign}>
        <span aria-hidden="true">{SIGNS[line.kind]}</span>
        {line.kind === 'same' ? null : (
          <span className="visually-hidden">{t(line.kind === 'added' ? 'lineAdded' : 'lineRemoved')}</span>
        )}
      </td>
      <td className={css.text}>{line.text}</td>
    </tr>
  )
}
