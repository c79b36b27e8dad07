/**
 * Lint: all rules over one property file, or over the files of a cluster. The same rules serve the editor, `mqlab lint`
 * and the start-up checks. It refuses to open files and to look at the machine.
 */
import { EngineError } from '../base/errors.ts'
import { say, SEVERITY_ORDER, type Finding } from './finding.ts'
import { parseProperties } from './properties-text.ts'
import { COMMENT_RULES } from './rules/comments.ts'
import { DLEDGER_RULES } from './rules/dledger.ts'
import { FileView, type ConfigFile } from './rules/file-view.ts'
import { fixLabelOf } from './rules/fix-label.ts'
import { HOST_RULES } from './rules/hosts.ts'
import { KEY_RULES } from './rules/keys.ts'
import { MESSAGE_RULES } from './rules/messages.ts'
import { PAIRING_RULES } from './rules/pairing.ts'
import { PATH_RULES } from './rules/paths.ts'
import { PORT_RULES } from './rules/ports.ts'
import { ROLE_RULES } from './rules/roles.ts'
import type { FileRule, RuleHit, SetRule } from './rules/rule.ts'
import { SECURITY_RULES } from './rules/security.ts'
import { VALUE_RULES } from './rules/values.ts'

export type { ConfigFile } from './rules/file-view.ts'

/** Files of one cluster, or of some machines. */
export interface ConfigSet {
  readonly files: readonly ConfigFile[]
  /** Name servers that have no file. */
  readonly nameServers?: readonly { readonly host: string; readonly port: number }[]
  /** Addresses of the machines, by the `host` of the files. */
  readonly hostAddresses?: Readonly<Record<string, readonly string[]>>
}

export const FILE_RULES: readonly FileRule[] = [
  ...KEY_RULES,
  ...VALUE_RULES,
  ...ROLE_RULES,
  ...PORT_RULES,
  ...PATH_RULES,
  ...MESSAGE_RULES,
  ...DLEDGER_RULES,
  ...SECURITY_RULES,
  ...COMMENT_RULES,
]

export const SET_RULES: readonly SetRule[] = [...PAIRING_RULES, ...HOST_RULES]

/** One file that was read, with what it says alone. */
export interface LintedFile {
  /** Absent when the file cannot be read; the finding tells. */
  readonly view?: FileView
  readonly findings: readonly Finding[]
}

/** Everything the rules have to say about one file, by line. */
export function lintFile(file: ConfigFile): Finding[] {
  const opened = openFile(file)
  return opened.status === 'unreadable' ? [opened.finding] : sorted(fileFindings(opened.view, FILE_RULES))
}

/** The same for several files, and what only shows when they are seen together. */
export function lintSet(set: ConfigSet): Finding[] {
  const linted = set.files.map((file) => lintAlone(file, set))
  return [...linted.flatMap(({ findings }) => findings), ...lintTogether(linted, set)]
}

/** What one file of a set says alone. */
export function lintAlone(file: ConfigFile, set: ConfigSet): LintedFile {
  const opened = openFile(withAddresses(file, set))
  if (opened.status === 'unreadable') return { findings: [opened.finding] }
  return { view: opened.view, findings: sorted(fileFindings(opened.view, FILE_RULES)) }
}

/** What only shows when the files are seen together. */
export function lintTogether(linted: readonly LintedFile[], set: ConfigSet): Finding[] {
  const views = linted.flatMap(({ view }) => (view === undefined ? [] : [view]))
  const together = {
    brokers: views.filter((view) => view.isBroker),
    isWhole: views.length === linted.length,
    nameServerFiles: views.filter((view) => !view.isBroker),
    nameServers: set.nameServers ?? [],
    hostAddresses: new Map(Object.entries(set.hostAddresses ?? {})),
  }
  return SET_RULES.flatMap((rule) =>
    rule.check(together).map(({ view, ...hit }) => findingOf(rule, hit, view?.file.name)),
  )
}

/** The file with the addresses of its machine, where the set knows them. */
export function withAddresses(file: ConfigFile, set: ConfigSet): ConfigFile {
  const known = set.hostAddresses
  if (known === undefined || file.host === undefined || !Object.hasOwn(known, file.host)) return file
  const addresses = known[file.host]
  return addresses === undefined ? file : { ...file, addresses }
}

export type OpenedFile =
  { readonly status: 'open'; readonly view: FileView } | { readonly status: 'unreadable'; readonly finding: Finding }

/** Parses a file; a text that Java cannot read is a finding, because every other rule then has nothing to look at. */
export function openFile(file: ConfigFile): OpenedFile {
  try {
    return { status: 'open', view: new FileView(file, parseProperties(file.text)) }
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'bad-config') throw error
    const { line, key } = error.context as { line?: number; key?: string }
    const finding: Finding = {
      ruleId: 'unreadable-file',
      severity: 'error',
      file: file.name,
      ...(key === undefined ? {} : { key }),
      ...(line === undefined ? {} : { line }),
      message:
        line === undefined
          ? say(`the file cannot be read: ${error.message}`, `无法读取文件：${error.zh ?? error.message}`)
          : say(
              `line ${line} cannot be read: \\u is not followed by four hexadecimal digits, the program stops with exit code 255`,
              `无法读取第 ${line} 行：\\u 后面不是四位十六进制数字，程序会以退出码 255 停止`,
            ),
      fix:
        line === undefined
          ? say('see whether this is a property file at all', '请确认这确实是配置文件')
          : say('write / in paths, or double every backslash', '路径请用 /，或把每个反斜杠写两遍'),
    }
    return { status: 'unreadable', finding }
  }
}

/** The findings of some rules on a file. */
export function fileFindings(view: FileView, rules: readonly FileRule[]): Finding[] {
  return rules
    .filter((rule) => view.isBroker || rule.program === 'any')
    .flatMap((rule) => rule.check(view).map((hit) => findingOf(rule, hit, view.file.name)))
}

/** A rule's hit as a finding; a fix gets its label. */
export function findingOf(
  rule: Pick<Finding, 'severity'> & { readonly id: string },
  hit: RuleHit,
  file: string | undefined,
): Finding {
  const { edits, fixLabel, isChoice, ...rest } = hit
  return {
    ruleId: rule.id,
    severity: rule.severity,
    ...(file === undefined ? {} : { file }),
    ...rest,
    ...(edits === undefined || edits.length === 0
      ? {}
      : { edits, fixLabel: fixLabel ?? fixLabelOf(edits), ...(isChoice === undefined ? {} : { isChoice }) }),
  }
}

function sorted(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (left, right) =>
      (left.line ?? Infinity) - (right.line ?? Infinity) ||
      SEVERITY_ORDER[left.severity] - SEVERITY_ORDER[right.severity],
  )
}
