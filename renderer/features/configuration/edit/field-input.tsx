/**
 * The input of a property by its kind: numbers, paths, lists and texts are typed, flags and enums chosen. What is typed is the file's
 * value, character by character: nothing is converted, cut or rounded on the way.
 */
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import type { Severity } from '../../../../engine/config/finding.ts'
import { configEditTexts } from '../../../i18n/config-edit.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { classNames } from '../../../ui/class-names.ts'
import type { FieldActions } from './field-actions.ts'
import { hiddenBlanks, plainDefault } from './field-words.ts'
import type { FormField } from './form-fields.ts'
import css from './field-input.module.css'

/** Longest value that a field takes; longer ones are for the text. */
const VALUE_CHARACTERS_MAX = 4096

export interface FieldInputProps {
  readonly field: FormField
  readonly value: string | undefined
  readonly unit: string | undefined
  readonly tone: Severity | undefined
  readonly describedBy: string
  readonly actions: Pick<FieldActions, 'set' | 'reset'>
}

export function FieldInput(props: FieldInputProps): ReactNode {
  const { kind, row } = props.field
  if (row !== undefined && !row.settable) return <ReadOnlyValue {...props} />
  if (kind === 'flag') return <Choice {...props} options={FLAG_VALUES} />
  if (kind === 'choice') return <Choice {...props} options={row?.choices ?? []} />
  return <TypedValue {...props} />
}

const FLAG_VALUES = ['true', 'false'] as const

function TypedValue({ field, value, unit, tone, describedBy, actions }: FieldInputProps): ReactNode {
  const { language } = useTexts(configEditTexts)
  const { key, kind, row } = field
  const isNumber = kind === 'number'
  const shown = value ?? ''
  const { after } = hiddenBlanks(shown)
  const inputRef = useRef<HTMLInputElement>(null)
  const isPath = kind === 'path' && value !== undefined
  // The end of a path says more than its beginning.
  const showEnd = (): void => {
    const input = inputRef.current
    if (isPath && input !== null) input.scrollLeft = input.scrollWidth
  }
  useEffect(() => {
    if (document.activeElement !== inputRef.current) showEnd()
  })
  return (
    <div className={classNames(css.box, tone !== undefined && css[tone])}>
      <input
        ref={inputRef}
        className={classNames(css.input, !isNumber && css.mono)}
        data-config-field
        type="text"
        inputMode={isNumber ? 'decimal' : 'text'}
        aria-label={key}
        aria-describedby={describedBy}
        aria-invalid={tone === 'error' || undefined}
        value={shown}
        title={isNumber || shown === '' ? undefined : shown}
        placeholder={row === undefined ? undefined : plainDefault(row, language)}
        maxLength={VALUE_CHARACTERS_MAX}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => actions.set(key, event.currentTarget.value, Date.now())}
        onBlur={(event) => {
          // An emptied number says nothing: the line goes, the default holds again.
          if (isNumber && value !== undefined && event.currentTarget.value === '') actions.reset(key)
          showEnd()
        }}
      />
      {after > 0 ? (
        <span className={css.ghost} aria-hidden="true">
          {shown.slice(0, shown.length - after)}
          <span className={css.blank}>{'·'.repeat(Math.min(after, 3))}</span>
        </span>
      ) : null}
      {unit === undefined ? null : <span className={css.unit}>{unit}</span>}
    </div>
  )
}

/** The first option stands for the default: choosing it takes the line away. */
function Choice(props: FieldInputProps & { readonly options: readonly string[] }): ReactNode {
  const { field, value, tone, describedBy, actions, options } = props
  const t = useTexts(configEditTexts)
  const { key, row } = field
  const isStrange = value !== undefined && !options.includes(value)
  const byDefault = row === undefined ? '' : plainDefault(row, t.language)
  return (
    <div className={classNames(css.box, tone !== undefined && css[tone])}>
      <select
        className={classNames(css.input, css.select, value === undefined && css.empty)}
        data-config-field
        aria-label={key}
        aria-describedby={describedBy}
        aria-invalid={tone === 'error' || undefined}
        value={value === undefined ? BY_DEFAULT : `=${value}`}
        onChange={(event) => {
          const chosen = event.currentTarget.value
          if (chosen === BY_DEFAULT) actions.reset(key)
          else actions.set(key, chosen.slice(1))
        }}
      >
        <option value={BY_DEFAULT}>
          {byDefault === '' ? t('byDefaultEmpty') : t('byDefault', { value: byDefault })}
        </option>
        {isStrange ? <option value={`=${value}`}>{value === '' ? '""' : value}</option> : null}
        {options.map((option) => (
          <option key={option} value={`=${option}`}>
            {option}
          </option>
        ))}
      </select>
    </div>
  )
}

const BY_DEFAULT = ''

function ReadOnlyValue({ field, value, describedBy }: FieldInputProps): ReactNode {
  const { language } = useTexts(configEditTexts)
  return (
    <div className={classNames(css.box, css.readOnly)}>
      <input
        className={css.input}
        type="text"
        readOnly
        aria-label={field.key}
        aria-describedby={describedBy}
        value={value ?? (field.row === undefined ? '' : plainDefault(field.row, language))}
      />
    </div>
  )
}
