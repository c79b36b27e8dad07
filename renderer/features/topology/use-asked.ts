/** One answer of the service for a region: what came, or why nothing came, and the way to ask again. */
import { useCallback, useEffect, useRef, useState } from 'react'

export interface Asked<T> {
  readonly value: T | undefined
  readonly error: unknown
  readonly again: () => void
}

/** Asks when `key` changes; an answer that comes too late is dropped. */
export function useAsked<T>(key: string, ask: () => Promise<T>): Asked<T> {
  const [state, setState] = useState<{ key: string; value?: T; error?: unknown }>({ key })
  const [attempt, setAttempt] = useState(0)
  const latest = useRef(ask)
  useEffect(() => {
    latest.current = ask
  })
  useEffect(() => {
    let isCurrent = true
    latest
      .current()
      .then((value) => {
        if (isCurrent) setState({ key, value })
      })
      .catch((error: unknown) => {
        if (isCurrent) setState({ key, error })
      })
    return () => {
      isCurrent = false
    }
  }, [key, attempt])
  const again = useCallback(() => {
    setState((before) => ({ key: before.key }))
    setAttempt((before) => before + 1)
  }, [])
  const isOf = state.key === key
  return { value: isOf ? state.value : undefined, error: isOf ? state.error : undefined, again }
}
