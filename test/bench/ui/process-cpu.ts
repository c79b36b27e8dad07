/** Share of one core that a process used over a while, from /proc. */
import { readFileSync } from 'node:fs'

/** Ticks per second of /proc/<pid>/stat; 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100

export async function cpuShare(pid: number, durationMs: number): Promise<number> {
  const from = ticksOf(pid)
  const startMs = performance.now()
  await new Promise((resolve) => setTimeout(resolve, durationMs))
  return (ticksOf(pid) - from) / TICKS_PER_SECOND / ((performance.now() - startMs) / 1000)
}

function ticksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}
