/** Templates and history of a cluster's Send screen, kept by the lab service so that they outlive the window. */
import { useCallback, useEffect, useState } from 'react'
import { lab } from '../../api/lab.ts'
import { type SendDocuments, sendDocuments, withHistory, withTemplate } from './send-documents.ts'
import { formOfDraft, type SendForm } from './send-form-state.ts'

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
        const parsed = sendDocuments.safeParse(value)
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

/** The message that another screen put down to be sent again; `undefined` when there is none. */
export async function loadResend(): Promise<SendForm | undefined> {
  try {
    return formOfDraft((await lab.call('documents.load', { key: 'drafts/resend' })).value)
  } catch {
    return undefined
  }
}
