/** A line typed at the console: to words as a shell would split it, and what could be completed at its end. Pure. */
import { optionsOf } from '../../../admin/command-line.ts'
import type { CommandRow, OptionRow } from '../../../admin/command-row.ts'
import { COMMANDS, findCommand } from '../../../admin/registry.ts'
import { EngineError } from '../../../base/errors.ts'
import { type Text, say } from '../../../contract/text.ts'

const COMPLETIONS_MAX = 200

/**
 * Splits at blanks; single and double quotes keep them, a backslash keeps the next character (in double quotes only `"` and
 * `\`). @throws {EngineError} 'usage' for a quote that is not closed.
 */
export function splitWords(line: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const char = line[i] as string
    if (quote !== '') {
      if (char === quote) quote = ''
      else if (char === '\\' && quote === '"' && /["\\]/.test(line[i + 1] ?? ''))
        word = (word ?? '') + (line[++i] ?? '')
      else word = (word ?? '') + char
    } else if (char === '"' || char === "'") {
      quote = char
      word ??= ''
    } else if (char === '\\' && i + 1 < line.length) {
      word = (word ?? '') + (line[++i] as string)
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else {
      word = (word ?? '') + char
    }
  }
  if (quote !== '') {
    throw new EngineError('usage', `the quote ${quote} is not closed: add ${quote} at the end`, {
      context: { field: 'line', value: line },
      zh: `引号 ${quote} 没有闭合：请在末尾补上 ${quote}`,
    })
  }
  if (word !== undefined) words.push(word)
  return words
}

/** What a cluster offers as values of options. */
export interface CompletionFacts {
  readonly topics: readonly string[]
  readonly groups: readonly string[]
  readonly brokerNames: readonly string[]
  readonly brokerAddresses: readonly string[]
  readonly clusters: readonly string[]
  readonly namesrvAddr: string
}

export interface Completion {
  readonly insert: string
  readonly help: Text
}

export interface Completions {
  /** Where in the line the inserted text begins. */
  readonly from: number
  readonly items: readonly Completion[]
}

/** Which command and which kind of value stands at the end of the line; the caller fetches facts only for values. */
export type CompletionPoint =
  | { readonly kind: 'command'; readonly from: number; readonly start: string }
  | {
      readonly kind: 'option'
      readonly from: number
      readonly start: string
      readonly row: CommandRow
      readonly given: readonly string[]
    }
  | { readonly kind: 'value'; readonly from: number; readonly start: string; readonly option: OptionRow }
  | { readonly kind: 'nothing' }

export function completionPoint(line: string): CompletionPoint {
  const start = /\S*$/.exec(line)?.[0] ?? ''
  const from = line.length - start.length
  const before = line
    .slice(0, from)
    .split(/\s+/)
    .filter((word) => word !== '')
  if (before[0] === 'mqadmin') before.shift()
  const [name, ...given] = before
  if (name === undefined || (name === 'help' && given.length === 0)) return { kind: 'command', from, start }
  const row = findCommand(name)
  if (row === undefined) return { kind: 'nothing' }
  const last = given.at(-1)
  const option = last?.startsWith('-') === true ? optionNamed(row, last) : undefined
  if (option?.argument !== undefined) return { kind: 'value', from, start, option }
  return { kind: 'option', from, start, row, given }
}

export function completions(point: CompletionPoint, facts: CompletionFacts): Completions {
  switch (point.kind) {
    case 'nothing':
      return { from: 0, items: [] }
    case 'command':
      return found(
        point,
        COMMANDS.map((row) => ({ insert: row.name, help: row.about })),
      )
    case 'option': {
      const given = new Set(point.given.map((word) => optionNamed(point.row, word)?.long))
      const open = optionsOf(point.row).filter((option) => !given.has(option.long))
      const required = open.filter((option) => option.isRequired === true)
      const rest = open.filter((option) => option.isRequired !== true)
      const useLong = point.start.startsWith('--')
      return found(
        point,
        [...required, ...rest].map((option) => ({
          insert: useLong || option.short === undefined ? `--${option.long}` : `-${option.short}`,
          help: option.help,
        })),
      )
    }
    case 'value':
      return found(point, valuesOf(point.option, facts))
  }
}

function found(point: { readonly from: number; readonly start: string }, all: readonly Completion[]): Completions {
  const wanted = point.start.toLowerCase()
  const items = all.filter((item) => item.insert.toLowerCase().startsWith(wanted)).slice(0, COMPLETIONS_MAX)
  return { from: point.from, items }
}

function optionNamed(row: CommandRow, word: string): OptionRow | undefined {
  const bare = word.replace(/^--?/, '').replace(/=.*$/, '')
  return optionsOf(row).find((option) => option.long === bare || (!word.startsWith('--') && option.short === bare))
}

function valuesOf(option: OptionRow, facts: CompletionFacts): Completion[] {
  const items = (values: readonly string[], en: string, zh: string): Completion[] =>
    values.map((value) => ({ insert: value, help: say(en, zh) }))
  const name = option.long.toLowerCase()
  if (name === 'namesrvaddr') return items([facts.namesrvAddr], 'name servers of this cluster', '本集群的 NameServer')
  if (name.includes('topic')) return items(facts.topics, 'topic', 'Topic')
  if (name.includes('group')) return items(facts.groups, 'consumer group', '消费组')
  if (name === 'brokername' || name === 'broker') return items(facts.brokerNames, 'broker name', 'Broker 名称')
  if (name === 'brokeraddr' || name === 'masteraddr')
    return items(facts.brokerAddresses, 'broker address', 'Broker 地址')
  if (name === 'clustername' || name === 'cluster') return items(facts.clusters, 'cluster', '集群')
  return []
}
