/** What a lint rule is: a row with an id, a severity and a pure function over one file, several files, a change or an article. */
import type { BilingualText, PropertyEdit, Severity } from '../finding.ts'
import type { FileView } from './file-view.ts'

/** A finding before it knows its rule and its file. */
export interface RuleHit {
  readonly key?: string
  readonly line?: number
  /** The value at fault. */
  readonly value?: string
  /** `What is wrong: what happens`, with `：` in Chinese; see `headlineOf`. */
  readonly message: BilingualText
  readonly fix: BilingualText
  /** A short label for the edits; made from them when it is absent. */
  readonly fixLabel?: BilingualText
  readonly edits?: readonly PropertyEdit[]
  /** The edits decide what their author should. */
  readonly isChoice?: true
}

export interface FileRule {
  readonly id: string
  readonly severity: Severity
  /** Broker files only unless `any`. */
  readonly program?: 'any'
  /**
   * The program does not start: with this exit code in the shell. Such rules are the start-up checks.
   * Source: exit codes of BrokerStartup and BrokerController, 256 - n for System.exit(-n).
   */
  readonly exitCode?: number
  check(view: FileView): readonly RuleHit[]
}

/** Files that belong together: one cluster, or all that runs on some machines. */
export interface SetView {
  readonly brokers: readonly FileView[]
  /** Every file could be read: what none of them has is not there. */
  readonly isWhole: boolean
  readonly nameServerFiles: readonly FileView[]
  /** Name servers known without a file. */
  readonly nameServers: readonly { readonly host: string; readonly port: number }[]
  /** Addresses of the machines, by the host name that the files use. */
  readonly hostAddresses: ReadonlyMap<string, readonly string[]>
}

export interface SetHit extends RuleHit {
  /** The file it is about; absent when it is about the set. */
  readonly view?: FileView
}

/** A rule that sees several files together. */
export interface SetRule {
  readonly id: string
  readonly severity: Severity
  check(set: SetView): readonly SetHit[]
}

/** A hit on a key: the line and the value come from the file. */
export function hitAt(
  view: FileView,
  key: string,
  message: BilingualText,
  fix: BilingualText,
  edits?: readonly PropertyEdit[],
  fixLabel?: BilingualText,
): RuleHit {
  const entry = view.entryOf(key)
  return {
    key,
    ...(entry === undefined ? {} : { line: entry.line, value: entry.value }),
    message,
    fix,
    ...(edits === undefined ? {} : { edits }),
    ...(fixLabel === undefined ? {} : { fixLabel }),
  }
}

/** The hit with edits that only its author may choose; without edits as it is. */
export function choice<T extends RuleHit>(hit: T): T {
  return hit.edits === undefined ? hit : { ...hit, isChoice: true }
}

/** One hit when the condition holds, none otherwise. */
export function hitIf(condition: boolean, hit: () => RuleHit): readonly RuleHit[] {
  return condition ? [hit()] : []
}

/** Groups in order of first appearance; items without a key are left out. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
