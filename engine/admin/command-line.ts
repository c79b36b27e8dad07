/**
 * Reads the words behind `mqadmin` by the rows of the commands, as Apache's tool does: `-t Topic`, `-tTopic`,
 * `--topic Topic`, `--topic=Topic`. What is wrong comes back as an outcome; nothing is printed here.
 * Source: ServerUtil#parseCmdLine, commons-cli's PosixParser.
 */
import { type BilingualText, type CommandRow, option, flag, type OptionRow, say } from './command-row.ts'

/** Every command has these. Source: ServerUtil#buildCommandlineOptions. */
export const COMMON_OPTIONS: readonly OptionRow[] = [
  flag('h', 'help', say('Print help', '打印帮助')),
  option(
    'n',
    'namesrvAddr',
    'addr',
    say(
      'Name server address list, eg: 192.168.0.1:9876;192.168.0.2:9876',
      'NameServer 地址列表,如 192.168.0.1:9876;192.168.0.2:9876',
    ),
  ),
]

/** Ours alone, for the language of help and errors. */
const LANGUAGE_OPTION: OptionRow = option(
  undefined,
  'lang',
  'en|zh',
  say('Language of help and errors, default by LANG', '帮助和错误信息的语言,默认取自 LANG'),
)

export type ParsedLine =
  | { readonly kind: 'ok'; readonly values: ReadonlyMap<string, string> }
  | { readonly kind: 'help' }
  | { readonly kind: 'bad'; readonly reason: BilingualText }

/** All options of a command, its own first. */
export function optionsOf(row: CommandRow): readonly OptionRow[] {
  const own = new Set(row.options.flatMap((each) => [each.short, each.long]))
  const common = COMMON_OPTIONS.filter((each) => !own.has(each.long) && !own.has(each.short))
  return [...row.options, ...common, LANGUAGE_OPTION]
}

/** @param words those behind the command's name */
export function parseCommandLine(row: CommandRow, words: readonly string[]): ParsedLine {
  const options = optionsOf(row)
  const values = new Map<string, string>()
  let isHelp = false
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string
    // Words that are no options are left alone, as there.
    if (word === '--') break
    if (!word.startsWith('-') || word === '-') continue
    const found = findOption(options, word)
    if (found === undefined) {
      return bad(`Unrecognized option: ${word}`, `无法识别的选项:${word}`)
    }
    const { row: optionRow } = found
    let { value } = found
    if (optionRow.argument === undefined) {
      if (optionRow.long === 'help') isHelp = true
      values.set(optionRow.long, '')
      continue
    }
    if (value === undefined) {
      const next = words[i + 1]
      if (next === undefined || isOption(options, next)) {
        const name = optionRow.short ?? optionRow.long
        return bad(`Missing argument for option: ${name}`, `选项缺少取值:${name}`)
      }
      value = next
      i++
    }
    // The first one wins.
    if (!values.has(optionRow.long)) values.set(optionRow.long, value)
  }
  if (isHelp) return { kind: 'help' }
  return checkRequired(row, values) ?? { kind: 'ok', values }
}

function checkRequired(row: CommandRow, values: ReadonlyMap<string, string>): ParsedLine | undefined {
  const missing = row.options.filter((each) => each.isRequired === true && !values.has(each.long))
  if (missing.length > 0) {
    const names = missing.map((each) => each.short ?? each.long).join(', ')
    const word = missing.length > 1 ? 'options' : 'option'
    return bad(`Missing required ${word}: ${names}`, `缺少必需的选项:${names}`)
  }
  const { choice } = row
  if (choice === undefined) return undefined
  const given = choice.among.filter((long) => values.has(long))
  const names = choice.among.map((long) => nameOf(row, long)).join(', ')
  if (given.length === 0) return bad(`Missing required option: one of ${names}`, `缺少必需的选项:${names} 之一`)
  if (given.length > 1 && choice.isExclusive) {
    return bad(`Only one of these options is allowed: ${names}`, `这些选项只能给出一个:${names}`)
  }
  return undefined
}

function nameOf(row: CommandRow, long: string): string {
  const found = row.options.find((each) => each.long === long)
  return found?.short === undefined ? `--${long}` : `-${found.short}`
}

function findOption(
  options: readonly OptionRow[],
  word: string,
): { readonly row: OptionRow; readonly value: string | undefined } | undefined {
  const equals = word.indexOf('=')
  const name = equals < 0 ? word : word.slice(0, equals)
  const inline = equals < 0 ? undefined : word.slice(equals + 1)
  const bare = name.replace(/^--?/, '')
  // One dash stands for short and long names alike, two dashes for long ones.
  const named = options.find((row) => row.long === bare || (!name.startsWith('--') && row.short === bare))
  if (named !== undefined && (inline === undefined || named.argument !== undefined))
    return { row: named, value: inline }
  if (name.startsWith('--')) {
    const starts = options.filter(
      (row) => bare !== '' && row.long.startsWith(bare) && (inline === undefined || row.argument !== undefined),
    )
    return starts.length === 1 ? { row: starts[0] as OptionRow, value: inline } : undefined
  }
  // `-tTopic`: the longest short name that begins the word and takes a value.
  const text = word.slice(1)
  const glued = options
    .filter((row) => row.short !== undefined && row.argument !== undefined && text.startsWith(row.short))
    .sort((a, b) => (b.short as string).length - (a.short as string).length)[0]
  return glued === undefined ? undefined : { row: glued, value: text.slice((glued.short as string).length) }
}

function isOption(options: readonly OptionRow[], word: string): boolean {
  return word.startsWith('-') && word !== '-' && findOption(options, word) !== undefined
}

function bad(en: string, zh: string): ParsedLine {
  return { kind: 'bad', reason: say(en, zh) }
}
