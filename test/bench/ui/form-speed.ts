/**
 * How fast the form of a property file opens and filters, as a user feels it: from the click to the frame that shows the fields,
 * and from the key to the frame that shows its answer (Event Timing, which rounds to 8 ms and leaves out what took less than 16).
 */
import type { Page } from '@playwright/test'

/** Keys the file sets beyond those of the catalogue, so that the form has about 700 in all. */
export const EXTRA_KEYS = 260

/** Event Timing tells nothing below; such a key counts as this. */
const UNSEEN_MS = 16

/** Goes back to the form and waits for the frame after its fields are there. */
export function formOpenMs(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const startMs = performance.now()
        const look = (): void => {
          if (document.querySelector('main [data-key]') === null) requestAnimationFrame(look)
          else requestAnimationFrame(() => resolve(performance.now() - startMs))
        }
        history.back()
        requestAnimationFrame(look)
      }),
  )
}

/** Types the words into the field that has the focus, one key after the other; ms from each key to its frame. */
export async function keystrokesMs(page: Page, words: string): Promise<number[]> {
  await page.evaluate(() => {
    const seen: number[] = []
    Object.assign(globalThis, { keyFrames: seen })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'keydown') seen.push(entry.duration)
    }).observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit)
  })
  for (const key of words) {
    await page.keyboard.press(key === ' ' ? 'Space' : key)
    // The entry is delivered after the frame; the next key comes when the page is idle again.
    await page.evaluate(() => new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: 1000 })))
  }
  const seen = await page.evaluate(() => (globalThis as unknown as { keyFrames: number[] }).keyFrames)
  return [...seen, ...Array.from({ length: Math.max(0, words.length - seen.length) }, () => UNSEEN_MS)]
}
