/**
 * Labelled inputs in the design's sizes: `TextField`, `NumberField`, `SelectField`, `TextAreaField`, `CheckField`, `SwitchField`,
 * and `Field` around anything else. Labels always show; an error stands below and names the fix.
 */
import { Checkbox, NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { useId } from 'react'
import type { KeyboardEvent, ReactNode, Ref } from 'react'
import { classNames } from './class-names.ts'
import css from './field.module.css'
import { IconChevron } from './icons.tsx'

interface Common {
  /** Above the input; with `isLabelHidden` only for screen readers. */
  readonly label: string
  readonly isLabelHidden?: boolean
  readonly hint?: ReactNode
  readonly error?: string | undefined
  readonly isDisabled?: boolean
  readonly className?: string
  readonly size?: 'md' | 'sm'
}

export interface TextFieldProps extends Common {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  /** Offsets, addresses, names: monospaced. */
  readonly isMono?: boolean
  /** Right of the value: `ms`, `/s`. */
  readonly unit?: string
  readonly icon?: ReactNode
  readonly maxLength?: number
  readonly isReadOnly?: boolean
  readonly autoFocus?: boolean
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void
  readonly onBlur?: () => void
  readonly ref?: Ref<HTMLInputElement>
  /** Suggestions while typing. */
  readonly suggestions?: readonly string[]
  /** Marks the filter field of a screen: `/` goes there. */
  readonly isFilter?: boolean
}

export function TextField({ ref, ...props }: TextFieldProps): ReactNode {
  const listId = useId()
  return (
    <>
      <TextInput
        {...shared(props)}
        ref={ref}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
        placeholder={props.placeholder}
        leftSection={props.icon}
        leftSectionWidth={props.icon === undefined ? undefined : 28}
        rightSection={unitOf(props.unit)}
        rightSectionPointerEvents="none"
        rightSectionWidth={props.unit === undefined ? undefined : 12 + 8 * props.unit.length}
        maxLength={props.maxLength}
        readOnly={props.isReadOnly}
        autoFocus={props.autoFocus}
        onKeyDown={props.onKeyDown}
        onBlur={props.onBlur}
        spellCheck={false}
        autoComplete="off"
        list={props.suggestions === undefined ? undefined : listId}
        data-filter={props.isFilter || undefined}
      />
      {props.suggestions === undefined ? null : (
        <datalist id={listId}>
          {props.suggestions.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </>
  )
}

export interface NumberFieldProps extends Common {
  /** `null`: empty. */
  readonly value: number | null
  readonly onChange: (value: number | null) => void
  readonly min?: number
  readonly max?: number
  readonly unit?: string
  readonly placeholder?: string
  /** Ports and offsets stand without commas. */
  readonly isPlain?: boolean
  readonly isMono?: boolean
}

/** A whole number; arrow keys step by one. What is out of range is the caller's to say (`error`), nothing is changed silently. */
export function NumberField(props: NumberFieldProps): ReactNode {
  return (
    <NumberInput
      {...shared(props)}
      value={props.value ?? ''}
      onChange={(value) => props.onChange(typeof value === 'number' ? value : value === '' ? null : Number(value))}
      {...(props.min === undefined ? {} : { min: props.min })}
      {...(props.max === undefined ? {} : { max: props.max })}
      allowDecimal={false}
      allowNegative={props.min === undefined || props.min < 0}
      clampBehavior="none"
      thousandSeparator={props.isPlain ? '' : ','}
      placeholder={props.placeholder}
      rightSection={unitOf(props.unit)}
      rightSectionPointerEvents="none"
      rightSectionWidth={props.unit === undefined ? undefined : 12 + 8 * props.unit.length}
      hideControls
    />
  )
}

export interface SelectFieldProps<V extends string> extends Common {
  readonly value: V | null
  readonly options: readonly { readonly value: V; readonly label: string; readonly disabled?: boolean }[]
  readonly onChange: (value: V) => void
  readonly placeholder?: string
  readonly isSearchable?: boolean
  readonly isMono?: boolean
}

export function SelectField<V extends string>(props: SelectFieldProps<V>): ReactNode {
  return (
    <Select
      {...shared(props)}
      value={props.value}
      data={props.options.map((each) => ({ ...each }))}
      onChange={(value) => {
        if (value !== null) props.onChange(value)
      }}
      placeholder={props.placeholder}
      searchable={props.isSearchable === true}
      rightSection={<IconChevron />}
      rightSectionPointerEvents="none"
      rightSectionWidth={28}
      comboboxProps={{ transitionProps: { duration: 90 } }}
      withCheckIcon
    />
  )
}

export interface TextAreaFieldProps extends Common {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly rows?: number
  readonly placeholder?: string
  readonly isMono?: boolean
}

export function TextAreaField(props: TextAreaFieldProps): ReactNode {
  return (
    <Textarea
      {...shared(props)}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      rows={props.rows ?? 4}
      placeholder={props.placeholder}
      spellCheck={false}
    />
  )
}

export interface CheckFieldProps {
  readonly label: ReactNode
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly hint?: ReactNode
  readonly isDisabled?: boolean
}

export function CheckField({ label, isOn, onChange, hint, isDisabled = false }: CheckFieldProps): ReactNode {
  return (
    <Checkbox
      label={label}
      description={hint}
      checked={isOn}
      disabled={isDisabled}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

/** Acts at once; a checkbox waits for a button. */
export function SwitchField({ label, isOn, onChange, hint, isDisabled = false }: CheckFieldProps): ReactNode {
  return (
    <Switch
      label={label}
      description={hint}
      checked={isOn}
      disabled={isDisabled}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

/** A label around any control. `children` gets the id for its input. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: string
  hint?: ReactNode
  error?: string | undefined
  children: (id: string) => ReactNode
}): ReactNode {
  const id = useId()
  return (
    <div className={css.field}>
      <label htmlFor={id} className={css.label}>
        {label}
      </label>
      {children(id)}
      {hint === undefined ? null : <p className={css.hint}>{hint}</p>}
      {error === undefined ? null : <p className={css.error}>{error}</p>}
    </div>
  )
}

function shared(props: Common & { readonly isMono?: boolean }) {
  return {
    ...(props.isLabelHidden === true ? { 'aria-label': props.label } : { label: props.label }),
    description: props.hint,
    error: props.error,
    disabled: props.isDisabled === true,
    size: props.size === 'sm' ? ('xs' as const) : ('sm' as const),
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[],
    classNames: { input: classNames(css.input, props.isMono === true && css.mono, props.size === 'sm' && css.small) },
    ...(props.className === undefined ? {} : { className: props.className }),
  }
}

function unitOf(unit: string | undefined): ReactNode {
  return unit === undefined ? undefined : <span className={css.unit}>{unit}</span>
}
