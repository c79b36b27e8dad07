/** The field inside a cell that is edited: Enter writes, Esc gives up, leaving it writes. Units may be typed: `64 MiB`. */
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import type { FormField } from '../edit/form-fields.ts'
import css from './matrix.module.css'

export interface CellEditorProps {
  readonly label: string
  readonly field: FormField
  /** What the file says; '' where the key is not in it. */
  readonly value: string
  /** What holds without it, in words: the placeholder. */
  readonly byDefault: string
  /** `move`: where the focus goes. */
  readonly onCommit: (value: string, move: 'stay' | 'next' | 'previous' | 'none') => void
  readonly onCancel: () => void
}

export function CellEditor(props: CellEditorProps): ReactNode {
  const { label, field, value, byDefault, onCommit, onCancel } = props
  const [typed, setTyped] = useState(value)
  const ref = useRef<HTMLInputElement & HTMLSelectElement>(null)
  const isOver = useRef(false)
  useEffect(() => {
    ref.current?.focus()
    if (ref.current instanceof HTMLInputElement) ref.current.select()
  }, [])

  /** Once only: giving it up and leaving it come together. */
  const end = (run: () => void): void => {
    if (isOver.current) return
    isOver.current = true
    run()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) end(() => onCommit(typed, 'stay'))
    else if (event.key === 'Escape') end(onCancel)
    else if (event.key === 'Tab') end(() => onCommit(typed, event.shiftKey ? 'previous' : 'next'))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const shared = {
    ref,
    className: css.editor,
    'aria-label': label,
    value: typed,
    onKeyDown,
    onBlur: () => end(() => onCommit(typed, 'none')),
    onClick: (event: { stopPropagation: () => void }) => event.stopPropagation(),
  }
  const choices = choicesOf(field)
  if (choices.length > 0) {
    const others = value === '' || choices.includes(value) ? [] : [value]
    return (
      <select {...shared} onChange={(event) => setTyped(event.currentTarget.value)}>
        <option value="">{byDefault}</option>
        {[...choices, ...others].map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    )
  }
  return (
    <input
      {...shared}
      placeholder={byDefault}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  )
}

/** What a field may say, where that is a short list. */
export function choicesOf({ kind, row }: FormField): readonly string[] {
  if (kind === 'flag') return ['true', 'false']
  return kind === 'choice' ? (row?.choices ?? []) : []
}
