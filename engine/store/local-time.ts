/** Calendar arithmetic without the system's clock or zone: the caller says how far local time is from UTC. */

const DAY_MS = 86_400_000

export interface LocalTime {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly ms: number
}

/** The local calendar time of `atMs`. Days to dates by the era method (400 years of 146,097 days, March first). */
export function localTime(atMs: number, utcOffsetMinutes: number): LocalTime {
  const local = atMs + utcOffsetMinutes * 60_000
  const days = Math.floor(local / DAY_MS)
  const inDay = local - days * DAY_MS
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
    hour: Math.floor(inDay / 3_600_000),
    minute: Math.floor(inDay / 60_000) % 60,
    second: Math.floor(inDay / 1000) % 60,
    ms: inDay % 1000,
  }
}

/** `yyyyMMddHHmmssSSS`, the name of an index file. Source: UtilAll#timeMillisToHumanString. */
export function timeName(atMs: number, utcOffsetMinutes: number): string {
  const time = localTime(atMs, utcOffsetMinutes)
  const pad = (value: number, width: number): string => value.toString().padStart(width, '0')
  return (
    pad(time.year, 4) +
    pad(time.month, 2) +
    pad(time.day, 2) +
    pad(time.hour, 2) +
    pad(time.minute, 2) +
    pad(time.second, 2) +
    pad(time.ms, 3)
  )
}
