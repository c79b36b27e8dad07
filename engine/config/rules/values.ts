/** Rules about the text of values: what Java drops without a word, and what it reads differently from what one sees. */
import type { PropertyRow } from '../catalogue.ts'
import { say, type BilingualText } from '../finding.ts'
import { convertText, trimJava } from '../java-values.ts'
import type { PropertyEntry } from '../properties-text.ts'
import { parseHumanValue } from '../unit-words.ts'
import { readableText } from '../utf8-in-latin1.ts'
import type { FileView } from './file-view.ts'
import type { FileRule, RuleHit } from './rule.ts'

interface KnownEntry {
  readonly entry: PropertyEntry
  readonly row: PropertyRow
}

/** The value that repairs the line, and what the button says. */
interface Repair {
  readonly value: string | undefined
  readonly label?: BilingualText
}

export const VALUE_RULES: readonly FileRule[] = [
  {
    id: 'inline-comment',
    severity: 'error',
    program: 'any',
    check: (view) =>
      knownEntries(view)
        .filter(({ entry }) => commentStart(entry.value) !== undefined)
        .map(({ entry, row }) => {
          const kept = trimJava(entry.value.slice(0, commentStart(entry.value)))
          const isValue = kept !== '' && convertText(row.type, kept, row.choices).status === 'set'
          return valueHit(
            entry,
            say(
              `a comment cannot follow a value: ${entry.key} gets the whole text "${entry.value}"`,
              `值后面不能写注释：${entry.key} 得到的是整段文本"${entry.value}"`,
            ),
            say('put the comment on a line of its own', '把注释单独写成一行'),
            { value: isValue ? kept : undefined, label: say('Remove comment', '去掉注释') },
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
        .map(({ entry, row }) => {
          const meant = trimJava(entry.value)
          return valueHit(
            entry,
            row.type === 'boolean'
              ? say(
                  `${entry.key} is false: the blank after ${meant} makes it another word`,
                  `${entry.key} 为 false：${meant} 后面的空白使它不再是 ${meant}`,
                )
              : say(
                  `${entry.key} is ignored: the blank after ${meant} makes it no number, the default ${row.defaultText} applies`,
                  `${entry.key} 会被忽略：${meant} 后面的空白使它不是数字，实际使用默认值 ${row.defaultText}`,
                ),
            say('remove the blanks at the end of the line', '删除行尾空白'),
            { value: meant, label: say('Remove blank', '删除空白') },
          )
        }),
  },
  {
    id: 'number-format',
    severity: 'error',
    program: 'any',
    check: (view) =>
      [...view.binding.ignored.values()].flatMap(({ entry, row, reason }) => {
        if (row === undefined || (reason !== 'not-a-number' && reason !== 'out-of-range')) return []
        if (commentStart(entry.value) !== undefined || hasTrailingBlankTrouble(entry.value, row)) return []
        const plain = parseHumanValue(row, entry.value)
        return [
          valueHit(
            entry,
            say(
              `${entry.key} is ignored: "${entry.value}" is no ${row.type} for Java, the default ${row.defaultText} applies`,
              `${entry.key} 会被忽略："${entry.value}" 不是 Java 的 ${row.type}，实际使用默认值 ${row.defaultText}`,
            ),
            plain === undefined
              ? say('write plain decimal digits', '请写纯十进制数字')
              : say(`write plain decimal digits: ${plain}`, `请写纯十进制数字：${plain}`),
            { value: plain },
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
              `${entry.key}=${entry.value} means false: of all words only true is true`,
              `${entry.key}=${entry.value} 等于 false：只有 true 才表示真`,
            ),
            say('write true or false', '请写 true 或 false'),
            { value: /^(1|yes|on|y|t|enable|enabled)$/i.test(trimJava(entry.value)) ? 'true' : undefined },
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
              `${entry.key}=${entry.value} is ignored: the names are ${row.choices.join(', ')}, in upper case, and ${row.defaultText} applies`,
              `${entry.key}=${entry.value} 会被忽略：可用的名称是 ${row.choices.join('、')}，须大写；实际使用 ${row.defaultText}`,
            ),
            meant === undefined
              ? say('write one of these names', '请写其中一个名称')
              : say(`write ${meant}`, `改写为 ${meant}`),
            { value: meant },
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
        .filter(({ entry, row }) => row.unit === 'path' && MANGLING.test(entry.rawValue.replaceAll('\\\\', '')))
        .map(({ entry }) =>
          valueHit(
            entry,
            say(
              `${entry.key} is mangled: a single backslash is an escape, the path becomes ${JSON.stringify(entry.value)}`,
              `${entry.key} 的路径会走样：单个反斜杠是转义符，实际为 ${JSON.stringify(entry.value)}`,
            ),
            say('write / or double every backslash', '请用 / 或把每个反斜杠写两遍'),
            // A backslash at the end took in the next line: where the path ends is for its author to say.
            isOneLine(entry) ? { value: slashed(entry.rawValue), label: say('Use /', '改用 /') } : undefined,
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
              `the value of ${entry.key} becomes unreadable: property files are read as ISO-8859-1`,
              `${entry.key} 的值会变成乱码：配置文件按 ISO-8859-1 读取`,
            ),
            say('use ASCII characters, or \\uXXXX', '请用 ASCII 字符或 \\uXXXX'),
            { value: readableText(entry.value).text, label: say('Write \\uXXXX', '写成 \\uXXXX') },
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
        .map(({ entry }): RuleHit => {
          const hit = valueHit(
            entry,
            say(
              `a blank stands before the value of ${entry.key}: it is dropped, one after the value would not be`,
              `${entry.key} 的值前面有空白：它会被去掉，值后面的则不会`,
            ),
            say('remove the blank', '删除该空白'),
          )
          if (!isOneLine(entry)) return hit
          const from = entry.raw.replace(/[\r\n]+$/, '')
          const key = from.slice(0, entry.valueStart).replace(/[ \t\f]+$/, '')
          const to = key + from.slice(entry.valueStart)
          return {
            ...hit,
            edits: [{ kind: 'line', line: entry.line, from, to }],
            fixLabel: say('Remove blank', '删除空白'),
          }
        }),
  },
]

/** Backslashes that Java's own writer puts before `:`, `=`, `#`, `!` and blanks, and in `\uXXXX`, are meant as escapes. */
const MANGLING = /\\[^u:=#!\s]/

/** The path with `/` for every backslash that is no escape of Java's writer. */
function slashed(rawValue: string): string {
  return rawValue.replace(/\\(?:u([0-9a-fA-F]{4})|(.)|$)/gs, (_: string, code?: string, next: string = ''): string => {
    if (code !== undefined) return String.fromCharCode(parseInt(code, 16))
    return next === '\\' ? '/' : /[:=#!\s]/.test(next) ? next : `/${next}`
  })
}

function isOneLine(entry: PropertyEntry): boolean {
  return !/[\r\n]/.test(entry.raw.replace(/[\r\n]+$/, ''))
}

function knownEntries(view: FileView): KnownEntry[] {
  const known: KnownEntry[] = [...view.binding.bound.values()]
  for (const { entry, row } of view.binding.ignored.values()) if (row !== undefined) known.push({ entry, row })
  return known.sort((left, right) => left.entry.line - right.entry.line)
}

function valueHit(
  entry: PropertyEntry,
  message: RuleHit['message'],
  fix: RuleHit['fix'],
  repair: Repair = { value: undefined },
): RuleHit {
  const hit = { key: entry.key, line: entry.line, value: entry.value, message, fix }
  if (repair.value === undefined) return hit
  const edits = [{ kind: 'set', key: entry.key, value: repair.value }] as const
  return repair.label === undefined ? { ...hit, edits } : { ...hit, edits, fixLabel: repair.label }
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

function sameWord(choice: string, text: string): boolean {
  const normal = (word: string): string => trimJava(word).toUpperCase().replace(/[-_ ]/g, '')
  return normal(choice) === normal(text)
}
