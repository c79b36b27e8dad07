/** A file as the body of a message: chosen or dropped, read in the window, 4 MiB at most. */
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { MESSAGE_BODY_BYTES_MAX } from '../../../engine/contract/messages-api.ts'
import { sendTexts } from '../../i18n/send.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { bytes } from '../../ui/format.ts'
import css from './send.module.css'

export interface FileFieldProps {
  /** Empty: none chosen. */
  readonly name: string
  readonly bodyBytes: number | undefined
  readonly onFile: (name: string, base64: string) => void
}

export function FileField({ name, bodyBytes, onFile }: FileFieldProps): ReactNode {
  const t = useTexts(sendTexts)
  const id = useId()
  const [error, setError] = useState<string>()

  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    if (file.size > MESSAGE_BODY_BYTES_MAX) {
      setError(t('fileTooLarge', { name: file.name, size: bytes(file.size) }))
      return
    }
    setError(undefined)
    onFile(file.name, base64Of(new Uint8Array(await file.arrayBuffer())))
  }

  return (
    <div
      className={css.file}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        void take(event.dataTransfer.files[0])
      }}
    >
      <label htmlFor={id} className={css.fileLabel}>
        {name === '' ? t('chooseFile') : t('fileChosen', { name, size: bytes(bodyBytes) })}
      </label>
      <input id={id} type="file" className={css.fileInput} onChange={(event) => void take(event.target.files?.[0])} />
      {error === undefined ? null : <p className={css.fieldError}>{error}</p>}
    </div>
  )
}

const CHUNK = 0x8000

function base64Of(content: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < content.length; at += CHUNK)
    parts.push(String.fromCharCode(...content.subarray(at, at + CHUNK)))
  return btoa(parts.join(''))
}
