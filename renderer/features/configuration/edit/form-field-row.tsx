/**
 * One property in the form: its key with help, its field with unit, the value in words, its default, its effect, and what lint says about
 * it with the repairs. Knows the field and its values; what an edit does to the text is the caller's.
 */
import { memo, useId } from 'react'
import type { ReactNode } from 'react'
import type { Finding } from '../../../../engine/config/finding.ts'
import { configEditTexts } from '../../../i18n/config-edit.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { IconRestart, IconUndo } from '../../../ui/icons.tsx'
import type { ChangedKey } from '../shared/parsed-file.ts'
import { SeverityIcon } from '../shared/severity-icon.tsx'
import type { FieldActions } from './field-actions.ts'
import { FieldInput } from './field-input.tsx'
import {
  defaultWords,
  editedWords,
  effectOf,
  findingSentences,
  helpSentence,
  hiddenBlanks,
  notesOf,
  unitOf,
  valueWords,
  type Effect,
} from './field-words.ts'
import type { FormField } from './form-fields.ts'
import css from './form-field-row.module.css'

export interface FormFieldRowProps {
  readonly field: FormField
  /** Undefined when the file does not set it. */
  readonly value: string | undefined
  readonly change: ChangedKey | undefined
  /** What it runs with, where that is known and something else. */
  readonly running: string | undefined
  readonly findings: readonly Finding[] | undefined
  readonly isOurs: boolean
  readonly isChosen: boolean
  readonly actions: FieldActions
}

export const FormFieldRow = memo(function FormFieldRow(props: FormFieldRowProps): ReactNode {
  const { field, value, change, running, findings, isOurs, isChosen, actions } = props
  const t = useTexts(configEditTexts)
  const helpId = useId()
  const problemsId = useId()
  const { language } = t
  const { key, row } = field
  const worst = worstOf(findings)
  const blanks = value === undefined ? undefined : hiddenBlanks(value)
  const meta = [
    valueWords(field, value, language),
    defaultWords(row, language),
    editedWords(change, t),
    running === undefined ? undefined : t('runsWith', { value: running === '' ? '""' : running }),
    blanks !== undefined && blanks.before + blanks.after > 0
      ? t('blanksHidden', { n: blanks.before + blanks.after })
      : undefined,
  ].filter((part) => part !== undefined)
  return (
    <div
      className={classNames(css.row, isChosen && css.chosen)}
      data-key={key}
      onFocus={() => {
        if (!isChosen) actions.choose(key)
      }}
      onClick={() => {
        if (!isChosen) actions.choose(key)
      }}
    >
      <code className={classNames(css.key, value === undefined && css.unset)} title={key}>
        {key}
      </code>
      <FieldInput
        field={field}
        value={value}
        unit={unitOf(field, value, language)}
        tone={worst}
        describedBy={findings === undefined ? helpId : `${helpId} ${problemsId}`}
        actions={actions}
      />
      <EffectMark effect={effectOf(field, isOurs)} note={field.support.note?.[language]} />
      <p className={css.help} id={helpId}>
        {helpSentence(field.help, language)}
      </p>
      <p className={css.meta} title={meta.join(' · ')}>
        {meta.join(' · ')}
      </p>
      {value === undefined ? null : (
        <Button
          variant="ghost"
          size="sm"
          icon={IconUndo}
          label={t('reset', { key })}
          title={t('reset', { key })}
          className={css.reset ?? ''}
          onClick={(event) => {
            // The button goes with the value: the field takes the focus.
            fieldBeside(event.currentTarget)?.focus()
            actions.reset(key)
          }}
        />
      )}
      {isChosen
        ? notesOf(field, language).map((note) => (
            <p key={note} className={css.notes}>
              {note}
            </p>
          ))
        : null}
      {findings === undefined ? null : (
        <div id={problemsId} className={css.problems}>
          {findings.map((finding, index) => (
            <FieldProblem key={`${finding.ruleId} ${index}`} finding={finding} onFix={actions.fix} />
          ))}
        </div>
      )}
    </div>
  )
})

function fieldBeside(element: HTMLElement): HTMLElement | null | undefined {
  return element.closest('[data-key]')?.querySelector<HTMLElement>('[data-config-field]')
}

function FieldProblem(props: { readonly finding: Finding; readonly onFix: (finding: Finding) => void }): ReactNode {
  const { finding, onFix } = props
  const { language } = useTexts(configEditTexts)
  const { title, detail } = findingSentences(finding, language)
  const label = finding.edits === undefined ? undefined : finding.fixLabel?.[language]
  return (
    <div className={classNames(css.problem, css[finding.severity])}>
      <SeverityIcon severity={finding.severity} />
      <p className={css.says}>
        <b>{title}</b>
        {language === 'zh' ? '' : ' '}
        {detail}
      </p>
      {label === undefined ? null : (
        <Button size="sm" onClick={() => onFix(finding)}>
          {label}
        </Button>
      )}
    </div>
  )
}

const EFFECT_TEXTS = {
  now: ['effectNow', 'effectNowText'],
  restart: ['effectRestart', 'effectRestartText'],
  unclear: ['effectUnclear', 'effectUnclearText'],
  none: ['effectNone', 'effectNoneText'],
  refused: ['effectRefused', 'effectRefusedText'],
} as const satisfies Record<Effect, readonly [string, string]>

function EffectMark({ effect, note }: { readonly effect: Effect; readonly note: string | undefined }): ReactNode {
  const t = useTexts(configEditTexts)
  const [short, long] = EFFECT_TEXTS[effect]
  return (
    <span className={classNames(css.effect, css[`effect-${effect}`])} title={note ?? t(long)}>
      {effect === 'restart' ? <IconRestart size={14} /> : null}
      {t(short)}
    </span>
  )
}

function worstOf(findings: readonly Finding[] | undefined): Finding['severity'] | undefined {
  if (findings === undefined || findings.length === 0) return undefined
  return (['error', 'warning', 'hint'] as const).find((severity) => findings.some((each) => each.severity === severity))
}
