/**
 * The sentence for an input that the contract refuses: which field, what came and what is wanted, in both languages.
 * Names the kind of the value, never the value itself, which may be a message body.
 */
import type * as z from 'zod'
import type { ApiError } from '../../contract/rpc.ts'
import { say, type Text } from '../../contract/text.ts'
import { refusal } from './api-errors.ts'

type Issue = z.core.$ZodIssue

const TYPES_ZH: Readonly<Record<string, string>> = {
  string: '字符串',
  number: '数字',
  int: '整数',
  boolean: '布尔值',
  array: '数组',
  object: '对象',
  record: '对象',
  null: 'null',
  undefined: '空',
}

const CHOICES_MAX = 12
const PATH_CHARS_MAX = 200

/** 'bad-input' for the first of `issues`; the context carries path and number of all of them. */
export function badInput(name: string, issues: readonly Issue[], input: unknown): ApiError {
  const [first] = issues
  const path = first === undefined ? '' : pathText(first.path)
  const wanted = first === undefined ? say('another value', '其他值') : wantedBy(first)
  const came = first === undefined ? say('this', '该值') : kindOf(valueAt(input, first.path))
  const field = path === '' ? say('the input', '输入') : say(`"${path}"`, `“${path}”`)
  return refusal(
    'bad-input',
    say(
      `${name}: ${field.en} is ${came.en}; wanted is ${wanted.en}.`,
      `${name}：${field.zh} 为${came.zh}；应为${wanted.zh}。`,
    ),
    { name, path, issues: issues.length },
  )
}

function wantedBy(issue: Issue): Text {
  switch (issue.code) {
    case 'invalid_type':
      return typeText(issue.expected)
    case 'too_small':
      return sizeText(issue.origin, issue.inclusive === false ? '>' : '>=', String(issue.minimum))
    case 'too_big':
      return sizeText(issue.origin, issue.inclusive === false ? '<' : '<=', String(issue.maximum))
    case 'invalid_value':
      return choiceText(issue.values)
    case 'invalid_format':
      return say(`text of the form ${issue.format}`, `符合 ${issue.format} 格式的文本`)
    case 'not_multiple_of':
      return say(`a multiple of ${String(issue.divisor)}`, `${String(issue.divisor)} 的倍数`)
    case 'unrecognized_keys':
      return say(`an object without ${quoted(issue.keys)}`, `不含 ${quoted(issue.keys)} 的对象`)
    case 'invalid_union':
      return say('one of the forms that the contract lists', '契约所列形式之一')
    default:
      return say(issue.message, issue.message)
  }
}

function typeText(expected: string): Text {
  return say(`${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}`, TYPES_ZH[expected] ?? expected)
}

function sizeText(origin: string, relation: string, bound: string): Text {
  if (origin === 'string') return say(`text of ${relation} ${bound} characters`, `长度 ${relation} ${bound} 的文本`)
  if (origin === 'array' || origin === 'set')
    return say(`a list of ${relation} ${bound} items`, `项数 ${relation} ${bound} 的列表`)
  return say(`a ${origin} ${relation} ${bound}`, `${relation} ${bound} 的${TYPES_ZH[origin] ?? origin}`)
}

function choiceText(values: readonly unknown[]): Text {
  const list = quoted(values)
  return values.length === 1 ? say(list, list) : say(`one of ${list}`, `${list} 之一`)
}

function quoted(values: readonly unknown[]): string {
  const shown = values.slice(0, CHOICES_MAX).map((value) => String(value).slice(0, PATH_CHARS_MAX))
  return shown.join(', ') + (values.length > CHOICES_MAX ? ', ...' : '')
}

/** What arrived, by kind and size. */
function kindOf(value: unknown): Text {
  if (value === undefined) return say('missing', '空')
  if (value === null) return say('null', ' null')
  if (Array.isArray(value)) return say(`a list of ${value.length} items`, ` ${value.length} 项的列表`)
  switch (typeof value) {
    case 'string':
      return say(`text of ${value.length} characters`, `长度 ${value.length} 的文本`)
    case 'number':
      return say(`the number ${value}`, `数字 ${value}`)
    case 'object':
      return say('an object', '对象')
    case 'boolean':
      return say(`the boolean ${value}`, `布尔值 ${value}`)
    default:
      return say(`a ${typeof value}`, typeof value)
  }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')
  return text.replace(/^\./, '').slice(0, PATH_CHARS_MAX)
}
