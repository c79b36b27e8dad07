/** Times that people type, in the local time zone: `2026-11-21 14:32:08.411`, seconds and parts of them left out as one likes. */

const PATTERN = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)?$/

/** Milliseconds since 1970, or undefined when it is no time, or none there is (30 February). */
export function parseMoment(text: string): number | undefined {
  const match = PATTERN.exec(text.trim())
  if (match === null) return undefined
  const [year, month, day, hours, minutes, seconds] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const millis = Number((match[7] ?? '0').padEnd(3, '0'))
  const date = new Date(year, month - 1, day, hours, minutes, seconds, millis)
  const isSame =
    date.getFullYear() === year &&
    date.getMonth() === month - 1 &&
    date.getDate() === day &&
    date.getHours() === hours &&
    date.getMinutes() === minutes &&
    date.getSeconds() === seconds
  return isSame && date.getTime() >= 0 ? date.getTime() : undefined
}
