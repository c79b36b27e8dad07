/** Asks the browser host why it does not connect: it answers, and this browser is signed out; or it does not answer. */
import type { Probe } from './connection.ts'

const PROBE_MS = 3000

export const probeSession: Probe = async () => {
  const response = await fetch('/session', { cache: 'no-store', signal: AbortSignal.timeout(PROBE_MS) })
  return response.status === 401 ? 'signed-out' : 'signed-in'
}
