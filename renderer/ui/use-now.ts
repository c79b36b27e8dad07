/** The time, renewed while something on the screen grows older. One timer for all that ask with the same step. */
import { useSyncExternalStore } from 'react'

interface Ticker {
  nowMs: number
  timer: number | undefined
  readonly listeners: Set<() => void>
}

const tickers = new Map<number, Ticker>()

/** `Date.now()`, rounded by renewing it every `stepMs` (default 1 s). */
export function useNow(stepMs = 1000): number {
  return useSyncExternalStore(
    (listener) => subscribe(stepMs, listener),
    () => tickerOf(stepMs).nowMs,
  )
}

function tickerOf(stepMs: number): Ticker {
  let ticker = tickers.get(stepMs)
  if (ticker === undefined) {
    ticker = { nowMs: Date.now(), timer: undefined, listeners: new Set() }
    tickers.set(stepMs, ticker)
  }
  return ticker
}

function subscribe(stepMs: number, listener: () => void): () => void {
  const ticker = tickerOf(stepMs)
  ticker.listeners.add(listener)
  if (ticker.timer === undefined) {
    ticker.nowMs = Date.now()
    ticker.timer = window.setInterval(() => {
      ticker.nowMs = Date.now()
      for (const each of ticker.listeners) each()
    }, stepMs)
  }
  return () => {
    ticker.listeners.delete(listener)
    if (ticker.listeners.size === 0) {
      window.clearInterval(ticker.timer)
      ticker.timer = undefined
    }
  }
}
