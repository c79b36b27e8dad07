/** Exported files to the disk: one file as it is, several as one .zip whose scripts stay executable. */
import { strToU8, zipSync } from 'fflate'
import type { Zippable } from 'fflate'
import type { ExportedFile } from '../../../../engine/config/topology-files.ts'

/** Unix permissions in the upper half of a zip entry's attributes. */
const EXECUTABLE = 0o100755 << 16
const PLAIN = 0o100644 << 16
const UNIX = 3

export interface SavedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What is downloaded; `stem` names the archive and the folder in it. */
export function savedFile(files: readonly ExportedFile[], stem: string): SavedFile {
  const only = files.length === 1 ? files[0] : undefined
  if (only !== undefined) return { name: only.path.slice(only.path.lastIndexOf('/') + 1), bytes: strToU8(only.text) }
  const entries: Zippable = {}
  for (const { path, text, isExecutable } of files) {
    entries[`${stem}/${path}`] = [strToU8(text), { os: UNIX, attrs: (isExecutable ? EXECUTABLE : PLAIN) >>> 0 }]
  }
  return { name: `${stem}.zip`, bytes: zipSync(entries) }
}

/** Hands the file to the browser's downloads. */
export function download({ name, bytes }: SavedFile): void {
  const url = URL.createObjectURL(new Blob([bytes.slice()], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has been taken over once the click has been handled.
  window.setTimeout(() => URL.revokeObjectURL(url), 1000)
}
