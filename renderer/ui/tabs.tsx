/** Tabs of a drawer or a panel. The caller draws the panel of the tab that is on; arrows move between tabs. */
import { useRef } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import css from './tabs.module.css'

export interface TabsProps<V extends string> {
  readonly label: string
  readonly value: V
  readonly tabs: readonly { readonly value: V; readonly label: string; readonly badge?: ReactNode }[]
  readonly onChange: (value: V) => void
  /** Id of the panel, set on it together with `role="tabpanel"`. */
  readonly panelId: string
}

export function Tabs<V extends string>({ label, value, tabs, onChange, panelId }: TabsProps<V>): ReactNode {
  const listRef = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const index = tabs.findIndex((tab) => tab.value === value)
    const next = tabs[(index + step + tabs.length) % tabs.length]
    if (next === undefined) return
    onChange(next.value)
    listRef.current?.querySelector<HTMLElement>(`[data-tab="${next.value}"]`)?.focus()
  }
  return (
    <div ref={listRef} role="tablist" aria-label={label} className={css.tabs} onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          data-tab={tab.value}
          className={css.tab}
          aria-selected={tab.value === value}
          aria-controls={tab.value === value ? panelId : undefined}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onChange(tab.value)}
        >
          {tab.label}
          {tab.badge}
        </button>
      ))}
    </div>
  )
}
