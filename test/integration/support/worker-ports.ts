/**
 * The ports of this worker: test files that run at the same time look for free ports in places of their own, below the range
 * from which the kernel serves outgoing connections.
 */

const FIRST = 20_000
const PORTS_PER_WORKER = 3000
const WORKERS_MAX = 4

const worker = (Number(process.env['VITEST_POOL_ID'] ?? '1') - 1) % WORKERS_MAX

/** `last` is included. */
export const WORKER_PORTS = {
  first: FIRST + worker * PORTS_PER_WORKER,
  last: FIRST + (worker + 1) * PORTS_PER_WORKER - 1,
} as const
