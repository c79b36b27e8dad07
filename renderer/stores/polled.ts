/**
 * A call of the service that a region repeats while it is seen: one on the way at a time, values kept while newer ones are awaited or
 * fail, `staleSinceMs` once three rounds brought nothing. Nothing is asked while the page is hidden.
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { LabApi } from '../../engine/contract/lab-api.ts'
import type { CallName, InputOf, OutputOf } from '../../engine/contract/rpc.ts'
import { lab } from '../api/lab.ts'
import { useNow } from '../ui/use-now.ts'

export const POLL_MS = 3000
const STALE_ROUNDS = 3

export interface Polled<T> {
  /** Of this input; undefined until the first answer. */
  readonly value: T | undefined
  /** Of the latest round, when it failed. */
  readonly error: unknown
  /** When `value` came. */
  readonly atMs: number | undefined
  /** Set when `value` is old. */
  readonly staleSinceMs: number | undefined
  /** Asks now; resolves when the answer is here. */
  readonly refresh: () => Promise<void>
}

interface Kept {
  readonly key: string
  readonly value: unknown
  readonly error: unknown
  readonly atMs: number | undefined
}

/** @param input `null` asks nothing. @param everyMs 0 asks once */
export function usePolled<N extends CallName<LabApi>>(
  name: N,
  input: InputOf<LabApi[N]> | null,
  everyMs: number = POLL_MS,
): Polled<OutputOf<LabApi[N]>> {
  const key = input === null ? '' : `${name} ${JSON.stringify(input)}`
  const nowMs = useNow()
  const [kept, setKept] = useState<Kept>({ key: '', value: undefined, error: undefined, atMs: undefined })
  const latest = useRef({ key, input })
  const underWay = useRef<{ readonly key: string; readonly done: Promise<void> } | undefined>(undefined)
  useEffect(() => {
    latest.current = { key, input }
  })

  const ask = useCallback((): Promise<void> => {
    const asked = latest.current
    if (asked.input === null) return Promise.resolve()
    if (underWay.current?.key === asked.key) return underWay.current.done
    const isCurrent = (): boolean => latest.current.key === asked.key
    const done = lab
      .call(name, asked.input)
      .then(
        (value) => {
          if (isCurrent()) setKept({ key: asked.key, value, error: undefined, atMs: Date.now() })
        },
        (error: unknown) => {
          if (!isCurrent()) return
          setKept((before) =>
            before.key === asked.key
              ? { ...before, error }
              : { key: asked.key, value: undefined, error, atMs: undefined },
          )
        },
      )
      .finally(() => {
        if (underWay.current?.done === done) underWay.current = undefined
      })
    underWay.current = { key: asked.key, done }
    return done
  }, [name])

  useEffect(() => {
    if (key === '') return undefined
    const round = (): void => {
      if (document.visibilityState === 'visible') void ask()
    }
    round()
    document.addEventListener('visibilitychange', round)
    const timer = everyMs === 0 ? undefined : window.setInterval(round, everyMs)
    return () => {
      document.removeEventListener('visibilitychange', round)
      window.clearInterval(timer)
    }
  }, [ask, everyMs, key])

  const isOfThis = kept.key === key
  const { value, error, atMs } = isOfThis ? kept : { value: undefined, error: undefined, atMs: undefined }
  const isStale = everyMs > 0 && atMs !== undefined && nowMs - atMs > STALE_ROUNDS * everyMs + 1000
  return {
    value: value as OutputOf<LabApi[N]> | undefined,
    error,
    atMs,
    staleSinceMs: isStale ? atMs : undefined,
    refresh: ask,
  }
}
