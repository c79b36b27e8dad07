/**
 * One run of mqadmin from its words to its exit code: which command, which options, which name servers, what goes where.
 * Streams, signals and the process belong to the entry point. Source: MQAdminStartup#main0.
 */
import { EngineError } from '../base/errors.ts'
import type { AdminClient } from '../client/admin-client.ts'
import type { UtcOffset } from '../protocol/message-id.ts'
import { parseCommandLine } from './command-line.ts'
import { CommandOptions } from './command-options.ts'
import type { AdminLanguage, CommandOutput, CommandPacing, CommandRow } from './command-row.ts'
import { failureText } from './failure-text.ts'
import { commandListText, usageText } from './help-text.ts'
import { findCommand } from './registry.ts'

/** What a run gets from outside. */
export interface LaunchSurroundings {
  readonly language: AdminLanguage
  /** `NAMESRV_ADDR`; empty or absent when unset. */
  readonly namesrvAddr: string | undefined
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
  /** Resolves when the reader of stdout keeps up again. */
  readonly drained: () => Promise<void>
  /** @throws {EngineError} 'bad-config' for a bad address. */
  readonly connect: (namesrvAddr: string) => AdminClient
  readonly pacing: CommandPacing
  readonly utcOffsetMs: UtcOffset
  readonly workFolder: string
  readonly statusFolder: string
}

const DONE = 0
const FAILED = 1

/**
 * Runs one command.
 * Differs: a failed command and an unknown one end with 1; Apache's tool ends with 0 for both.
 * @returns the exit code: 0 done, 1 anything else
 */
export async function launch(words: readonly string[], around: LaunchSurroundings): Promise<number> {
  const { language, stdout, stderr } = around
  const rest = withoutLanguage(words)
  const [name, ...args] = rest
  if (name === undefined || isHelpWord(name)) {
    const asked = args[0]
    if (asked === undefined) {
      stdout(commandListText(language))
      return DONE
    }
    const row = findCommand(asked)
    if (row === undefined) return unknown(asked, around)
    stdout(usageText(row, language))
    return DONE
  }
  const row = findCommand(name)
  if (row === undefined) return unknown(name, around)
  const parsed = parseCommandLine(row, args)
  switch (parsed.kind) {
    case 'help':
      stdout(usageText(row, language))
      return DONE
    case 'bad':
      stderr(`${parsed.reason[language]}\n`)
      stdout(usageText(row, language))
      return FAILED
    case 'ok':
      return runCommand(row, new CommandOptions(parsed.values), around)
  }
}

async function runCommand(row: CommandRow, options: CommandOptions, around: LaunchSurroundings): Promise<number> {
  const { language, stdout, stderr } = around
  let exitCode = DONE
  const out: CommandOutput = {
    text: stdout,
    line: (line) => {
      stdout(`${line}\n`)
    },
    drained: around.drained,
    failure: (error, about) => {
      exitCode = FAILED
      stderr(`${failureText(`mqadmin ${row.name} ${about}`, error, language)}\n`)
    },
  }
  let admin: AdminClient | undefined
  try {
    admin = around.connect(nameServersOf(options, around))
    const { pacing, utcOffsetMs, workFolder, statusFolder } = around
    await row.run({ admin, options, out, pacing, utcOffsetMs, workFolder, statusFolder })
  } catch (error) {
    exitCode = FAILED
    stderr(`${failureText(`mqadmin ${row.name}`, error, language)}\n`)
  } finally {
    admin?.shutdown()
  }
  return exitCode
}

/** -n, then the environment. Java then asks an address server over HTTP; ours says what is missing. */
function nameServersOf(options: CommandOptions, around: LaunchSurroundings): string {
  const addresses = options.find('namesrvAddr') ?? around.namesrvAddr?.trim() ?? ''
  if (addresses !== '') return addresses
  throw new EngineError('usage', 'No name server address: give -n host:port or set NAMESRV_ADDR', {
    zh: '没有 NameServer 地址:请用 -n host:port 给出,或设置环境变量 NAMESRV_ADDR',
  })
}

function unknown(name: string, { stdout }: LaunchSurroundings): number {
  stdout(`The sub command ${name} not exist.\n`)
  return FAILED
}

function isHelpWord(word: string): boolean {
  return word === 'help' || word === '-h' || word === '--help'
}

/** `--lang` may stand anywhere, in front of the command too. */
function withoutLanguage(words: readonly string[]): readonly string[] {
  const rest: string[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string
    if (word === '--lang') i++
    else if (!word.startsWith('--lang=')) rest.push(word)
  }
  return rest
}
