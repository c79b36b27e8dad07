/**
 * How one `mqlab serve` finds the service that runs on its lab home: a record readable by its user only, and a control
 * socket that answers to the token in it. A record whose service is gone is only a hint which port to take again.
 */
import * as fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { EngineError } from '../../base/errors.ts'
import type { Log } from '../../base/ports.ts'
import {
  callControl,
  type ControlMethod,
  type ControlServer,
  controlEndpoint,
  serveControl,
} from '../../node/control-channel.ts'
import type { Session } from './session-store.ts'

const CONTROL_MS = 3000
const RECORD_BYTES_MAX = 4096

const record = z.object({ pid: z.number(), origin: z.string(), port: z.number(), token: z.string() })
type ServiceRecord = z.infer<typeof record>

const link = z.object({ url: z.string() })
const sessionList = z.object({
  sessions: z.array(
    z.object({ id: z.string(), createdAtMs: z.number(), lastSeenAtMs: z.number(), userAgent: z.string() }),
  ),
})
const revoked = z.object({ count: z.number() })

/** A service of this home that runs in another process. */
export interface RunningService {
  readonly pid: number
  readonly origin: string
  launchLink(): Promise<string>
  sessions(): Promise<readonly Session[]>
  /** @returns how many were signed out. */
  revoke(id: string): Promise<number>
}

export interface Announcement {
  readonly folder: string
  readonly origin: string
  readonly port: number
  readonly log: Log
  launchLink(): string
  sessions(): readonly Session[]
  revoke(id: string): number
}

/** The running service of `folder`; undefined when none answers. */
export async function findRunning(folder: string): Promise<RunningService | undefined> {
  const known = readRecord(folder)
  if (known === undefined) return undefined
  const ask = (method: string, params: Readonly<Record<string, unknown>> = {}): Promise<unknown> =>
    callControl(controlEndpoint(folder), known.token, method, params, CONTROL_MS)
  try {
    await ask('status')
  } catch (error) {
    if (error instanceof EngineError) return undefined
    throw error
  }
  return {
    pid: known.pid,
    origin: known.origin,
    launchLink: async () => link.parse(await ask('launchLink')).url,
    sessions: async () => sessionList.parse(await ask('sessions')).sessions,
    revoke: async (id) => revoked.parse(await ask('revoke', { id })).count,
  }
}

/** The port that the last service of `folder` had: its windows and their cookies belong to it. */
export function lastPort(folder: string): number | undefined {
  return readRecord(folder)?.port
}

/** Answers other commands of this user until it is closed; the record stays, for the port. */
export async function announce(announcement: Announcement): Promise<ControlServer> {
  const { folder, origin, port, log } = announcement
  const token = randomBytes(32).toString('hex')
  const methods: Record<string, ControlMethod> = {
    status: () => ({ pid: process.pid, origin }),
    launchLink: () => ({ url: announcement.launchLink() }),
    sessions: () => ({ sessions: announcement.sessions() }),
    revoke: ({ id }) => ({ count: typeof id === 'string' ? announcement.revoke(id) : 0 }),
  }
  const server = await serveControl({ home: folder, token, log, methods })
  writeRecord(folder, { pid: process.pid, origin, port, token })
  return server
}

function recordFile(folder: string): string {
  return `${folder}/service.json`
}

function readRecord(folder: string): ServiceRecord | undefined {
  try {
    const file = recordFile(folder)
    if (fs.statSync(file).size > RECORD_BYTES_MAX) return undefined
    return record.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
  } catch {
    // Absent, cut off or not ours: nothing is known then, and the next service writes a new one.
    return undefined
  }
}

function writeRecord(folder: string, value: ServiceRecord): void {
  const file = recordFile(folder)
  const fresh = `${file}.${process.pid}.new`
  fs.rmSync(fresh, { force: true })
  fs.writeFileSync(fresh, `${JSON.stringify(value)}\n`, { mode: 0o600, flag: 'wx' })
  fs.renameSync(fresh, file)
}
