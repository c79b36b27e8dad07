/**
 * Texts with placeholders that are filled per message: `{seq} {rand:a..b} {pick:a,b} {fill:n} {uuid} {now}`. Only these
 * words are placeholders, so the braces of JSON stay what they are; `\{seq}` is the text itself. What looks like one of
 * them and is not (another case, one letter off, bad arguments) is a problem, not a text. Pure but for what it is given.
 */
import type { Random } from '../../../base/ports.ts'
import { say, type Text } from '../../../contract/text.ts'

/** What one message is filled from. */
export interface Filling {
  readonly seq: number
  readonly nowMs: number
  readonly random: Random
}

export interface Template {
  /** The same for every message. */
  readonly isConstant: boolean
  fill(filling: Filling): string
}

export type ParsedTemplate =
  { readonly kind: 'template'; readonly template: Template } | { readonly kind: 'problem'; readonly problem: Text }

/** Characters that `{fill:n}` may make, and placeholders and choices of one text. */
export const FILL_MAX = 4 * 1024 * 1024
const PLACEHOLDERS_MAX = 256
const CHOICES_MAX = 256

const WORDS = ['seq', 'rand', 'pick', 'fill', 'uuid', 'now'] as const
type Word = (typeof WORDS)[number]
const isWord = (text: string): text is Word => (WORDS as readonly string[]).includes(text)

const USAGE: Readonly<Record<Word, string>> = {
  seq: '{seq}',
  rand: '{rand:1..100}',
  pick: '{pick:paid,created}',
  fill: '{fill:1024}',
  uuid: '{uuid}',
  now: '{now}',
}

const PLACEHOLDER = /(\\?)\{([A-Za-z]{2,6})(?::([^{}]*))?\}/g

type Part = string | ((filling: Filling) => string)
type ParsedPart = { readonly part: Part } | { readonly fix: Text }

/** @param field names the text in problems */
export function parseTemplate(field: string, text: string): ParsedTemplate {
  const parts: Part[] = []
  let from = 0
  let placeholders = 0
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [whole, escape, name = '', argument] = match
    const near = nearestWord(name)
    if (near === undefined) continue
    parts.push(text.slice(from, match.index))
    from = match.index + whole.length
    if (escape !== '') {
      parts.push(whole.slice(1))
      continue
    }
    if (++placeholders > PLACEHOLDERS_MAX) return problem(field, whole, tooMany())
    const parsed = near === name ? parsePlaceholder(near, argument) : { fix: meant(near) }
    if ('fix' in parsed) return problem(field, whole, parsed.fix)
    parts.push(parsed.part)
  }
  parts.push(text.slice(from))
  const constant = parts.every((part) => typeof part === 'string') ? parts.join('') : undefined
  if (constant !== undefined) return { kind: 'template', template: { isConstant: true, fill: () => constant } }
  return {
    kind: 'template',
    template: {
      isConstant: false,
      fill: (filling) => {
        let filled = ''
        for (const part of parts) filled += typeof part === 'string' ? part : part(filling)
        return filled
      },
    },
  }
}

function parsePlaceholder(word: Word, argument: string | undefined): ParsedPart {
  switch (word) {
    case 'seq':
      return argument === undefined ? { part: ({ seq }) => String(seq) } : { fix: plain(word) }
    case 'now':
      return argument === undefined ? { part: ({ nowMs }) => String(nowMs) } : { fix: plain(word) }
    case 'uuid':
      return argument === undefined ? { part: ({ random }) => uuid(random) } : { fix: plain(word) }
    case 'rand':
      return parseRand(argument)
    case 'pick':
      return parsePick(argument)
    case 'fill':
      return parseFill(argument)
  }
}

function parseRand(argument: string | undefined): ParsedPart {
  const bounds = /^(-?\d{1,15})\.\.(-?\d{1,15})$/.exec(argument ?? '')
  const [low, high] = [Number(bounds?.[1]), Number(bounds?.[2])]
  if (bounds === null || low > high) {
    return {
      fix: say(`write two whole numbers, the smaller first: ${USAGE.rand}`, `请写两个整数，小的在前：${USAGE.rand}`),
    }
  }
  return { part: ({ random }) => String(low + Math.floor(random.next() * (high - low + 1))) }
}

function parsePick(argument: string | undefined): ParsedPart {
  const choices = (argument ?? '').split(',')
  if (argument === undefined || argument === '' || choices.length > CHOICES_MAX) {
    return {
      fix: say(
        `name 1 to ${CHOICES_MAX} choices separated by commas: ${USAGE.pick}`,
        `请写 1～${CHOICES_MAX} 个以逗号分隔的选项：${USAGE.pick}`,
      ),
    }
  }
  return { part: ({ random }) => choices[Math.floor(random.next() * choices.length)] as string }
}

function parseFill(argument: string | undefined): ParsedPart {
  const count = /^\d{1,8}$/.test(argument ?? '') ? Number(argument) : -1
  if (count < 1 || count > FILL_MAX) {
    return {
      fix: say(`write a number from 1 to ${FILL_MAX}: ${USAGE.fill}`, `请写 1～${FILL_MAX} 的整数：${USAGE.fill}`),
    }
  }
  const filling = 'x'.repeat(count)
  return { part: () => filling }
}

function uuid(random: Random): string {
  const bytes = random.bytes(16)
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = bytes.hexSlice()
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The word itself, or the one that was probably meant; undefined for any other text in braces. */
function nearestWord(name: string): Word | undefined {
  if (isWord(name)) return name
  const lower = name.toLowerCase()
  if (isWord(lower)) return lower
  return WORDS.find((word) => word.length >= 4 && isOneOff(lower, word))
}

/** One letter inserted, left out or replaced. */
function isOneOff(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let head = 0
  while (head < a.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++
  return Math.max(a.length, b.length) - head - tail <= 1
}

function plain(word: Word): Text {
  return say(`${word} takes no argument: ${USAGE[word]}`, `${word} 不带参数：${USAGE[word]}`)
}

function meant(word: Word): Text {
  return say(
    `write ${USAGE[word]}, or put \\ before the brace to send it as it is`,
    `请写 ${USAGE[word]}；若要原样发送，请在括号前加 \\`,
  )
}

function tooMany(): Text {
  return say(`use at most ${PLACEHOLDERS_MAX} placeholders in one text`, `一段文本最多 ${PLACEHOLDERS_MAX} 个占位符`)
}

function problem(field: string, value: string, fix: Text): ParsedTemplate {
  const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value
  return { kind: 'problem', problem: say(`${field}: "${shown}": ${fix.en}.`, `${field}：“${shown}”：${fix.zh}。`) }
}
