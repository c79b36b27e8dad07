import { defineConfig } from 'vitest/config'

/** Our engine against the original Apache RocketMQ (jars from Maven Central); long, serial, needs Java 17 and mvn. */
export default defineConfig({
  test: {
    include: ['test/interop/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: 'forks',
    fileParallelism: false,
  },
})
