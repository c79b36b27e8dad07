/** Sentences that a person reads travel in both languages; the window shows the one that is set. */
import * as z from 'zod'

export const text = z.object({ en: z.string(), zh: z.string() })
export type Text = z.infer<typeof text>

export function say(en: string, zh: string): Text {
  return { en, zh }
}
