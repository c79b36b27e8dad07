/**
 * The lab service as a process runs it, whoever its windows are: the one of `mqlab serve`, or of the desktop shell's utility
 * process. Owns the claim on the lab home (one service each), the ports it works through and its log; what a window may ask
 * is the service's business, how windows reach it the host's.
 */
import { chmodSync } from 'node:fs'
import { arch, availableParallelism, freemem, hostname, release, totalmem, type } from 'node:os'
import { EngineError } from '../base/errors.ts'
import type { Log } from '../base/ports.ts'
import type { Language } from '../config/finding.ts'
import type { MachineView } from '../contract/state.ts'
import type { Lab } from '../lab/lab.ts'
import type { LabServiceSurroundings } from '../lab/service/context.ts'
import type { LabService, MakeLabService } from '../lab/service/lab-service.ts'
import { portablePath } from '../node/node-file-system.ts'
import { LogSink } from '../node/node-log.ts'
import type { NodePorts } from '../node/ports.ts'
import { acquireStoreLock, type StoreLock } from '../node/store-lock.ts'
import { openLab } from './lab-context.ts'
import { labHome } from './lab-home.ts'

/** Put in by the build; absent when run from the sources. */
declare const __ENGINE_PACKAGE_VERSION__: string | undefined

export interface LabServiceOptions {
  /** `--home`; else the environment and the default decide. */
  readonly home: string | undefined
  readonly language: Language
  readonly make: MakeLabService
}

export interface OpenLabService {
  /** The folder under the lab home where the service keeps its own files, readable by its user only. */
  readonly folder: string
  readonly service: LabService
  readonly lab: Lab
  readonly ports: NodePorts
  readonly log: Log
  /** Ends the service and gives the home free; the nodes run on. Idempotent. */
  stop(): Promise<void>
}

/** Where the service of a lab home keeps its own files. */
export function serviceFolder(home: string | undefined): string {
  return `${labHome(home)}/serve`
}

export function engineVersion(): string {
  return typeof __ENGINE_PACKAGE_VERSION__ === 'string' ? __ENGINE_PACKAGE_VERSION__ : 'development'
}

/**
 * Claims the lab home and starts its service.
 * @throws {EngineError} 'refused' with context `{pid}` when another service has the home.
 */
export async function openLabService(options: LabServiceOptions): Promise<OpenLabService> {
  const folder = serviceFolder(options.home)
  const lock = await claim(folder)
  try {
    chmodSync(folder, 0o700)
    const sink = new LogSink({ file: `${folder}/service.log` })
    const { lab, host, ports } = openLab(options.home, options.language, sink)
    const surroundings: LabServiceSurroundings = {
      lab,
      host,
      client: ports,
      log: ports.log,
      version: engineVersion(),
      pid: process.pid,
      machine: () => machineView(lab.paths.home, ports),
      utcOffsetMs: (atMs) => -new Date(atMs).getTimezoneOffset() * 60_000,
    }
    const service = options.make(surroundings)
    await service.start()
    let stopped: Promise<void> | undefined
    const stop = async (): Promise<void> => {
      try {
        await service.stop()
      } finally {
        await lock.release()
        sink.flushNow()
      }
    }
    return { folder, service, lab, ports, log: ports.log, stop: () => (stopped ??= stop()) }
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function claim(folder: string): Promise<StoreLock> {
  try {
    return await acquireStoreLock(folder)
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'store-locked') throw error
    const { pid } = error.context
    const owner = typeof pid === 'number' ? pid : undefined
    throw new EngineError(
      'refused',
      `a lab service${owner === undefined ? '' : ` (pid ${owner})`} runs on this lab home already: use its window, end it, or give another --home`,
      {
        context: { folder, ...(owner === undefined ? {} : { pid: owner }) },
        cause: error,
        zh: `此实验室目录已有实验室服务${owner === undefined ? '' : `（pid ${owner}）`}在运行：请使用它的窗口、结束它，或用 --home 指定其他目录`,
      },
    )
  }
}

function machineView(home: string, { fs }: NodePorts): MachineView {
  return {
    name: hostname(),
    platform: `${type()} ${release()} ${arch()}`,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    freeMemoryBytes: freemem(),
    ...diskOf(home, fs),
    home: portablePath(home),
  }
}

/** Unknown stays unknown: a home on a network share may not tell. */
function diskOf(home: string, fs: NodePorts['fs']): { diskBytes: number | null; freeDiskBytes: number | null } {
  try {
    const { totalBytes, freeBytes } = fs.diskUsage(home)
    return { diskBytes: totalBytes, freeDiskBytes: freeBytes }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return { diskBytes: null, freeDiskBytes: null }
  }
}
