/** What a page tells of its own speed: first paint, long frames, heap. Read through Chromium's own counters. */
import type { CDPSession, Page } from '@playwright/test'

/** tsx names inner functions by a helper that a page has not; without it nothing can be measured there. */
export const NAMING_SHIM = 'globalThis.__name = (named) => named'

/** Milliseconds from the start of the navigation to the first paint. */
export function firstPaintMs(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          const [entry] = performance.getEntriesByName('first-contentful-paint')
          if (entry === undefined) requestAnimationFrame(look)
          else resolve(entry.startTime)
        }
        look()
      }),
  )
}

export interface FrameCount {
  readonly frames: number
  readonly over50Ms: number
  readonly longestMs: number
}

/** Counts frames for `durationMs`. */
export function countFrames(page: Page, durationMs: number): Promise<FrameCount> {
  return page.evaluate(
    (duration) =>
      new Promise<FrameCount>((resolve) => {
        let frames = 0
        let over50Ms = 0
        let longestMs = 0
        const startMs = performance.now()
        let lastMs = startMs
        const frame = (): void => {
          const nowMs = performance.now()
          const tookMs = nowMs - lastMs
          lastMs = nowMs
          frames++
          if (tookMs > 50) over50Ms++
          longestMs = Math.max(longestMs, tookMs)
          if (nowMs - startMs < duration) requestAnimationFrame(frame)
          else resolve({ frames, over50Ms, longestMs })
        }
        requestAnimationFrame(() => {
          lastMs = performance.now()
          requestAnimationFrame(frame)
        })
      }),
    durationMs,
  )
}

/** Bytes of the JavaScript heap after a collection. */
export async function heapBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
