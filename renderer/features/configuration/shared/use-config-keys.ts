/**
 * Undo, redo and the way to the plan by keys, for every view of the configuration: one undo for all of them. Inputs marked with
 * `data-config-field` edit the files and have no undo of their own; others (search, names) keep theirs.
 */
import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { useScreenKeys } from '../../../keys/screen-keys.ts'
import { configPath } from '../../../routes/addresses.ts'
import { redoConfig, undoConfig } from '../../../stores/config-edits.ts'

/** Inputs with an undo of their own. CodeMirror brings its own keys. */
const OWN_UNDO =
  'input:not([type="radio"], [type="checkbox"], [data-config-field]), textarea:not([data-config-field]), [contenteditable="true"]'

export function useConfigKeys(cluster: string): void {
  const navigate = useNavigate()
  useScreenKeys({ 'Ctrl+Enter': () => void navigate(configPath(cluster, 'plan')) })
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey)) return
      const run = undoOf(event.key.toLowerCase(), event.shiftKey)
      if (run === undefined || isOwnUndo(event.target)) return
      event.preventDefault()
      run()
    }
    // Before the inputs and the frame see it.
    document.addEventListener('keydown', onKey, { capture: true })
    return () => document.removeEventListener('keydown', onKey, { capture: true })
  }, [])
}

function undoOf(key: string, isShift: boolean): (() => void) | undefined {
  if (key === 'z') return isShift ? redoConfig : undoConfig
  return key === 'y' && !isShift ? redoConfig : undefined
}

function isOwnUndo(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return true
  return target instanceof Element && target.closest(OWN_UNDO) !== null
}
