/**
 * Fixes applied to files: one finding's, or all that are safe until nothing more changes. Pure. A fix that would bring an error
 * no other fix repairs is left to the user.
 */
import type { Finding, PropertyEdit } from './finding.ts'
import { applyEdits } from './finding.ts'
import type { ConfigFile, ConfigSet } from './lint.ts'
import { parseProperties, writeProperties } from './properties-text.ts'
import { RememberingLint } from './remembering-lint.ts'

/** Rounds over all files; each repairs what the round before uncovered. */
const ROUNDS_MAX = 24
/** Single fixes, when those of a round do not go together. */
const STEPS_MAX = 2000

/** Findings without a line come first: what they add goes to the end. */
const LAST = Number.MAX_SAFE_INTEGER

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
  return files.map((file) => {
    const edits = (finding.edits ?? []).filter((edit) => fileOf(edit, finding) === file.name)
    if (edits.length === 0) return file
    const text = writeProperties(applyEdits(parseProperties(file.text), edits))
    return text === file.text ? file : { ...file, text }
  })
}

/** Applies every safe fix, and those of what then shows, until nothing changes. Files are told apart by name. */
export function fixAll<T extends ConfigFile>(files: readonly T[], surroundings: FixSurroundings = {}): FixedFiles<T> {
  const { lint } = new RememberingLint()
  const look = (current: readonly T[]): readonly Finding[] => lint({ ...surroundings, files: current })
  let state: FixedFiles<T> = { files: [...files], applied: [], left: look(files) }
  const errorsBefore = new Set(state.left.filter(isError).map(nameOf))
  const isWorse = (found: readonly Finding[]): boolean =>
    found.some((finding) => isError(finding) && !isFixable(finding) && !errorsBefore.has(nameOf(finding)))
  const refused = new Set<string>()
  let steps = 0
  for (let round = 0; round < ROUNDS_MAX && steps < STEPS_MAX; round += 1) {
    const fixable = inOrder(state.left.filter((finding) => isFixable(finding) && !refused.has(nameOf(finding))))
    const next = applyEach(state, oneForEachPlace(fixable), look)
    if (next.applied.length === state.applied.length) break
    if (!isWorse(next.left)) {
      state = next
      continue
    }
    // Some fix of this round brings trouble: one at a time, to learn which.
    for (const finding of fixable) {
      steps += 1
      if (steps > STEPS_MAX) break
      const alone = applyEach(state, [finding], look)
      if (isWorse(alone.left)) refused.add(nameOf(finding))
      else state = alone
    }
  }
  return state
}

/** The state after these fixes; those that change nothing are not counted. */
function applyEach<T extends ConfigFile>(
  state: FixedFiles<T>,
  findings: readonly Finding[],
  look: (files: readonly T[]) => readonly Finding[],
): FixedFiles<T> {
  let { files } = state
  const applied = [...state.applied]
  for (const finding of findings) {
    const next = applyFix(files, finding)
    if (!next.some((file, index) => file !== files[index])) continue
    files = next
    applied.push(finding)
  }
  return applied.length === state.applied.length ? state : { files, applied, left: look(files) }
}

/** From the last line up: lines above keep their numbers. An edit whose line has moved all the same changes nothing. */
function inOrder(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((left, right) => (right.line ?? LAST) - (left.line ?? LAST))
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

function isFixable(finding: Finding): boolean {
  return (finding.edits?.length ?? 0) > 0
}

function isError(finding: Finding): boolean {
  return finding.severity === 'error'
}

/** Stands for a finding while lines move. */
function nameOf(finding: Finding): string {
  return `${finding.ruleId}\n${finding.file ?? ''}\n${finding.key ?? ''}`
}
