/** Figures inside the service's sentences, in the window's style (window.md 8). The same in both languages. */

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** `926 KiB`, `1.13 MiB`: three digits. */
export function bytesWord(bytes: number): string {
  let value = Math.abs(bytes)
  let unit = 0
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1024
    unit++
  }
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2
  return `${bytes < 0 ? '-' : ''}${trimZeros(value.toFixed(digits))} ${BYTE_UNITS[unit]}`
}

/** `804 ms`, `12.4 s`, `2 min 28 s`, `3 h 05 min`, `4 d`. */
export function durationWord(ms: number): string {
  if (ms < 10_000) return `${countWord(ms)} ms`
  const seconds = ms / 1000
  if (seconds < 60) return `${trimZeros(seconds.toFixed(1))} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  if (whole < 86_400) {
    return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`
  }
  return `${Math.floor(whole / 86_400)} d`
}

/** How long something took: `840 ms`, `5.1 s`, `2 min 28 s`. */
export function spanWord(ms: number): string {
  return ms < 1000 || ms >= 10_000 ? durationWord(ms) : `${(ms / 1000).toFixed(1)} s`
}

/** Exact, with commas. */
export function countWord(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
