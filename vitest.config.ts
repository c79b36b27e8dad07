import { defineConfig } from 'vitest/config'

/** Fast tests by default; integration and interop run by their own npm scripts (see package.json). */
export default defineConfig({
  test: {
    include: ['test/**/*.{test,prop,sim}.{ts,tsx}'],
    exclude: ['test/integration/**', 'test/interop/**', 'test/e2e/**', 'node_modules/**'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    pool: 'threads',
    maxWorkers: 2,
  },
})
