/** Free ports on loopback. A broker takes three (listenPort - 2, listenPort, listenPort + 1), so they are looked for together. */
import { createServer } from 'node:net'
import { WORKER_PORTS } from '../../integration/support/worker-ports.ts'

const STEP = 10
const { first, last } = WORKER_PORTS
const PLACES = Math.floor((last - first) / STEP) - 1
// A file begins elsewhere than the one before it in this worker, whose connections may still be closing.
let place = process.pid % PLACES

/** The middle of a free port triple; none is handed out twice by this process before all were. */
export async function freePortTriple(): Promise<number> {
  for (let tries = 0; tries < PLACES; tries++) {
    place = (place + 1) % PLACES
    const middle = first + STEP * (place + 1)
    if ((await Promise.all([middle - 2, middle, middle + 1].map(isFree))).every(Boolean)) return middle
  }
  throw new Error(`no free port triple between ${first} and ${last}`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '0.0.0.0', exclusive: true }, () => server.close(() => resolve(true)))
  })
}
