/** Resident memory of processes, from /proc; Linux only, like the benchmark itself. */
import { readFileSync } from 'node:fs'

/** VmRSS in MB (1024 x 1024 bytes), shared pages included, as `ps` shows it. */
export function residentMb(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  if (line === null) throw new Error(`no VmRSS for process ${pid}`)
  return Number(line[1]) / 1024
}
