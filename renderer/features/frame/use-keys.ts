/** The one listener for the window's keys (window.md 9): letters only outside inputs and only while they are switched on. */
import { useEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import { screenOfKey, SEQUENCE_MS } from '../../keys/go-keys.ts'
import { runScreenKey } from '../../keys/screen-keys.ts'
import { CLUSTERS_PATH, clusterPath } from '../../routes/addresses.ts'
import { useCurrentCluster } from '../../stores/last-cluster.ts'
import { useSettings } from '../../stores/settings.ts'

export interface KeyActions {
  readonly onPalette: () => void
  readonly onKeyList: () => void
}

export function useKeys(actions: KeyActions): void {
  const navigate = useNavigate()
  const cluster = useCurrentCluster()
  const latest = useRef({ actions, cluster })
  useEffect(() => {
    latest.current = { actions, cluster }
  })
  useEffect(() => {
    let goneAtMs = 0
    const go = (key: string): boolean => {
      const screen = screenOfKey(key)
      if (screen === undefined) return false
      if (screen === 'clusters') void navigate(CLUSTERS_PATH)
      else if (latest.current.cluster !== '') void navigate(clusterPath(latest.current.cluster, screen))
      return true
    }
    const onLetter = (key: string): boolean => {
      if (goneAtMs !== 0 && Date.now() - goneAtMs < SEQUENCE_MS) {
        goneAtMs = 0
        return go(key)
      }
      goneAtMs = key === 'g' ? Date.now() : 0
      if (key === 'g') return true
      if (key === '?') return (latest.current.actions.onKeyList(), true)
      if (key === '/') return focusFilter()
      if (key === 'j' || key === 'k') return focusRows()
      if (key === '[' || key === ']' || key === '.') return runScreenKey(key)
      return false
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return
      const isCommand = event.ctrlKey || event.metaKey
      if (isCommand && event.key === 'Enter') {
        if (!isDialogOpen() && runScreenKey('Ctrl+Enter')) event.preventDefault()
        return
      }
      if (isCommand && event.key.toLowerCase() === 'z' && !event.shiftKey) {
        if (!isWriting(event.target) && runScreenKey('Ctrl+Z')) event.preventDefault()
        return
      }
      if (isCommand || event.altKey || event.key.length !== 1) return
      if (isWriting(event.target) || isDialogOpen() || !useSettings.getState().letterKeys) return
      if (onLetter(event.key)) event.preventDefault()
    }
    // Before whoever has the focus: a terminal would keep the key for itself.
    const onPaletteKey = (event: KeyboardEvent): void => {
      const isCommand = event.ctrlKey || event.metaKey
      if (!isCommand || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      event.stopPropagation()
      latest.current.actions.onPalette()
    }
    document.addEventListener('keydown', onPaletteKey, { capture: true })
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('keydown', onPaletteKey, { capture: true })
      document.removeEventListener('keydown', onKey)
    }
  }, [navigate])
}

const WRITING =
  'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable="true"], [role="textbox"]'

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(WRITING) !== null
}

function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"], [role="menu"]') !== null
}

/** The first filter of the screen. */
function focusFilter(): boolean {
  const field = document.querySelector<HTMLElement>('#main [data-filter]')
  if (field === null) return false
  field.focus()
  if (field instanceof HTMLInputElement) field.select()
  return true
}

/** Into the first table; its own keys go on from there. */
function focusRows(): boolean {
  const row = document.querySelector<HTMLElement>('#main [data-table] [data-row][tabindex="0"]')
  row?.focus()
  return row !== null
}
