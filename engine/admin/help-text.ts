/** The list of commands and the usage of one, in the user's language. Layout as commons-cli prints it, words our own. */
import { optionsOf } from './command-line.ts'
import type { AdminLanguage, CommandRow, OptionRow } from './command-row.ts'
import { COMMANDS } from './registry.ts'
import { layout } from './table-output.ts'

const COMMAND_LINE = layout('   {:<35} {}')
const LINE_CHARACTERS_MAX = 110

/** Source: MQAdminStartup#printHelp. */
export function commandListText(language: AdminLanguage): string {
  const [title, end] =
    language === 'zh'
      ? ['最常用的 mqadmin 命令:', '用 mqadmin help <命令> 查看某个命令的详细说明。']
      : [
          'The most commonly used mqadmin commands are:',
          "See 'mqadmin help <command>' for more information on a specific command.",
        ]
  return [title, ...COMMANDS.map((row) => COMMAND_LINE(row.name, row.about[language])), '', end]
    .map((line) => `${line}\n`)
    .join('')
}

/** Source: HelpFormatter#printHelp. */
export function usageText(row: CommandRow, language: AdminLanguage): string {
  const options = [...optionsOf(row)].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const word = language === 'zh' ? '用法' : 'usage'
  const head = wrap(`${word}: mqadmin ${row.name}`, choiceFirst(row, options))
  const left = options.map(
    (each) => `${shortText(each)}--${each.long}${each.argument === undefined ? '' : ` <${each.argument}>`}`,
  )
  const width = Math.max(...left.map((text) => text.length)) + 3
  const lines = options.map((each, i) => ` ${(left[i] as string).padEnd(width)}${each.help[language]}`)
  return [...head, ...lines, '', row.about[language]].map((line) => `${line}\n`).join('')
}

function keyOf(option: OptionRow): string {
  return (option.short ?? option.long).toLowerCase()
}

function shortText(option: OptionRow): string {
  return option.short === undefined ? '   ' : `-${option.short},`
}

function word(option: OptionRow): string {
  const name = option.short === undefined ? `--${option.long}` : `-${option.short}`
  return option.argument === undefined ? name : `${name} <${option.argument}>`
}

/** Words of the usage line: required ones bare, the others in brackets, a choice with bars. */
function choiceFirst(row: CommandRow, options: readonly OptionRow[]): string[] {
  const among = row.choice?.among ?? []
  const chosen = options.filter((each) => among.includes(each.long))
  const rest = options.filter((each) => !among.includes(each.long))
  return [
    ...(chosen.length === 0 ? [] : [chosen.map(word).join(' | ')]),
    ...rest.map((each) => (each.isRequired === true ? word(each) : `[${word(each)}]`)),
  ]
}

function wrap(head: string, words: readonly string[]): string[] {
  const lines = [head]
  for (const each of words) {
    const last = lines.at(-1) as string
    if (last.length + 1 + each.length <= LINE_CHARACTERS_MAX) lines[lines.length - 1] = `${last} ${each}`
    else lines.push(`       ${each}`)
  }
  return lines
}
