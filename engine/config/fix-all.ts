/**
 * Fixes applied to files: one finding's, or all that are safe until nothing more changes. Pure. A fix that would bring an error
 * no other fix repairs is left to the user.
 */
import type { Finding, PropertyEdit } from './finding.ts'
import { applyEdits, isSafeFix } from './finding.ts'
import type { ConfigFile, ConfigSet } from './lint.ts'
import { parseProperties, writeProperties } from './properties-text.ts'
import { RememberingLint } from './remembering-lint.ts'

/** Rounds over all files, or single fixes when those of a round do not go together. */
const STEPS_MAX = 2000

/** What lint needs besides the files. */
export type FixSurroundings = Omit<ConfigSet, 'files'>

export interface FixedFiles<T extends ConfigFile> {
  /** In the order given; untouched files are the same objects. */
  readonly files: T[]
  /** What was applied, in order. */
  readonly applied: readonly Finding[]
  /** What lint says about the files now. */
  readonly left: readonly Finding[]
}

/** Files after the edits of one finding; files it does not concern are the same objects. */
export function applyFix<T extends ConfigFile>(files: readonly T[], finding: Finding): T[] {
  return applyTogether(files, [finding])
}

/** Applies every safe fix, and those of what then shows, until nothing changes. Files are told apart by name. */
export function fixAll<T extends ConfigFile>(files: readonly T[], surroundings: FixSurroundings = {}): FixedFiles<T> {
  const { lint } = new RememberingLint()
  const look = (current: readonly T[]): readonly Finding[] => lint({ ...surroundings, files: current })
  let state: FixedFiles<T> = { files: [...files], applied: [], left: look(files) }
  const errorsBefore = new Set(state.left.filter(isError).map(nameOf))
  const isWorse = (found: readonly Finding[]): boolean =>
    found.some((finding) => isError(finding) && !isSafeFix(finding) && !errorsBefore.has(nameOf(finding)))
  const refused = new Set<string>()
  // Some fix brings trouble: one at a time from then on, to learn which.
  let isCareful = false
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const fixable = state.left.filter((finding) => isSafeFix(finding) && !refused.has(nameOf(finding)))
    const taken = (isCareful ? fixable.slice(0, 1) : oneForEachPlace(fixable)).filter((finding) =>
      isChanged(state.files, applyFix(state.files, finding)),
    )
    const first = fixable[0]
    if (first === undefined) break
    const next = applyTogether(state.files, taken)
    const left = look(next)
    if (taken.length > 0 && !isWorse(left)) {
      state = { files: next, applied: [...state.applied, ...taken], left }
    } else if (isCareful) {
      refused.add(nameOf(first))
    } else {
      isCareful = true
    }
  }
  return state
}

/** Files after the edits of several findings, all of which count lines in the files as they are. */
function applyTogether<T extends ConfigFile>(files: readonly T[], findings: readonly Finding[]): T[] {
  return files.map((file) => {
    const edits = findings.flatMap((finding) =>
      (finding.edits ?? []).filter((edit) => fileOf(edit, finding) === file.name),
    )
    if (edits.length === 0) return file
    const text = writeProperties(applyEdits(parseProperties(file.text), edits))
    return text === file.text ? file : { ...file, text }
  })
}

/** Of several fixes that touch one key or one line of a file only the first; the others wait for the next round. */
function oneForEachPlace(findings: readonly Finding[]): Finding[] {
  const taken = new Set<string>()
  return findings.filter((finding) => {
    const places = (finding.edits ?? []).flatMap((edit) => placesOf(edit, finding))
    if (places.some((place) => taken.has(place))) return false
    for (const place of places) taken.add(place)
    return true
  })
}

function placesOf(edit: PropertyEdit, finding: Finding): string[] {
  const file = fileOf(edit, finding) ?? ''
  const keys = edit.kind === 'rename' ? [edit.from, edit.to] : edit.kind === 'line' ? [] : [edit.key]
  const lines = 'line' in edit && edit.line !== undefined ? [edit.line] : []
  return [...keys.map((key) => `${file}\n${key}`), ...lines.map((line) => `${file}\n#${line}`)]
}

/** The file an edit is for. */
function fileOf(edit: PropertyEdit, finding: Finding): string | undefined {
  return edit.file ?? finding.file
}

function isError(finding: Finding): boolean {
  return finding.severity === 'error'
}

/** Stands for a finding while lines move. */
function nameOf(finding: Finding): string {
  return `${finding.ruleId}\n${finding.file ?? ''}\n${finding.key ?? ''}`
}

function isChanged<T>(before: readonly T[], after: readonly T[]): boolean {
  return before.some((file, index) => file !== after[index])
}
