/**
 * Keys that a screen gives a meaning: `[` `]` `.` outside inputs, `Ctrl+Enter` and `Ctrl+Z` anywhere. The frame listens once and asks
 * here; the screen mounted last wins. Inputs keep their own undo.
 */
import { useEffect, useRef } from 'react'

export type ScreenKey = '[' | ']' | '.' | 'Ctrl+Enter' | 'Ctrl+Z'
export type ScreenKeyHandlers = Partial<Readonly<Record<ScreenKey, () => void>>>

const stack: { readonly current: ScreenKeyHandlers }[] = []

/** `useScreenKeys({ ']': nextNode, '[': previousNode })`. */
export function useScreenKeys(handlers: ScreenKeyHandlers): void {
  const ref = useRef(handlers)
  useEffect(() => {
    ref.current = handlers
  })
  useEffect(() => {
    stack.push(ref)
    return () => {
      stack.splice(stack.indexOf(ref), 1)
    }
  }, [])
}

/** Whether some screen took the key. */
export function runScreenKey(key: ScreenKey): boolean {
  for (let index = stack.length - 1; index >= 0; index -= 1) {
    const handler = stack[index]?.current[key]
    if (handler !== undefined) {
      handler()
      return true
    }
  }
  return false
}
