/**
 * How fast the form of a property file opens and filters, as a user feels it: from going there to the frame that shows the fields,
 * and from the key to the end of the frame that shows its answer.
 */
import type { Page } from '@playwright/test'

/** Keys the file sets beyond those of the catalogue, so that the form has about 700 in all. */
export const EXTRA_KEYS = 260

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

/** Types the words into the field that has the focus, one key after the other; ms from each key to the end of its frame. */
export async function keystrokesMs(page: Page, words: string): Promise<number[]> {
  await page.evaluate(() => {
    const took: number[] = []
    Object.assign(globalThis, { keyFrames: took })
    document.addEventListener(
      'keydown',
      (event) => {
        // The update is made within the event; the message comes once the frame that shows it has been drawn.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => {
            took.push(performance.now() - event.timeStamp)
            port1.close()
          }
          port2.postMessage(undefined)
        })
      },
      { capture: true },
    )
  })
  for (const [index, key] of [...words].entries()) {
    await page.keyboard.press(key === ' ' ? 'Space' : key)
    await page.waitForFunction((n) => (globalThis as unknown as { keyFrames: number[] }).keyFrames.length > n, index)
    await page.evaluate(() => new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: 1000 })))
  }
  return page.evaluate(() => (globalThis as unknown as { keyFrames: number[] }).keyFrames)
}
