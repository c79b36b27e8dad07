/** The time, renewed while something on the screen grows older. One timer for all that ask with the same step. */
import { useSyncExternalStore } from 'react'

interface Ticker {
  /** The same function for all, so that React subscribes once a component and not once a render. */
  readonly subscribe: (listener: () => void) => () => void
  readonly getNowMs: () => number
}

const tickers = new Map<number, Ticker>()

/** `Date.now()`, rounded by renewing it every `stepMs` (default 1 s). */
export function useNow(stepMs = 1000): number {
  const ticker = tickerOf(stepMs)
  return useSyncExternalStore(ticker.subscribe, ticker.getNowMs)
}

function tickerOf(stepMs: number): Ticker {
  const known = tickers.get(stepMs)
  if (known !== undefined) return known
  const ticker = makeTicker(stepMs)
  tickers.set(stepMs, ticker)
  return ticker
}

function makeTicker(stepMs: number): Ticker {
  const listeners = new Set<() => void>()
  let nowMs = Date.now()
  let timer: number | undefined
  const tick = (): void => {
    nowMs = Date.now()
    for (const each of listeners) each()
  }
  return {
    getNowMs: () => nowMs,
    subscribe: (listener) => {
      listeners.add(listener)
      if (timer === undefined) {
        timer = window.setInterval(tick, stepMs)
        // Nobody listened for a while: the value is old.
        if (Date.now() - nowMs >= stepMs) tick()
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        window.clearInterval(timer)
        timer = undefined
      }
    },
  }
}
