/** Templates and history of a cluster's Send screen, kept by the lab service so that they outlive the window. */
import { useCallback, useEffect, useState } from 'react'
import * as z from 'zod'
import { lab } from '../../api/lab.ts'
import { formOfDraft, type SendForm, sendForm, withoutFile } from './send-form-state.ts'

export const TEMPLATES_MAX = 50
export const HISTORY_MAX = 30

const template = z.object({ name: z.string().min(1).max(60), form: sendForm })
const stored = z.object({
  templates: z.array(template).max(TEMPLATES_MAX),
  history: z.array(sendForm).max(HISTORY_MAX),
})
export type SendDocuments = z.infer<typeof stored>

const EMPTY: SendDocuments = { templates: [], history: [] }

export interface SendDocumentsState {
  readonly documents: SendDocuments
  saveTemplate(name: string, form: SendForm): void
  deleteTemplate(name: string): void
  remember(form: SendForm): void
}

export function useSendDocuments(cluster: string): SendDocumentsState {
  const [documents, setDocuments] = useState<SendDocuments>(EMPTY)
  const key = `send/${cluster}`

  useEffect(() => {
    let isGone = false
    lab.call('documents.load', { key }).then(
      ({ value }) => {
        const parsed = stored.safeParse(value)
        if (!isGone && parsed.success) setDocuments(parsed.data)
      },
      () => undefined, // the bar of the lost connection tells; without them the form works all the same
    )
    return () => {
      isGone = true
    }
  }, [key])

  const change = useCallback(
    (next: (before: SendDocuments) => SendDocuments) => {
      setDocuments((before) => {
        const after = next(before)
        void lab.call('documents.save', { key, value: after }).catch(() => undefined)
        return after
      })
    },
    [key],
  )

  return {
    documents,
    saveTemplate: (name, form) => change((before) => withTemplate(before, name, form)),
    deleteTemplate: (name) =>
      change((before) => ({ ...before, templates: before.templates.filter((each) => each.name !== name) })),
    remember: (form) => change((before) => withHistory(before, form)),
  }
}

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

/** The message that another screen put down to be sent again; `undefined` when there is none. */
export async function loadResend(): Promise<SendForm | undefined> {
  try {
    return formOfDraft((await lab.call('documents.load', { key: 'drafts/resend' })).value)
  } catch {
    return undefined
  }
}
