/**
 * Values of properties in words, beside the field that holds the bare number ("2 days" for 48 hours, "64 MiB"), and values
 * as people write them ("1G", "2 days", "75%") turned into what Java reads. It refuses to judge values; that is lint's work.
 */
import type { PropertyRow } from './catalogue.ts'
import { say, type BilingualText } from './finding.ts'
import { convertText, trimJava } from './java-values.ts'

type ValuedRow = Pick<PropertyRow, 'key' | 'type' | 'unit' | 'range' | 'choices'>

interface Step {
  readonly size: number
  readonly en: readonly [one: string, many: string]
  readonly zh: string
}

const MS_OF_UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, hours: 3_600_000 }

const TIME_STEPS: readonly Step[] = [
  { size: 86_400_000, en: ['day', 'days'], zh: '天' },
  { size: 3_600_000, en: ['hour', 'hours'], zh: '小时' },
  { size: 60_000, en: ['min', 'min'], zh: '分钟' },
  { size: 1000, en: ['s', 's'], zh: '秒' },
  { size: 1, en: ['ms', 'ms'], zh: '毫秒' },
]

const BYTE_STEPS: readonly (readonly [size: number, name: string])[] = [
  [1024 ** 4, 'TiB'],
  [1024 ** 3, 'GiB'],
  [1024 ** 2, 'MiB'],
  [1024, 'KiB'],
]

const INT_MAX = 2_147_483_647
const PAGE_BYTES = 4096
const QUEUE_ENTRY_BYTES = 20
/** Longer texts are no value that somebody meant; the patterns below take time that grows with the square of the length. */
const HUMAN_VALUE_CHARACTERS_MAX = 200

const PERMISSIONS: Readonly<Record<number, BilingualText>> = {
  2: say('write only', '只写'),
  4: say('read only', '只读'),
  6: say('read and write', '可读可写'),
}

/**
 * The value in words; undefined when the plain text says it as well, or is no value of the row.
 * @param text As it stands in the file.
 */
export function valueInWords(row: ValuedRow, text: string): BilingualText | undefined {
  const conversion = convertText(row.type, text, row.choices)
  if (conversion.status === 'ignored') return undefined
  if (row.type === 'String') return textInWords(row.key, trimJava(text))
  const { value } = conversion
  return typeof value === 'number' && Number.isFinite(value) ? numberInWords(row, value) : undefined
}

/**
 * What Java has to read for `1G`, `64 KiB`, `2 days`, `75%`, `0x10`, `1_000` or `yes`: the fix for a value that does not
 * convert. Undefined when that cannot be told, and when the text is fine already.
 */
export function parseHumanValue(row: ValuedRow, text: string): string | undefined {
  if (text.length > HUMAN_VALUE_CHARACTERS_MAX) return undefined
  const plain = plainText(text)
  const meant = meantValue(row, plain)
  if (meant === undefined || meant === text) return undefined
  return convertText(row.type, meant, row.choices).status === 'set' ? meant : undefined
}

function numberInWords(row: ValuedRow, value: number): BilingualText | undefined {
  if (row.key === 'brokerPermission') return PERMISSIONS[value]
  if (row.key === 'startAcceptSendRequestTimeStamp') return value === 0 ? say('at once', '立即') : undefined
  if (value === INT_MAX) return say('the largest int', 'int 的最大值')
  if (value <= 0) return undefined
  if (row.key === 'mappedFileSizeConsumeQueue') return entriesInWords(value)
  if (row.range.startsWith('pages of 4 KiB')) return bytesInWords(value * PAGE_BYTES)
  const unitMs = MS_OF_UNIT[row.unit]
  if (unitMs !== undefined) return timeInWords(value * unitMs, row.unit)
  if (row.unit === 'bytes') return bytesInWords(value)
  if (row.unit === 'ratio') return percentInWords(row, value)
  return row.unit === 'count' ? countInWords(value) : undefined
}

/** At most two neighbouring steps: `1 min 30 s`. */
function timeInWords(ms: number, unit: string): BilingualText | undefined {
  const first = TIME_STEPS.findIndex((step) => ms >= step.size)
  const step = TIME_STEPS[first]
  if (step === undefined) return undefined
  const whole = Math.floor(ms / step.size)
  const next = TIME_STEPS[first + 1]
  const part = next === undefined ? 0 : Math.floor((ms % step.size) / next.size)
  const isSamePlain = part === 0 && MS_OF_UNIT[unit] === step.size
  if (isSamePlain) return undefined
  const rest = ms - whole * step.size - part * (next?.size ?? 0)
  const parts = [stepText(whole, step), ...(next === undefined || part === 0 ? [] : [stepText(part, next)])]
  return about(rest > 0, say(parts.map(({ en }) => en).join(' '), parts.map(({ zh }) => zh).join(' ')))
}

function stepText(count: number, step: Step): BilingualText {
  return say(`${count} ${step.en[count === 1 ? 0 : 1]}`, `${count} ${step.zh}`)
}

function bytesInWords(bytes: number): BilingualText | undefined {
  const step = BYTE_STEPS.find(([size]) => bytes >= size)
  if (step === undefined) return undefined
  const [size, name] = step
  const { text, isExact } = shortDecimal(bytes / size)
  return about(!isExact, say(`${text} ${name}`, `${text} ${name}`))
}

function entriesInWords(bytes: number): BilingualText {
  const entries = Math.ceil(bytes / QUEUE_ENTRY_BYTES)
  return say(`${grouped(entries)} entries of 20 bytes`, `${countInChinese(entries)} 条，每条 20 字节`)
}

function percentInWords(row: ValuedRow, value: number): BilingualText | undefined {
  const percent = row.type === 'double' && value <= 1 ? value * 100 : value
  const { text } = shortDecimal(percent)
  return say(`${text} %`, `${text}%`)
}

function countInWords(count: number): BilingualText | undefined {
  if (count < 10_000) return undefined
  const million = shortDecimal(count / 1_000_000)
  const en = count >= 1_000_000 && million.isExact ? `${million.text} million` : grouped(count)
  return say(en, countInChinese(count))
}

function countInChinese(count: number): string {
  const large = count >= 100_000_000 ? shortDecimal(count / 100_000_000) : undefined
  if (large?.isExact === true) return `${large.text} 亿`
  const tenThousands = shortDecimal(count / 10_000)
  return count >= 10_000 && tenThousands.isExact ? `${tenThousands.text} 万` : grouped(count)
}

function textInWords(key: string, text: string): BilingualText | undefined {
  if (key === 'deleteWhen') {
    const hours = text.split(';').map((part) => trimJava(part))
    if (!hours.every((hour) => /^\d{1,2}$/.test(hour) && Number(hour) < 24)) return undefined
    const numbers = hours.map(Number)
    return say(
      `at ${numbers.map((hour) => `${hour} o'clock`).join(', ')}`,
      `${numbers.map((hour) => `${hour} 点`).join('、')}`,
    )
  }
  if (key === 'messageDelayLevel') {
    const levels = text.split(' ').filter((part) => part !== '').length
    return levels === 0 ? undefined : say(`${levels} levels`, `${levels} 个级别`)
  }
  return undefined
}

function about(isAbout: boolean, words: BilingualText): BilingualText {
  return isAbout ? say(`about ${words.en}`, `约 ${words.zh}`) : words
}

/** At most two decimals, and whether that is the whole number. */
function shortDecimal(value: number): { text: string; isExact: boolean } {
  const rounded = Math.round(value * 100) / 100
  return { text: String(rounded), isExact: Math.abs(rounded - value) < 1e-9 }
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

const BYTES_OF_SUFFIX: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 }

/** Suffixes of times, longest names first where one begins another. */
const MS_OF_SUFFIX: readonly (readonly [pattern: RegExp, ms: number])[] = [
  [/^(ms|millis|milliseconds?|毫秒)$/, 1],
  [/^(s|secs?|seconds?|秒钟?)$/, 1000],
  [/^(m|mins?|minutes?|分钟?)$/, 60_000],
  [/^(h|hrs?|hours?|个?小时)$/, 3_600_000],
  [/^(d|days?|天|日)$/, 86_400_000],
]

const COUNT_OF_SUFFIX: Readonly<Record<string, number>> = {
  k: 1000,
  thousand: 1000,
  m: 1_000_000,
  million: 1_000_000,
  万: 10_000,
  亿: 100_000_000,
}

/** Full-width characters as plain ones, no surrounding blanks, lower case. */
function plainText(text: string): string {
  return trimJava(text)
    .replace(/[\uff01-\uff5e]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .toLowerCase()
}

function meantValue(row: ValuedRow, plain: string): string | undefined {
  if (row.type === 'boolean') {
    if (/^(1|yes|on|y|t|enabled?|是|开)$/.test(plain)) return 'true'
    return /^(0|no|off|n|f|disabled?|否|关)$/.test(plain) ? 'false' : undefined
  }
  if (row.key === 'deleteWhen') return meantHours(plain)
  if (row.type !== 'int' && row.type !== 'long' && row.type !== 'double') return undefined
  const joined = plain.replace(/(?<=\d)[_,'](?=\d)/g, '')
  const hexadecimal = /^0x([0-9a-f]{1,12})l?$/.exec(joined)
  if (hexadecimal !== null) return String(Number.parseInt(hexadecimal[1] ?? '', 16))
  const match = /^([+-]?\d{1,15}(?:\.\d{1,6})?)\s*(\D*)$/.exec(joined)
  if (match === null) return undefined
  const [, digits = '', suffix = ''] = match
  const factor = suffix === '' || (suffix === 'l' && row.type !== 'double') ? 1 : factorOf(row, suffix)
  if (factor === undefined) return undefined
  const value = Number((Number(digits) * factor).toFixed(9))
  if (!Number.isSafeInteger(value) && row.type !== 'double') return undefined
  return String(value)
}

/** How many of the row's unit one of the suffix is. */
function factorOf(row: ValuedRow, suffix: string): number | undefined {
  if (row.unit === 'bytes') return bytesOfSuffix(suffix)
  if (row.unit === 'ratio') return suffix === '%' ? (row.type === 'double' ? 0.01 : 1) : undefined
  const unitMs = MS_OF_UNIT[row.unit]
  if (unitMs !== undefined) {
    const ms = MS_OF_SUFFIX.find(([pattern]) => pattern.test(suffix))?.[1]
    return ms === undefined ? undefined : ms / unitMs
  }
  return row.unit === 'count' ? COUNT_OF_SUFFIX[suffix] : undefined
}

function bytesOfSuffix(suffix: string): number | undefined {
  if (/^(b|bytes?|字节)$/.test(suffix)) return 1
  const match = /^([kmgt])(?:i?b)?$/.exec(suffix)
  return match === null ? undefined : BYTES_OF_SUFFIX[match[1] ?? '']
}

/** `4`, `04:00`, `4 o'clock`, `凌晨4点` as the two digits that the clean-up task reads. */
function meantHours(plain: string): string | undefined {
  const hours = plain
    .split(/[;,、]/)
    .map((part) => /^(?:at\s*)?(?:凌晨)?(\d{1,2})(?::00|\s*o'?clock|\s*点|\s*h)?$/.exec(part.trim())?.[1])
  if (hours.some((hour) => hour === undefined || Number(hour) > 23)) return undefined
  return hours.map((hour) => String(hour).padStart(2, '0')).join(';')
}
