/**
 * Lint that remembers: most keystrokes, and rounds of looking and checking again, leave nearly all files as they were. What a
 * file says alone is kept by its text; only the rules over all files together run each time.
 */
import { TextMemory } from '../base/text-memory.ts'
import type { Finding } from './finding.ts'
import { type ConfigFile, type ConfigSet, lintAlone, type LintedFile, lintTogether } from './lint.ts'

/** Two of the largest clusters. */
const FILES_KEPT_MAX = 400

export class RememberingLint {
  readonly #files = new TextMemory<LintedFile>(FILES_KEPT_MAX)
  #last: { readonly keys: readonly string[]; readonly findings: readonly Finding[] } | undefined

  /** The same as `lintSet`; the same array when nothing changed. */
  readonly lint = (set: ConfigSet): readonly Finding[] => {
    const fileKeys = set.files.map((file) => keyOf(file, set))
    const keys = [...fileKeys, JSON.stringify([set.nameServers, set.hostAddresses])]
    if (this.#last !== undefined && isSame(this.#last.keys, keys)) return this.#last.findings
    const linted = set.files.map((file, index) => this.#files.get(fileKeys[index] ?? '', () => lintAlone(file, set)))
    const findings = [...linted.flatMap((one) => one.findings), ...lintTogether(linted, set)]
    this.#last = { keys, findings }
    return findings
  }
}

/** Everything `lintAlone` looks at. */
function keyOf(file: ConfigFile, set: ConfigSet): string {
  const addresses = file.host === undefined ? undefined : set.hostAddresses?.[file.host]
  return `${JSON.stringify([file.program, file.name, file.path, file.host, file.namesrvAddrFlag, addresses])}\n${file.text}`
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((key, index) => key === right[index])
}
