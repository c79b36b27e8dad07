/** What a cluster's Send screen remembers, as a value: templates by name, and the forms sent last. Pure. */
import * as z from 'zod'
import { type SendForm, sendForm, withoutFile } from './send-form-state.ts'

export const TEMPLATES_MAX = 50
export const HISTORY_MAX = 30

const template = z.object({ name: z.string().min(1).max(60), form: sendForm })
export const sendDocuments = z.object({
  templates: z.array(template).max(TEMPLATES_MAX),
  history: z.array(sendForm).max(HISTORY_MAX),
})
export type SendDocuments = z.infer<typeof sendDocuments>

/** The newest first; a name stands for one template. */
export function withTemplate(before: SendDocuments, name: string, form: SendForm): SendDocuments {
  const others = before.templates.filter((each) => each.name !== name)
  return { ...before, templates: [{ name, form: withoutFile(form) }, ...others].slice(0, TEMPLATES_MAX) }
}

/** The newest first, each form once. */
export function withHistory(before: SendDocuments, form: SendForm): SendDocuments {
  const kept = withoutFile(form)
  const text = JSON.stringify(kept)
  const others = before.history.filter((each) => JSON.stringify(each) !== text)
  return { ...before, history: [kept, ...others].slice(0, HISTORY_MAX) }
}
