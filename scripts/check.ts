/**
 * `npm run check`: every fast check, two at a time because the machines have two cores at least, longest first. Prints the
 * whole output of what failed and one line with the time of everything else; exits 1 when anything failed.
 */
import { spawn } from 'node:child_process'

/** npm scripts of package.json. */
const CHECKS = ['test:fast', 'lint', 'types', 'format:check', 'unused', 'boundaries', 'tidy'] as const
const AT_ONCE = 2

const failed: string[] = []
const waiting: string[] = [...CHECKS]
const startedMs = performance.now()

await Promise.all(Array.from({ length: AT_ONCE }, work))
console.log(
  `check: ${failed.length === 0 ? 'everything passed' : `FAILED: ${failed.join(', ')}`} (${seconds(startedMs)})`,
)
process.exitCode = failed.length === 0 ? 0 : 1

async function work(): Promise<void> {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const fromMs = performance.now()
    const { code, output } = await run(name)
    if (code === 0) {
      console.log(`ok      ${name} (${seconds(fromMs)})${closingLines(output)}`)
      continue
    }
    failed.push(name)
    console.log(`FAILED  ${name} (${seconds(fromMs)})\n${output}`)
  }
}

function run(name: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    const child = spawn(npm, ['run', '--silent', name], { shell: process.platform === 'win32' })
    const parts: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => parts.push(part))
    child.stderr.on('data', (part: Buffer) => parts.push(part))
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output: Buffer.concat(parts).toString('utf8') })
    })
  })
}

/** Vitest's own closing lines, so that what ran is seen in the log. */
function closingLines(output: string): string {
  const plain = output.replace(/\u001b\[[0-9;]*m/g, '')
  const lines = plain.split('\n').filter((line) => /^\s*(Test Files|Tests)\s/.test(line))
  return lines.length === 0 ? '' : `\n${lines.join('\n')}`
}

function seconds(fromMs: number): string {
  return `${((performance.now() - fromMs) / 1000).toFixed(1)} s`
}
