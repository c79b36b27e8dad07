/** `npm run test:e2e`: makes sure there is a Chromium, then runs Playwright with the arguments given. */
import { spawnSync } from 'node:child_process'
import { requireChromium } from './chromium.ts'

try {
  const executable = requireChromium()
  console.log(`browser tests in ${executable}`)
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/@playwright/test/cli.js', 'test', ...process.argv.slice(2)],
    { stdio: 'inherit', env: { ...process.env, CHROMIUM_PATH: executable } },
  )
  process.exitCode = status ?? 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
