/**
 * Browsers that are signed in. Their secrets are kept as hashes in a file that only its user can read, so that sessions
 * survive a restart of the service, and can be revoked one by one. A file that cannot be read is put aside: then every browser
 * signs in again, and nothing is lost.
 */
import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { dirname } from 'node:path'
import * as z from 'zod'
import type { Clock, Log } from '../../base/ports.ts'
import { hashOf, isSameHash, makeSecret } from './secrets.ts'

/** A browser that was away for longer signs in again. */
export const SESSION_IDLE_MS_MAX = 30 * 24 * 3_600_000
/** Above it the one away for longest is signed out. */
export const SESSIONS_MAX = 64
/** How exact `lastSeenAtMs` is in the file. */
const SEEN_WRITE_MS = 10 * 60_000
const USER_AGENT_CHARS_MAX = 300
const FILE_BYTES_MAX = 256 * 1024

const storedSession = z.object({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  secretHash: z.string().regex(/^[0-9a-f]{64}$/),
  createdAtMs: z.number(),
  lastSeenAtMs: z.number(),
  userAgent: z.string().max(USER_AGENT_CHARS_MAX),
})
const storedFile = z.object({ sessions: z.array(storedSession).max(SESSIONS_MAX) })

export type Session = Readonly<Omit<z.infer<typeof storedSession>, 'secretHash'>>

export interface SessionStoreOptions {
  readonly file: string
  readonly clock: Pick<Clock, 'nowMs'>
  readonly log: Log
}

export class SessionStore {
  readonly #options: SessionStoreOptions
  readonly #sessions = new Map<string, z.infer<typeof storedSession>>()
  readonly #revokeListeners = new Set<(id: string) => void>()

  constructor(options: SessionStoreOptions) {
    this.#options = options
    for (const session of this.#load()) this.#sessions.set(session.id, session)
  }

  /** Those that are still good, the one seen last first. */
  list(): Session[] {
    return [...this.#sessions.values()]
      .filter((session) => this.#isFresh(session))
      .sort((a, b) => b.lastSeenAtMs - a.lastSeenAtMs)
      .map(({ secretHash: _secretHash, ...session }) => session)
  }

  /** A new session; `credential` goes into the cookie and is nowhere else. */
  create(userAgent: string): { readonly id: string; readonly credential: string } {
    const id = randomBytes(8).toString('hex')
    const secret = makeSecret()
    const nowMs = this.#options.clock.nowMs()
    this.#sessions.set(id, {
      id,
      secretHash: hashOf(secret),
      createdAtMs: nowMs,
      lastSeenAtMs: nowMs,
      userAgent: userAgent.slice(0, USER_AGENT_CHARS_MAX),
    })
    for (const session of [...this.#sessions.values()]) if (!this.#isFresh(session)) this.#drop(session.id)
    // `list` is ordered by use, and the new one is the youngest.
    for (const session of this.list().slice(SESSIONS_MAX)) this.#drop(session.id)
    this.#write()
    return { id, credential: `${id}.${secret}` }
  }

  /** The id of the session behind a cookie's value; undefined when it is none of ours, revoked or too old. */
  verify(credential: string | undefined): string | undefined {
    const [id, secret, ...more] = (credential ?? '').split('.')
    const session = id === undefined ? undefined : this.#sessions.get(id)
    if (session === undefined || secret === undefined || more.length > 0) return undefined
    if (!isSameHash(hashOf(secret), session.secretHash) || !this.#isFresh(session)) return undefined
    const nowMs = this.#options.clock.nowMs()
    if (nowMs - session.lastSeenAtMs > SEEN_WRITE_MS) {
      session.lastSeenAtMs = nowMs
      this.#write()
    }
    return session.id
  }

  /** Signs one browser out, or with 'all' every one. @returns how many there were. */
  revoke(id: string): number {
    const ids = id === 'all' ? [...this.#sessions.keys()] : this.#sessions.has(id) ? [id] : []
    for (const one of ids) this.#drop(one)
    if (ids.length > 0) this.#write()
    return ids.length
  }

  /** Told for each session that ends here, so that its open connections end too. */
  onRevoked(listener: (id: string) => void): void {
    this.#revokeListeners.add(listener)
  }

  #drop(id: string): void {
    this.#sessions.delete(id)
    for (const listener of this.#revokeListeners) listener(id)
  }

  #isFresh(session: Session): boolean {
    return this.#options.clock.nowMs() - session.lastSeenAtMs <= SESSION_IDLE_MS_MAX
  }

  #load(): z.infer<typeof storedSession>[] {
    const { file, log } = this.#options
    if (!fs.existsSync(file)) return []
    try {
      if (fs.statSync(file).size > FILE_BYTES_MAX) throw new RangeError('it is too large')
      // A copy or an older umask may have opened it to others.
      fs.chmodSync(file, 0o600)
      return storedFile.parse(JSON.parse(fs.readFileSync(file, 'utf8'))).sessions
    } catch (error) {
      log.warn('the file of sessions cannot be read and is put aside; every browser signs in again', { file, error })
      fs.renameSync(file, `${file}.bad`)
      return []
    }
  }

  /** The whole file in one step, never readable by others at any moment. */
  #write(): void {
    const { file, log } = this.#options
    const fresh = `${file}.${process.pid}.new`
    try {
      fs.mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      fs.rmSync(fresh, { force: true })
      const text = JSON.stringify({ sessions: [...this.#sessions.values()] }, undefined, 2)
      fs.writeFileSync(fresh, `${text}\n`, { mode: 0o600, flag: 'wx' })
      fs.renameSync(fresh, file)
    } catch (error) {
      // Sessions then live as long as this process: a full disk must not sign anybody out.
      log.warn('the file of sessions cannot be written', { file, error })
    }
  }
}
