/**
 * Free ports on loopback. A broker takes three (listenPort - 2, listenPort, listenPort + 1), so they are looked for together, below
 * the range from which the kernel serves outgoing connections.
 */
import { createServer } from 'node:net'

const FIRST = 20_000
const LAST = 32_000
const taken = new Set<number>()
let next = FIRST + (process.pid % 1000) * 10

/** The middle of a free port triple; never handed out twice by this process. */
export async function freePortTriple(): Promise<number> {
  for (let tries = 0; tries < 1000; tries++) {
    const middle = next
    next = next + 10 > LAST ? FIRST + 2 : next + 10
    const triple = [middle - 2, middle, middle + 1]
    if (triple.some((port) => taken.has(port))) continue
    if ((await Promise.all(triple.map(isFree))).every(Boolean)) {
      for (const port of triple) taken.add(port)
      return middle
    }
  }
  throw new Error(`no free port triple between ${FIRST} and ${LAST}`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '0.0.0.0', exclusive: true }, () => server.close(() => resolve(true)))
  })
}
