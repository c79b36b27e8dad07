import { defineConfig } from 'vitest/config'

/** Real sockets, files and node processes, one file at a time: the machine has few cores and ports are shared. */
export default defineConfig({
  test: {
    include: ['test/integration/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    fileParallelism: false,
  },
})
