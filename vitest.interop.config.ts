import { defineConfig } from 'vitest/config'

/** Our engine against the original Apache RocketMQ (jars from Maven Central); long, needs Java 17 and mvn. */
export default defineConfig({
  test: {
    include: ['test/interop/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: 'forks',
    // They wait for brokers more than they compute; each worker has ports of its own.
    maxWorkers: 2,
    globalSetup: ['test/interop/prepare.ts'],
  },
})
