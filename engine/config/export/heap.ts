/** Java's heap for Apache's scripts, whose own defaults (8 GiB and 15 GiB of direct memory) are for large machines. */

const KIB = 1024
const MIB = KIB * 1024
const GIB = MIB * 1024

/** Taken where the topology does not say. */
export const CHOSEN_HEAP_BYTES = { broker: GIB, namesrv: 512 * MIB } as const

const UNITS = { k: KIB, m: MIB, g: GIB } as const

/** `1g`, `512m`, or bytes. */
export function heapText(bytes: number): string {
  if (bytes % GIB === 0) return `${bytes / GIB}g`
  if (bytes % MIB === 0) return `${bytes / MIB}m`
  if (bytes % KIB === 0) return `${bytes / KIB}k`
  return String(bytes)
}

/** Bytes of such a text; undefined for anything else. */
export function heapBytesOf(text: string): number | undefined {
  const match = /^(\d{1,15})([kmg]?)$/i.exec(text)
  if (match === null) return undefined
  const unit = (match[2] ?? '').toLowerCase()
  const bytes = Number(match[1]) * (unit === '' ? 1 : UNITS[unit as keyof typeof UNITS])
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined
}

/** JAVA_OPT_EXT: comes last on Java's command line, so it wins over what the scripts set. */
export function javaOptions(program: 'broker' | 'namesrv', bytes: number): string {
  const heap = heapText(bytes)
  const young = heapText(Math.max(1, Math.floor(bytes / 2)))
  const direct = program === 'broker' ? ` -XX:MaxDirectMemorySize=${heap} -XX:-AlwaysPreTouch` : ''
  return `-Xms${heap} -Xmx${heap} -Xmn${young}${direct}`
}
