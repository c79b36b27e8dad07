/** What one message of the form would look like, asked of the service a moment after the last keystroke. */
import { useEffect, useState } from 'react'
import type { OutputOf } from '../../../engine/contract/rpc.ts'
import type { LabApi } from '../../../engine/contract/lab-api.ts'
import { lab } from '../../api/lab.ts'
import { draftOf, type SendForm } from './send-form-state.ts'

export type Preview = OutputOf<LabApi['send.preview']>

const QUIET_MS = 250

/** `undefined` until the first answer; the last answer stays while a new one is waited for. */
export function usePreview(cluster: string, form: SendForm, fileBase64: string): Preview | undefined {
  const [preview, setPreview] = useState<Preview>()

  useEffect(() => {
    let isGone = false
    const timer = window.setTimeout(() => {
      lab.call('send.preview', { cluster, message: draftOf(form, fileBase64) }).then(
        (answer) => {
          if (!isGone) setPreview(answer)
        },
        () => undefined, // an empty topic is refused by the contract itself; the button says so
      )
    }, QUIET_MS)
    return () => {
      isGone = true
      window.clearTimeout(timer)
    }
  }, [cluster, form, fileBase64])

  return preview
}
