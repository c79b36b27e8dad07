/**
 * Lint that remembers: rounds of looking and checking again, and most keystrokes, leave nearly all files of a draft as they
 * were. What a file says alone is kept by its text; only the rules over all files together run each time.
 */
import type { Finding } from '../config/finding.ts'
import { type ConfigFile, FILE_RULES, fileFindings, lintSet, openFile, SET_RULES } from '../config/lint.ts'
import type { FileView } from '../config/rules/file-view.ts'
import { DRAFT_HOST } from './draft-plan.ts'

/** Two of the largest clusters. */
const FILES_KEPT_MAX = 400

interface Linted {
  readonly view: FileView
  readonly findings: readonly Finding[]
}

export class RememberingLint {
  readonly #files = new Map<string, Linted>()
  #last: { readonly key: string; readonly findings: readonly Finding[] } | undefined

  /** The same as `lintSet` over files of one machine. */
  readonly lint = (files: readonly ConfigFile[]): readonly Finding[] => {
    const key = files.map(keyOf).join('\n\n')
    if (this.#last?.key === key) return this.#last.findings
    const findings = this.#lintAll(files)
    this.#last = { key, findings }
    return findings
  }

  #lintAll(files: readonly ConfigFile[]): readonly Finding[] {
    const linted: Linted[] = []
    for (const file of files) {
      const known = this.#files.get(keyOf(file)) ?? lintOne(file)
      // Unreadable: the whole lint has words for it, and it cannot come from our own writer.
      if (known === undefined) return lintSet({ files })
      this.#files.delete(keyOf(file))
      this.#files.set(keyOf(file), known)
      linted.push(known)
    }
    for (const old of this.#files.keys()) {
      if (this.#files.size <= FILES_KEPT_MAX) break
      this.#files.delete(old)
    }
    const views = linted.map(({ view }) => view)
    const together = {
      brokers: views.filter((view) => view.isBroker),
      nameServerFiles: views.filter((view) => !view.isBroker),
      nameServers: [],
      hostAddresses: new Map(files.map((file) => [file.host ?? '', [DRAFT_HOST]])),
    }
    const set = SET_RULES.flatMap((rule) =>
      rule.check(together).map(({ view, ...hit }): Finding => ({
        ruleId: rule.id,
        severity: rule.severity,
        ...(view === undefined ? {} : { file: view.file.name }),
        ...hit,
      })),
    )
    return [...linted.flatMap(({ findings }) => findings), ...set]
  }
}

function keyOf(file: ConfigFile): string {
  return `${file.program ?? ''} ${file.name}\n${file.text}`
}

function lintOne(file: ConfigFile): Linted | undefined {
  const opened = openFile(file)
  if (opened.status === 'unreadable') return undefined
  return { view: opened.view, findings: fileFindings(opened.view, FILE_RULES) }
}
