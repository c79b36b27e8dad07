/**
 * Every figure the window shows, by the rules of window.md 8. Pure: the same in both languages except where words stand.
 * `null` and `undefined` mean "not known" and give `–`, never 0.
 */
import type { Language } from '../i18n/language.tsx'

export type Known = number | null | undefined

/** Shown where nothing is known. */
export const UNKNOWN = '–'

const KIB = 1024
const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

function isUnknown(value: Known): value is null | undefined {
  return value === null || value === undefined || !Number.isFinite(value)
}

/** Exact, with commas: `368,100`. */
export function count(value: Known): string {
  if (isUnknown(value)) return UNKNOWN
  const rounded = Math.round(value)
  const digits = Math.abs(rounded).toString()
  return (rounded < 0 ? '-' : '') + digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** `926 KiB`, `1.13 MiB`: three digits at most. */
export function bytes(value: Known): string {
  if (isUnknown(value)) return UNKNOWN
  const size = Math.abs(value)
  if (size < KIB) return `${count(value)} B`
  let scaled = size
  let unit = -1
  do {
    scaled /= KIB
    unit += 1
  } while (Math.round(scaled) >= KIB && unit < UNITS.length - 1)
  return `${value < 0 ? '-' : ''}${digits3(scaled)} ${UNITS[unit]}`
}

/** `948,720 B`, where offsets are compared. */
export function exactBytes(value: Known): string {
  return isUnknown(value) ? UNKNOWN : `${count(value)} B`
}

/** `2,000/s`, `12.3/s`. */
export function rate(value: Known): string {
  return isUnknown(value) ? UNKNOWN : `${rateNumber(value)}/s`
}

/** The number of a rate alone, for labels that put the unit beside it. */
export function rateNumber(value: Known): string {
  if (isUnknown(value)) return UNKNOWN
  return Math.abs(value) < 100 ? digits3(value) : count(value)
}

/** `1.13 MiB/s`. */
export function byteRate(value: Known): string {
  return isUnknown(value) ? UNKNOWN : `${bytes(value)}/s`
}

/** A measured time: `1.9 ms`, `804 ms`, `12.4 s`, `2 min 28 s`. */
export function millis(value: Known, language: Language = 'en'): string {
  if (isUnknown(value)) return UNKNOWN
  if (value < 10) return `${trimmed(value.toFixed(1))} ms`
  if (value < 10 * SECOND) return `${count(value)} ms`
  if (value < MINUTE) return `${trimmed((value / SECOND).toFixed(1))} s`
  return duration(value, language)
}

/** A lag: like `millis`, `≤1 ms` at the floor of the measurement. */
export function lag(value: Known, language: Language = 'en'): string {
  if (isUnknown(value)) return UNKNOWN
  if (value <= 1) return '≤1 ms'
  return value < 10 ? `${count(value)} ms` : millis(value, language)
}

/** How long something goes on: `8 s`, `2 min 28 s`, `3 h 05 min`, `4 d`. */
export function duration(value: Known, language: Language = 'en'): string {
  if (isUnknown(value)) return UNKNOWN
  const span = Math.max(0, value)
  const isZh = language === 'zh'
  if (span < MINUTE) return `${Math.floor(span / SECOND)} s`
  if (span < HOUR) {
    const [minutes, seconds] = [Math.floor(span / MINUTE), Math.floor((span % MINUTE) / SECOND)]
    if (seconds === 0) return isZh ? `${minutes} 分钟` : `${minutes} min`
    return isZh ? `${minutes} 分 ${seconds} 秒` : `${minutes} min ${seconds} s`
  }
  if (span < DAY) {
    const [hours, minutes] = [Math.floor(span / HOUR), pad(Math.floor((span % HOUR) / MINUTE))]
    return isZh ? `${hours} 小时 ${minutes} 分` : `${hours} h ${minutes} min`
  }
  const days = Math.floor(span / DAY)
  return isZh ? `${days} 天` : `${days} d`
}

/** `12 s ago`, `12 s 前`. */
export function ago(atMs: Known, nowMs: number, language: Language): string {
  if (isUnknown(atMs)) return UNKNOWN
  const age = duration(nowMs - atMs, language)
  return language === 'zh' ? `${age}前`.replace(/ s前$/, ' s 前') : `${age} ago`
}

/** `14:32:08`. */
export function clock(atMs: Known): string {
  if (isUnknown(atMs)) return UNKNOWN
  const date = new Date(atMs)
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`
}

/** `14:32:08.411`, in logs and messages. */
export function clockMillis(atMs: Known): string {
  return isUnknown(atMs) ? UNKNOWN : `${clock(atMs)}.${pad(new Date(atMs).getMilliseconds(), 3)}`
}

/** `9 November`, `11 月 9 日`; with the year when it is not this one. */
export function day(atMs: Known, nowMs: number, language: Language): string {
  if (isUnknown(atMs)) return UNKNOWN
  const date = new Date(atMs)
  const isThisYear = date.getFullYear() === new Date(nowMs).getFullYear()
  if (language === 'zh') {
    const short = `${date.getMonth() + 1} 月 ${date.getDate()} 日`
    return isThisYear ? short : `${date.getFullYear()} 年 ${short}`
  }
  const short = `${date.getDate()} ${MONTHS[date.getMonth()]}`
  return isThisYear ? short : `${short} ${date.getFullYear()}`
}

/** `14:32:08` today, `9 November 14:32:08` on other days; `withMillis` for logs and messages. */
export function moment(atMs: Known, nowMs: number, language: Language, withMillis = false): string {
  if (isUnknown(atMs)) return UNKNOWN
  const time = withMillis ? clockMillis(atMs) : clock(atMs)
  const isToday = new Date(atMs).toDateString() === new Date(nowMs).toDateString()
  return isToday ? time : `${day(atMs, nowMs, language)} ${time}`
}

/** `2026-11-21 14:32:08.411`, for files, tooltips and fields. */
export function dateTime(atMs: Known): string {
  if (isUnknown(atMs)) return UNKNOWN
  const date = new Date(atMs)
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${clockMillis(atMs)}`
}

/** `4%` of 1 = 100 percent points given; `21%`. */
export function percent(value: Known): string {
  if (isUnknown(value)) return UNKNOWN
  return `${value > 0 && value < 10 ? trimmed(value.toFixed(1)) : count(value)}%`
}

/** A share of 1 as percent. */
export function share(value: Known): string {
  return isUnknown(value) ? UNKNOWN : percent(value * 100)
}

/** `{en} and {en}`: names in a row, `a, b and c` / `a、b、c`. */
export function list(names: readonly string[], language: Language): string {
  if (language === 'zh') return names.join('、')
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`
}

const NUMBER_WORDS = {
  en: ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
  zh: ['零', '一', '两', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'],
} as const

/** Small counts in sentences as words: `six`, `六`; figures above twelve. */
export function numberWord(value: number, language: Language): string {
  return NUMBER_WORDS[language][value] ?? count(value)
}

/** As a sentence begins; Chinese knows no capitals, and a name that begins its sentence stays as it is. */
export function capital(text: string, language: Language): string {
  return language === 'zh' ? text : text.slice(0, 1).toUpperCase() + text.slice(1)
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** Three significant digits without trailing zeros: 2.3, 1.13, 926. */
function digits3(value: number): string {
  const size = Math.abs(value)
  if (size >= 99.95) return count(value)
  return trimmed(value.toFixed(size >= 9.995 ? 1 : 2))
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0')
}
