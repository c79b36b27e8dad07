import { defineConfig } from 'vitest/config'

/** Real sockets, files and node processes. */
export default defineConfig({
  test: {
    include: ['test/integration/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Half of their time they wait; each worker has ports of its own.
    maxWorkers: 2,
  },
})
