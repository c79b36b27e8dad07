/** `mqlab lint FILES...`: what is wrong with property files, and with articles, before a broker is started with them. */
import { copyFileSync, existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { EngineError, errorText } from '../base/errors.ts'
import { readArticle } from '../config/article/read-article.ts'
import {
  say,
  SEVERITY_ORDER,
  type BilingualText,
  type Finding,
  type Language,
  type Severity,
  isSafeFix,
} from '../config/finding.ts'
import { fixAll } from '../config/fix-all.ts'
import { lintSet } from '../config/lint.ts'
import { bytesOfFile } from '../config/properties-bytes.ts'
import { inLanguage, visibleLine } from './console.ts'
import { lintInput, type LintFile, type LintInput } from './lint-files.ts'

const BACKUPS_MAX = 100

export interface LintOptions {
  readonly isJson: boolean
  readonly isFixing: boolean
  /** `NAME=FILE,FILE`. */
  readonly hosts: readonly string[]
  readonly language: Language
  print(line: string): void
  /** What is not part of the answer: what was repaired, when the answer is JSON. */
  tell(line: string): void
}

/** One row of `--json`. */
interface Problem {
  readonly id: string
  readonly severity: Severity
  readonly file: string | null
  readonly line: number | null
  readonly key: string | null
  readonly value: string | null
  readonly message: string
  readonly fix: string | null
}

/**
 * @returns 1 when an error is left, else 0.
 * @throws {EngineError} 'usage' for a file that is not there.
 */
export function lintCommand(paths: readonly string[], options: LintOptions): number {
  const input = lintInput(paths, options.hosts)
  const findings = options.isFixing ? fixFiles(input, options) : lintSet(input)
  const ofArticles = input.articles.flatMap((article) => articleFindings(article.name, article.text))
  if (options.isFixing) {
    for (const { name } of input.articles) {
      const text = say(`${name} is an article and stays as it is`, `${name} 是文章，保持不变`)
      report(options, inLanguage(text, options.language))
    }
  }
  const all = [...findings, ...ofArticles]
  if (options.isJson) {
    options.print(JSON.stringify({ problems: all.map((finding) => problemOf(finding, options.language)) }))
  } else {
    for (const line of humanLines(all, input, options)) options.print(visibleLine(line))
  }
  return all.some((finding) => finding.severity === 'error') ? 1 : 0
}

/** Repairs what is safe and writes it; what is left is returned. */
function fixFiles(input: LintInput, options: LintOptions): readonly Finding[] {
  const { files, applied, left } = fixAll(input.files, { hostAddresses: input.hostAddresses })
  const word = (text: BilingualText): string => inLanguage(text, options.language)
  for (const [index, file] of files.entries()) {
    const before = input.files[index]
    if (before === undefined || before.text === file.text) continue
    const backup = writeWithBackup(before, file.text)
    report(
      options,
      word(say(`${file.name} repaired, as it was in ${backup}`, `已修复 ${file.name}，原文件保存为 ${backup}`)),
    )
    const own = applied.filter((finding) => (finding.file ?? finding.edits?.[0]?.file) === file.name)
    for (const finding of own.toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0))) {
      const place = finding.line === undefined ? '' : `${finding.line}: `
      report(
        options,
        `  ${place}${word(finding.message)} (${word(finding.fixLabel ?? finding.fix)}) [${finding.ruleId}]`,
      )
    }
  }
  if (applied.length === 0) report(options, word(say('nothing that a program may repair', '没有可以自动修复的问题')))
  return left
}

function report(options: LintOptions, line: string): void {
  if (options.isJson) options.tell(visibleLine(line))
  else options.print(visibleLine(line))
}

/** The new text in place of the old one at once; the old file stays beside it under a name that was free. */
function writeWithBackup(file: LintFile, text: string): string {
  const target = realpathSync(file.name)
  let backup = `${file.name}.bak`
  for (let number = 1; existsSync(backup); number += 1) {
    if (number > BACKUPS_MAX) {
      throw new EngineError('usage', `${file.name} has ${BACKUPS_MAX} backups: remove some`, {
        context: { field: 'files', value: file.name },
        zh: `${file.name} 已有 ${BACKUPS_MAX} 个备份：请删除一些`,
      })
    }
    backup = `${file.name}.bak.${number}`
  }
  const written = `${target}.mqlab-${process.pid}`
  try {
    copyFileSync(target, backup)
    writeFileSync(written, bytesOfFile(text, file.encoding), { mode: statSync(target).mode & 0o777 })
    renameSync(written, target)
  } catch (cause) {
    rmSync(written, { force: true })
    throw new EngineError('store-io', `${file.name} cannot be repaired in place, it is as it was`, {
      context: { field: 'files', value: file.name },
      cause,
      zh: `无法就地修复 ${file.name}，文件保持原样：${errorText(cause)}`,
    })
  }
  return backup
}

/** What an article's files and commands are charged with, at its lines. */
function articleFindings(name: string, text: string): Finding[] {
  const article = readArticle(text)
  const ofFiles = article.clusters.flatMap((cluster) =>
    cluster.findings.map((finding) => {
      const block = article.blocks.find(
        ({ node, cluster: index }) => article.clusters[index ?? -1] === cluster && node === finding.file,
      )
      const line = block?.fileLines?.[(finding.line ?? 1) - 1] ?? block?.firstLine
      return { ...finding, file: name, ...(line === undefined ? {} : { line }) }
    }),
  )
  return [...ofFiles, ...article.findings.map((finding) => ({ ...finding, file: name }))]
    .map(({ edits: _, ...finding }) => finding)
    .toSorted(
      (left, right) =>
        (left.line ?? 0) - (right.line ?? 0) || SEVERITY_ORDER[left.severity] - SEVERITY_ORDER[right.severity],
    )
}

function problemOf(finding: Finding, language: Language): Problem {
  return {
    id: finding.ruleId,
    severity: finding.severity,
    file: finding.file ?? null,
    line: finding.line ?? null,
    key: finding.key ?? null,
    value: finding.value ?? null,
    message: inLanguage(finding.message, language),
    fix: inLanguage(finding.fix, language),
  }
}

const SEVERITY_WORDS: Readonly<Record<Severity, BilingualText>> = {
  error: say('error', '错误'),
  warning: say('warning', '警告'),
  hint: say('hint', '提示'),
}

function humanLines(findings: readonly Finding[], input: LintInput, options: LintOptions): string[] {
  const word = (text: BilingualText): string => inLanguage(text, options.language)
  const names = [...input.files.map(({ name }) => name), ...input.articles.map(({ name }) => name), undefined]
  const lines: string[] = []
  for (const name of names) {
    const own = findings.filter(({ file }) => file === name)
    if (own.length === 0) continue
    lines.push(name ?? word(say('all files together', '所有文件一起看')))
    for (const finding of own) {
      const place = finding.line === undefined ? '    -' : String(finding.line).padStart(5)
      lines.push(`${place}  ${word(SEVERITY_WORDS[finding.severity])}  ${word(finding.message)} [${finding.ruleId}]`)
      lines.push(`       ${word(say('fix: ', '解决办法：'))}${word(finding.fix)}`)
    }
    lines.push('')
  }
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length
  const [errors, warnings, hints] = [count('error'), count('warning'), count('hint')]
  const files = input.files.length + input.articles.length
  lines.push(
    word(
      say(
        `${plural(files, 'file')}: ${plural(errors, 'error')}, ${plural(warnings, 'warning')}, ${plural(hints, 'hint')}`,
        `${files} 个文件：${errors} 个错误，${warnings} 个警告，${hints} 个提示`,
      ),
    ),
  )
  const fixable = findings.filter(isSafeFix).length
  if (fixable > 0 && !options.isFixing) {
    lines.push(word(say(`mqlab lint --fix repairs ${fixable} of them`, `其中 ${fixable} 个可用 mqlab lint --fix 修复`)))
  }
  return lines
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
