/**
 * What one mqadmin command is: a row with its name, options, help in both languages and its function, and the few things
 * that function receives. Rows know nothing of processes, terminals or exit codes.
 */
import type { AdminClient } from '../client/admin-client.ts'
import type { UtcOffset } from '../protocol/message-id.ts'
import type { CommandOptions } from './command-options.ts'

export type AdminLanguage = 'en' | 'zh'

export interface BilingualText {
  readonly en: string
  readonly zh: string
}

/** A text in both languages. */
export function say(en: string, zh: string): BilingualText {
  return { en, zh }
}

export interface OptionRow {
  /** Without its dash; several letters for some. Absent where only the long form exists. */
  readonly short?: string | undefined
  /** Without its dashes; commands read the value by this name. */
  readonly long: string
  /** What the value is called in the help; an option without it is a flag. */
  readonly argument?: string | undefined
  readonly isRequired?: boolean | undefined
  readonly help: BilingualText
}

export type CommandGroup =
  'topic' | 'broker' | 'cluster' | 'namesrv' | 'message' | 'consumer' | 'producer' | 'offset' | 'queue' | 'ha' | 'stats'

/** Options of which the command needs at least one, or exactly one when they exclude each other. Long names. */
export interface OptionChoice {
  readonly among: readonly string[]
  readonly isExclusive: boolean
}

export interface CommandRow {
  readonly name: string
  /** Other names it answers to; names are compared without regard to case. */
  readonly aliases?: readonly string[] | undefined
  readonly group: CommandGroup
  readonly about: BilingualText
  readonly options: readonly OptionRow[]
  readonly choice?: OptionChoice | undefined
  /** @throws {EngineError} when it could not do what was asked. */
  readonly run: (context: CommandContext) => Promise<void>
}

/** Where results and partial failures go. */
export interface CommandOutput {
  /** As it is: some of RocketMQ's commands do not end their last line. */
  text(text: string): void
  line(line: string): void
  /** Resolves when the reader keeps up: commands that print without end wait for it. */
  drained(): Promise<void>
  /** A failure that does not end the command, such as one broker of many; the exit code tells it in the end. */
  failure(error: unknown, about: string): void
}

/** How long commands wait and when they are asked to end. */
export interface CommandPacing {
  /** Set once the user wants an endless command to end. */
  readonly isStopped: boolean
  /** Resolves after the time, or at once when the user wants an end. */
  pause(delayMs: number): Promise<void>
}

export interface CommandContext {
  readonly admin: AdminClient
  readonly options: CommandOptions
  readonly out: CommandOutput
  readonly pacing: CommandPacing
  /** For times that people read: how far their wall clock is ahead of UTC. */
  readonly utcOffsetMs: UtcOffset
  /** Folder of files that a command writes when it is not told another; absolute, with `/`. */
  readonly workFolder: string
  /** Where consumerStatus puts its files: the folder that the user stands in. */
  readonly statusFolder: string
}

/** Makes an option that takes a value. */
export function option(
  short: string | undefined,
  long: string,
  argument: string,
  help: BilingualText,
  isRequired = false,
): OptionRow {
  return { short, long, argument, help, isRequired }
}

/** Makes an option without a value. */
export function flag(short: string, long: string, help: BilingualText): OptionRow {
  return { short, long, help }
}

export const REQUIRED = true
