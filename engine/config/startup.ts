/**
 * May this broker start with this file? The subset of lint that stops a program, settings this engine refuses, and the
 * texts of the store's own refusals, each with an exit code. It refuses to open files or sockets itself.
 * Exit codes 252..255 are Apache's (System.exit(-4)..(-1)); the codes below 100 are ours.
 */
import { BrokerConfig } from './broker-config.ts'
import type { ConfigEnvironment } from './defaults.ts'
import { say, type BilingualText, type Finding } from './finding.ts'
import { fileFindings, lintFile, openFile, FILE_RULES } from './lint.ts'
import { parseProperties } from './properties-text.ts'
import { FileView, type ConfigFile } from './rules/file-view.ts'
import { unsupportedSettings } from './supported.ts'

/** What the shell sees. Differs: Apache ends with 255 or 253 in the last five cases, and prints a stack trace. */
export const EXIT_CODES = {
  configUnreadable: 255,
  startFailed: 255,
  homeMissing: 254,
  initializeFailed: 253,
  roleRefused: 253,
  modesConflict: 252,
  unsupported: 69,
  storePathWrongKind: 74,
  storeLocked: 75,
  portTaken: 76,
  storeNotWritable: 77,
} as const

export interface StartupProblem {
  readonly ruleId: string
  readonly exitCode: number
  readonly key?: string
  readonly line?: number
  readonly message: BilingualText
  readonly fix: BilingualText
}

export interface BrokerStartInput {
  /** The content of the `-c` file, one character per byte; empty when there is none. */
  readonly text: string
  readonly environment: ConfigEnvironment
  /** Where the file lies. */
  readonly path?: string
  /** The `-n` flag. */
  readonly namesrvAddrFlag?: string
}

export type BrokerStart =
  | { readonly status: 'ready'; readonly config: BrokerConfig; readonly warnings: readonly Finding[] }
  /** In the order Apache checks; the program ends with the first one's exit code. */
  | { readonly status: 'stopped'; readonly problems: readonly StartupProblem[] }

/** Reads a broker file and decides whether the broker may start. Source: BrokerStartup#buildBrokerController. */
export function loadBrokerConfig(input: BrokerStartInput): BrokerStart {
  const file: ConfigFile = {
    name: input.path ?? '(no file)',
    text: input.text,
    ...(input.namesrvAddrFlag === undefined ? {} : { namesrvAddrFlag: input.namesrvAddrFlag }),
  }
  const problems = startupProblems(file, input.environment)
  if (problems.length > 0) return { status: 'stopped', problems }
  const document = parseProperties(input.text)
  const config = new BrokerConfig({
    document,
    environment: input.environment,
    ...(input.namesrvAddrFlag === undefined ? {} : { namesrvAddrFlag: input.namesrvAddrFlag }),
  })
  const view = new FileView(file, document, input.environment)
  const lint = fileFindings(view, FILE_RULES).filter(({ severity }) => severity !== 'hint')
  return { status: 'ready', config, warnings: [...lint, ...unsupportedSettings(view.binding).warned] }
}

/** What stops the program that reads `file`; empty when it may start. */
export function startupProblems(file: ConfigFile, environment: ConfigEnvironment): StartupProblem[] {
  const opened = openFile(file)
  if (opened.status === 'unreadable') return [problemOf(opened.finding, EXIT_CODES.configUnreadable)]
  const view = new FileView(file, opened.view.binding.document, environment)
  const stopping = FILE_RULES.flatMap((rule) =>
    rule.exitCode === undefined
      ? []
      : fileFindings(view, [rule]).map((finding) => problemOf(finding, rule.exitCode ?? EXIT_CODES.startFailed)),
  )
  if (!view.isBroker) return stopping
  const refused = unsupportedSettings(view.binding).refused
  return [...stopping, ...refused.map((finding) => problemOf(finding, EXIT_CODES.unsupported))]
}

/** What lint finds in a file of any machine that stops the program reading it. */
export function stoppingFindings(file: ConfigFile): Finding[] {
  const stopping = new Set(FILE_RULES.filter(({ exitCode }) => exitCode !== undefined).map(({ id }) => id))
  return lintFile(file).filter(({ ruleId }) => ruleId === 'unreadable-file' || stopping.has(ruleId))
}

/** Another process has the store. Apache's text stands first, so that a search for it finds this line too. */
export function storeLockedProblem(path: string, holderPid?: number): StartupProblem {
  const holder = holderPid === undefined ? '' : ` (pid ${holderPid})`
  return {
    ruleId: 'store-dir-shared',
    exitCode: EXIT_CODES.storeLocked,
    key: 'storePathRootDir',
    message: say(
      `Lock failed, MQ already started: ${path} is in use by another broker${holder}`,
      `Lock failed, MQ already started:${path} 正被另一个 broker 使用${holder}`,
    ),
    fix: say(
      'give each broker its own storePathRootDir, or stop the other one',
      '为每个 broker 设置各自的 storePathRootDir,或停止另一个 broker',
    ),
  }
}

/** A directory of the store cannot be made or written. `systemCode`: EACCES, EROFS, ... */
export function storeNotWritableProblem(path: string, systemCode: string): StartupProblem {
  return {
    ruleId: 'store-not-writable',
    exitCode: EXIT_CODES.storeNotWritable,
    key: 'storePathRootDir',
    message: say(`the store ${path} is not writable (${systemCode})`, `存储目录 ${path} 不可写(${systemCode})`),
    fix: say(
      `give the directory to the user who starts the broker: chown -R <user> ${path}`,
      `把该目录交给启动 broker 的用户:chown -R <用户> ${path}`,
    ),
  }
}

/** `checkpoint`, `abort` or `lock` is a directory, or a store directory is a file. */
export function storePathWrongKindProblem(path: string, expected: 'file' | 'directory'): StartupProblem {
  return expected === 'file'
    ? {
        ruleId: 'checkpoint-or-abort-is-directory',
        exitCode: EXIT_CODES.storePathWrongKind,
        message: say(`${path} is a directory, but must be a file`, `${path} 是目录,但必须是文件`),
        fix: say(
          `delete it, the broker makes the file itself: rmdir ${path}`,
          `删除它,broker 会自己创建该文件:rmdir ${path}`,
        ),
      }
    : {
        ruleId: 'store-directory-is-file',
        exitCode: EXIT_CODES.storePathWrongKind,
        message: say(`${path} is a file, but must be a directory`, `${path} 是文件,但必须是目录`),
        fix: say('move the file away, or change storePathRootDir', '移走该文件,或修改 storePathRootDir'),
      }
}

/** Another program listens on a port that this one needs. */
export function portTakenProblem(port: number, host: string, key: string): StartupProblem {
  return {
    ruleId: 'port-collision-same-host',
    exitCode: EXIT_CODES.portTaken,
    key,
    message: say(
      `Failed to bind ${host}:${port} (${key}): the address is already in use`,
      `绑定 ${host}:${port}(${key})失败:地址已被占用`,
    ),
    fix: say(
      'stop the other program, or choose another listenPort: a broker takes listenPort, listenPort - 2 and listenPort + 1',
      '停止占用者,或更换 listenPort:broker 占用 listenPort、listenPort - 2 与 listenPort + 1',
    ),
  }
}

/** The problem on one line, with its place and its fix. */
export function problemText(problem: StartupProblem, language: 'en' | 'zh', file?: string): string {
  const at = [file, problem.line].filter((part) => part !== undefined).join(':')
  const fixLabel = language === 'en' ? '; fix: ' : ';解决办法:'
  return `${at === '' ? '' : `${at}: `}${problem.message[language]}${fixLabel}${problem.fix[language]}`
}

function problemOf(finding: Finding, exitCode: number): StartupProblem {
  const { ruleId, key, line, message, fix } = finding
  return {
    ruleId,
    exitCode,
    ...(key === undefined ? {} : { key }),
    ...(line === undefined ? {} : { line }),
    message,
    fix,
  }
}
