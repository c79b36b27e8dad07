/** Fixes applied to files: one finding's, or all that are safe until nothing more changes. Pure. */
import type { Finding, PropertyEdit } from './finding.ts'
import { applyEdits } from './finding.ts'
import type { ConfigFile } from './lint.ts'
import { parseProperties, writeProperties } from './properties-text.ts'

/** Files after the edits of one finding; files it does not concern are the same objects. */
export function applyFix<T extends ConfigFile>(files: readonly T[], finding: Finding): T[] {
  return files.map((file) => {
    const edits = (finding.edits ?? []).filter((edit) => fileOf(edit, finding) === file.name)
    if (edits.length === 0) return file
    const text = writeProperties(applyEdits(parseProperties(file.text), edits))
    return text === file.text ? file : { ...file, text }
  })
}

/** The file an edit is for. */
function fileOf(edit: PropertyEdit, finding: Finding): string | undefined {
  return edit.file ?? finding.file
}
