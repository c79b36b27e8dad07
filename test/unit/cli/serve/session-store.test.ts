import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LaunchTokens } from '../../../../engine/cli/serve/launch-tokens.ts'
import { SessionStore, SESSIONS_MAX } from '../../../../engine/cli/serve/session-store.ts'
import { keptLog } from '../../lab/rpc/quiet-log.ts'

let folder: string
let nowMs: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mqsessions-'))
  nowMs = 1_800_000_000_000
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const store = (file = join(folder, 'sessions.json')) =>
  new SessionStore({ file, clock: { nowMs: () => nowMs }, log: keptLog() })

test('one browser above the bound signs out the one that was away for longest', () => {
  const sessions = store()
  const credentials = Array.from({ length: SESSIONS_MAX }, () => {
    nowMs += 1000
    return sessions.create('browser').credential
  })
  expect(sessions.verify(credentials[0])).toBeDefined()
  nowMs += 3_600_000
  sessions.verify(credentials[0])
  const revoked: string[] = []
  sessions.onRevoked((id) => revoked.push(id))
  sessions.create('one more')
  expect(sessions.list()).toHaveLength(SESSIONS_MAX)
  expect(revoked).toEqual([credentials[1]?.split('.')[0]])
  expect([sessions.verify(credentials[0]) !== undefined, sessions.verify(credentials[1])]).toEqual([true, undefined])
})

test('when it was seen last is exact to some minutes, and not worth a write each request', () => {
  const sessions = store()
  const { credential } = sessions.create('browser')
  const createdAtMs = nowMs
  nowMs += 60_000
  sessions.verify(credential)
  expect(sessions.list()[0]?.lastSeenAtMs).toBe(createdAtMs)
  nowMs += 3_600_000
  sessions.verify(credential)
  expect(store().list()[0]?.lastSeenAtMs).toBe(nowMs)
})

test('a file that cannot be written keeps sessions for the life of the process and tells the log', () => {
  const log = keptLog()
  const blocked = join(folder, 'a-file')
  writeFileSync(blocked, '')
  const sessions = new SessionStore({ file: join(blocked, 'sessions.json'), clock: { nowMs: () => nowMs }, log })
  expect(sessions.verify(sessions.create('browser').credential)).toBeDefined()
  expect(log.lines).toEqual(['warn the file of sessions cannot be written'])
})

test('what a browser calls itself is cut to size', () => {
  store().create('x'.repeat(100_000))
  expect(readFileSync(join(folder, 'sessions.json'), 'utf8').length).toBeLessThan(1000)
})

test('of launch tokens made and never used the oldest is forgotten first', () => {
  const tokens = new LaunchTokens({ monotonicMs: () => 0 })
  const made = Array.from({ length: 65 }, () => tokens.make())
  expect(made.map((token) => tokens.take(token))).toEqual([false, ...Array<boolean>(64).fill(true)])
})
