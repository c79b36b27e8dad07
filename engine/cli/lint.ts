/** `mqlab lint FILE...`: what is wrong with broker property files before a broker is started with them. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Finding, Language } from '../config/finding.ts'
import type { ConfigSet } from '../config/lint.ts'

export interface LintOptions {
  readonly isJson: boolean
  readonly language: Language
  lint(set: ConfigSet): readonly Finding[]
  print(line: string): void
}

/** @returns 1 when a finding is an error, else 0. */
export function lintCommand(paths: readonly string[], options: LintOptions): number {
  const names = paths.map((path) => basename(path))
  const files = paths.map((path, i) => ({
    // Two folders may hold files of one name.
    name: names.indexOf(names[i] as string) === names.lastIndexOf(names[i] as string) ? (names[i] as string) : path,
    text: readFileSync(path, 'latin1'),
  }))
  const findings = options.lint({ files })
  if (options.isJson) options.print(JSON.stringify({ findings }))
  else for (const finding of findings) options.print(findingText(finding, options.language))
  return findings.some((finding) => finding.severity === 'error') ? 1 : 0
}

function findingText(finding: Finding, language: Language): string {
  const where = [finding.file, finding.line].filter((part) => part !== undefined).join(':')
  return `${where === '' ? '' : `${where}: `}${finding.severity}: ${finding.message[language]}; ${finding.fix[language]} [${finding.ruleId}]`
}
