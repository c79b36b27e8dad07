/**
 * Processes of nodes: starting one that outlives its parent, finding out whether a recorded one is still the same, and
 * reading what it uses. Never looks for a process by name.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { dirname } from 'node:path'
import { EngineError } from '../base/errors.ts'
import type { ProcessRecord, ProcessSignal, ProcessUsage, SpawnOptions } from '../base/ports.ts'
import { callControl } from './control-channel.ts'
import { makeDirectories, systemCode } from './node-file-system.ts'

/** Environment variable that carries the start token to a node; it is in no argument list that others could read. */
export const START_TOKEN_VARIABLE = 'MQLAB_START_TOKEN'

/** A node answers a control request within this time unless it is frozen. */
const IDENTIFY_MS = 2000

/** 256 random bits, in hex. */
export function makeStartToken(): string {
  return randomBytes(32).toString('hex')
}

/**
 * Starts a process in its own session, so that it survives this one and its terminal.
 * @throws {EngineError} 'store-io' when the program cannot be started.
 */
export async function spawnNode(options: SpawnOptions): Promise<ProcessRecord> {
  makeDirectories(dirname(options.outputFile))
  const output = fs.openSync(options.outputFile, 'a', 0o644)
  try {
    const child = spawn(options.command, [...options.args], {
      cwd: options.cwd,
      detached: true,
      stdio: ['ignore', output, output],
      windowsHide: true,
      env: { ...process.env, ...options.env, [START_TOKEN_VARIABLE]: options.token },
    })
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', (cause) => {
        const context = { path: options.command, operation: 'spawn', systemCode: systemCode(cause) }
        reject(new EngineError('store-io', `cannot start ${options.command}: ${systemCode(cause)}`, { context, cause }))
      })
    })
    child.unref()
    return processRecord(child.pid as number)
  } finally {
    fs.closeSync(output)
  }
}

/** What there is to record about a process that runs now. */
export function processRecord(pid: number): ProcessRecord {
  const startTicks = readStartTicks(pid)
  return startTicks === undefined ? { pid } : { pid, startTicks }
}

/** Whether a process with this id runs now. A zombie that its parent has not collected yet does not count. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
  return readStat(pid)?.state !== 'Z'
}

/**
 * Whether the recorded process still runs, as far as the system tells: same id and, on Linux, same start time. Enough to
 * send a signal to a frozen node of ours; to adopt one, use `isSameNode`.
 */
export function isSameProcess(record: ProcessRecord): boolean {
  if (!isProcessAlive(record.pid)) return false
  const startTicks = readStartTicks(record.pid)
  return record.startTicks === undefined || startTicks === undefined || startTicks === record.startTicks
}

/** Whether the recorded process runs and proves by the control channel that it was started with `token`. */
export async function isSameNode(record: ProcessRecord, endpoint: string, token: string): Promise<boolean> {
  if (!isSameProcess(record)) return false
  try {
    const status = (await callControl(endpoint, token, 'status', {}, IDENTIFY_MS)) as { pid?: unknown } | null
    return status?.pid === record.pid
  } catch {
    return false
  }
}

/**
 * Sends a signal to the recorded process, never to another that got its id.
 * @returns false when it is gone.
 */
export function signalProcess(record: ProcessRecord, signal: ProcessSignal): boolean {
  if (!isSameProcess(record)) return false
  try {
    process.kill(record.pid, signal)
    return true
  } catch {
    return false
  }
}

/** Whether SIGSTOP holds the process; undefined where the system does not tell. */
export function isProcessFrozen(pid: number): boolean | undefined {
  const stat = readStat(pid)
  return stat === undefined ? undefined : stat.state === 'T' || stat.state === 't'
}

/** Memory and processor time of a process; undefined where the system does not tell (other than Linux) or it is gone. */
export function readProcessUsage(pid: number): ProcessUsage | undefined {
  const stat = readStat(pid)
  if (stat === undefined) return undefined
  return { residentBytes: stat.residentPages * 4096, cpuMs: stat.cpuTicks * 10 }
}

function readStartTicks(pid: number): number | undefined {
  return readStat(pid)?.startTicks
}

interface Stat {
  readonly state: string
  readonly startTicks: number
  /** In ticks of 10 ms. */
  readonly cpuTicks: number
  readonly residentPages: number
}

function readStat(pid: number): Stat | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    return parseStat(fs.readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return undefined
  }
}

/** Fields of `/proc/<pid>/stat`; the second is the program's name in brackets and may hold spaces and brackets itself. */
export function parseStat(text: string): Stat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return {
    state: fields[0] ?? '',
    cpuTicks: Number(fields[11]) + Number(fields[12]),
    startTicks: Number(fields[19]),
    residentPages: Number(fields[21]),
  }
}
