/**
 * Times as mqadmin prints and takes them, in the local time of the person at the terminal. How far that is ahead of UTC is
 * told from outside.
 */
import { EngineError } from '../base/errors.ts'
import type { UtcOffset } from '../protocol/message-id.ts'

const DAY_MS = 86_400_000

/** `yyyy-MM-dd HH:mm:ss`. Source: UtilAll#YYYY_MM_DD_HH_MM_SS. */
export function localTime(atMs: number, utcOffsetMs: UtcOffset): string {
  const { date, ms } = localParts(atMs, utcOffsetMs)
  return `${date} ${clockText(ms)}`
}

/** `yyyy-MM-dd HH:mm:ss,SSS`. Source: UtilAll#timeMillisToHumanString2. */
export function localTimeMs(atMs: number, utcOffsetMs: UtcOffset): string {
  const { date, ms } = localParts(atMs, utcOffsetMs)
  return `${date} ${clockText(ms)},${two(ms % 1000, 3)}`
}

/** `yyyyMMddHHmmssSSS`. Source: UtilAll#timeMillisToHumanString3. */
export function compactTime(atMs: number, utcOffsetMs: UtcOffset): string {
  return localTimeMs(atMs, utcOffsetMs).replace(/\D/g, '')
}

/**
 * Epoch ms, or `yyyy-MM-dd#HH:mm:ss:SSS` in local time.
 * @throws {EngineError} 'usage' naming the text.
 */
export function parseWhen(text: string, utcOffsetMs: UtcOffset): number {
  if (/^-?\d{1,15}$/.test(text)) return Number(text)
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})#(\d{1,2}):(\d{1,2}):(\d{1,2}):(\d{1,3})$/.exec(text)
  if (match === null) {
    throw new EngineError('usage', `"${text}" is no time: expected epoch ms or yyyy-MM-dd#HH:mm:ss:SSS`, {
      zh: `"${text}" 不是时间:应为毫秒时间戳或 yyyy-MM-dd#HH:mm:ss:SSS`,
    })
  }
  const [year, month, day, hours, minutes, seconds, ms] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const localMs = dayNumber(year, month, day) * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
  // Near a change of the clocks the first guess may use the wrong offset.
  const guessMs = localMs - utcOffsetMs(localMs)
  return localMs - utcOffsetMs(guessMs)
}

function localParts(atMs: number, utcOffsetMs: UtcOffset): { readonly date: string; readonly ms: number } {
  const localMs = atMs + utcOffsetMs(atMs)
  const day = Math.floor(localMs / DAY_MS)
  return { date: dateText(day), ms: localMs - day * DAY_MS }
}

function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** Days are counted from 0000-03-01, so that the leap day ends the year. */
function dateText(day: number): string {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const dayOfMonth = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${two(year, 4)}-${two(month)}-${two(dayOfMonth)}`
}

/** Days since 1970-01-01. */
function dayNumber(year: number, month: number, day: number): number {
  const shiftedYear = month <= 2 ? year - 1 : year
  const era = Math.floor(shiftedYear / 400)
  const yearOfEra = shiftedYear - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

function two(value: number, digits = 2): string {
  return String(value).padStart(digits, '0')
}
