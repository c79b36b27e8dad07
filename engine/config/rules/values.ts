/** Rules about the text of values: what Java drops without a word, and what it reads differently from what one sees. */
import { say } from '../finding.ts'
import { convertText, trimJava } from '../java-values.ts'
import type { PropertyEntry } from '../properties-text.ts'
import type { PropertyRow } from '../catalogue.ts'
import type { FileView } from './file-view.ts'
import type { FileRule, RuleHit } from './rule.ts'

interface KnownEntry {
  readonly entry: PropertyEntry
  readonly row: PropertyRow
}

export const VALUE_RULES: readonly FileRule[] = [
  {
    id: 'inline-comment',
    severity: 'error',
    program: 'any',
    check: (view) =>
      knownEntries(view)
        .filter(({ entry }) => commentStart(entry.value) !== undefined)
        .map(({ entry }) => {
          const kept = trimJava(entry.value.slice(0, commentStart(entry.value)))
          return valueHit(
            entry,
            say(
              `a comment cannot follow a value: ${entry.key} gets the whole text "${entry.value}"`,
              `值后面不能写注释：${entry.key} 得到的是整段文本"${entry.value}"`,
            ),
            say('put the comment on a line of its own', '把注释单独写成一行'),
            kept,
          )
        }),
  },
  {
    id: 'value-trailing-blank',
    severity: 'error',
    program: 'any',
    check: (view) =>
      knownEntries(view)
        .filter(({ entry, row }) => hasTrailingBlankTrouble(entry.value, row))
        .map(({ entry, row }) =>
          valueHit(
            entry,
            row.type === 'boolean'
              ? say(`blanks after the value make ${entry.key} false`, `值后面的空白使 ${entry.key} 变为 false`)
              : say(
                  `blanks after the number: ${entry.key} is ignored and stays at its default ${row.defaultText}`,
                  `数字后面有空白：${entry.key} 会被忽略，保持默认值 ${row.defaultText}`,
                ),
            say('remove the blanks at the end of the line', '删除行尾空白'),
            trimJava(entry.value),
          ),
        ),
  },
  {
    id: 'number-format',
    severity: 'error',
    program: 'any',
    check: (view) =>
      [...view.binding.ignored.values()].flatMap(({ entry, row, reason }) => {
        if (row === undefined || (reason !== 'not-a-number' && reason !== 'out-of-range')) return []
        if (commentStart(entry.value) !== undefined || hasTrailingBlankTrouble(entry.value, row)) return []
        const plain = plainNumber(entry.value)
        return [
          valueHit(
            entry,
            say(
              `${entry.key}=${entry.value} is no ${row.type} for Java and is ignored; the default ${row.defaultText} stays`,
              `${entry.key}=${entry.value} 不是 Java 的 ${row.type}，会被忽略，保持默认值 ${row.defaultText}`,
            ),
            plain === undefined
              ? say('write plain decimal digits', '请写纯十进制数字')
              : say(`write plain decimal digits: ${plain}`, `请写纯十进制数字：${plain}`),
            plain !== undefined && convertText(row.type, plain).status === 'set' ? plain : undefined,
          ),
        ]
      }),
  },
  {
    id: 'boolean-word',
    severity: 'error',
    program: 'any',
    check: (view) =>
      knownEntries(view)
        .filter(({ entry, row }) => row.type === 'boolean' && isWrongWord(entry.value))
        .map(({ entry }) =>
          valueHit(
            entry,
            say(
              `${entry.key}=${entry.value} means false: only the word true is true`,
              `${entry.key}=${entry.value} 等于 false：只有 true 才表示真`,
            ),
            say('write true or false', '请写 true 或 false'),
            /^(1|yes|on|y|t|enable|enabled)$/i.test(trimJava(entry.value)) ? 'true' : undefined,
          ),
        ),
  },
  {
    id: 'enum-case',
    severity: 'error',
    program: 'any',
    check: (view) =>
      [...view.binding.ignored.values()].flatMap(({ entry, row, reason }) => {
        if (row === undefined || reason !== 'not-a-choice' || commentStart(entry.value) !== undefined) return []
        const meant = row.choices.find((choice) => sameWord(choice, entry.value))
        return [
          valueHit(
            entry,
            say(
              `${entry.key}=${entry.value} is ignored and stays ${row.defaultText}: the names are ${row.choices.join(', ')}, in upper case`,
              `${entry.key}=${entry.value} 会被忽略，保持 ${row.defaultText}：可用的名称是 ${row.choices.join('、')}，须大写`,
            ),
            meant === undefined
              ? say('write one of these names', '请写其中一个名称')
              : say(`write ${meant}`, `改写为 ${meant}`),
            meant,
          ),
        ]
      }),
  },
  {
    id: 'backslash-path',
    severity: 'error',
    program: 'any',
    check: (view) =>
      knownEntries(view)
        .filter(({ entry, row }) => row.unit === 'path' && /\\(?!u)/.test(entry.rawValue.replaceAll('\\\\', '')))
        .map(({ entry }) =>
          valueHit(
            entry,
            say(
              `a single backslash is an escape: ${entry.key} becomes ${JSON.stringify(entry.value)}`,
              `单个反斜杠是转义符：${entry.key} 实际为 ${JSON.stringify(entry.value)}`,
            ),
            say('write / or double every backslash', '请用 / 或把每个反斜杠写两遍'),
            entry.rawValue.replaceAll('\\\\', '/').replaceAll('\\', '/'),
          ),
        ),
  },
  {
    id: 'non-latin1-value',
    severity: 'warning',
    program: 'any',
    check: (view) =>
      knownEntries(view)
        .filter(({ entry }) => /[^\x00-\x7E]/.test(entry.rawValue))
        .map(({ entry }) =>
          valueHit(
            entry,
            say(
              `property files are read as ISO-8859-1: the value of ${entry.key} becomes unreadable text`,
              `配置文件按 ISO-8859-1 读取：${entry.key} 的值会变成乱码`,
            ),
            say('use ASCII characters, or \\uXXXX', '请用 ASCII 字符或 \\uXXXX'),
          ),
        ),
  },
  {
    id: 'leading-blank-value',
    severity: 'hint',
    program: 'any',
    check: (view) =>
      knownEntries(view)
        .filter(({ entry }) => /^[=:][ \t\f]+$/.test(entry.separator))
        .map(({ entry }) =>
          valueHit(
            entry,
            say(
              `the blank before the value of ${entry.key} is dropped (one after it would not be)`,
              `${entry.key} 的值前面的空白会被去掉（值后面的则不会）`,
            ),
            say('remove the blank', '删除该空白'),
          ),
        ),
  },
]

function knownEntries(view: FileView): KnownEntry[] {
  const known: KnownEntry[] = [...view.binding.bound.values()]
  for (const { entry, row } of view.binding.ignored.values()) if (row !== undefined) known.push({ entry, row })
  return known.sort((left, right) => left.entry.line - right.entry.line)
}

function valueHit(entry: PropertyEntry, message: RuleHit['message'], fix: RuleHit['fix'], value?: string): RuleHit {
  const hit = { key: entry.key, line: entry.line, message, fix }
  return value === undefined ? hit : { ...hit, edits: [{ kind: 'set', key: entry.key, value }] }
}

/** Where something that looks like a comment begins; a lone `#` inside a word is none. */
function commentStart(value: string): number | undefined {
  const match = /(?:^|[ \t\f])(?:#|\/\/)/.exec(value)
  return match?.index
}

function hasTrailingBlankTrouble(value: string, row: PropertyRow): boolean {
  if (!/[ \t\f]$/.test(value) || commentStart(value) !== undefined) return false
  const trimmed = trimJava(value)
  if (row.type === 'boolean') return trimmed.toLowerCase() === 'true'
  return (row.type === 'int' || row.type === 'long') && convertText(row.type, trimmed).status === 'set'
}

/** Words that are neither true nor an honest way to say false. */
function isWrongWord(value: string): boolean {
  if (commentStart(value) !== undefined) return false
  return !/^(true|false|no|off|0|)$/i.test(trimJava(value))
}

/** `1G`, `64k`, `0x10`, `1_000`, `10L` as the digits that were meant. */
function plainNumber(text: string): string | undefined {
  const compact = trimJava(text).replaceAll('_', '').replaceAll(',', '')
  const hexadecimal = /^0x([0-9a-f]{1,12})$/i.exec(compact)
  if (hexadecimal !== null) return String(Number.parseInt(hexadecimal[1] ?? '', 16))
  const match = /^(\d{1,12})(?:([kmg])(?:i?b)?|l)?$/i.exec(compact)
  if (match === null) return undefined
  const power = { k: 1, m: 2, g: 3 }[(match[2] ?? '').toLowerCase()] ?? 0
  return String(Number(match[1]) * 1024 ** power)
}

function sameWord(choice: string, text: string): boolean {
  const normal = (word: string): string => trimJava(word).toUpperCase().replace(/[-_ ]/g, '')
  return normal(choice) === normal(text)
}
