/**
 * House rules that no linter knows: every source file opens with a comment that says what it owns, stays within its
 * size unless it says why, has no leftovers, and relative links in the documents resolve. Prints each breach, exits 1.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

const LINES_MAX = 600
const BLOB_BYTES_MAX = 512 * 1024
const LEFTOVERS = /\b(FIXME|XXX:|TODO(?!\s*\(#\d+\)))/

const breaches: string[] = []
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && existsSync(path))

for (const path of files) {
  if (statSync(path).size > BLOB_BYTES_MAX && path !== 'package-lock.json')
    breaches.push(`${path}: larger than 512 KiB`)
  if (/^(engine|scripts)\/.*\.ts$/.test(path) && !path.endsWith('.d.ts')) checkSource(path)
  if (path.endsWith('.md')) checkLinks(path)
}

for (const breach of breaches) console.error(breach)
process.exit(breaches.length === 0 ? 0 : 1)

function checkSource(path: string): void {
  const text = readFileSync(path, 'utf8')
  const lines = text.split('\n')
  if (!/^(#!.*\n)?(\/\/ eslint[^\n]*\n)?(\/\*\*|\/\/)/.test(text)) breaches.push(`${path}:1: no header comment`)
  if (lines.length > LINES_MAX && !text.includes('Long on purpose:')) {
    breaches.push(`${path}: ${lines.length} lines, more than ${LINES_MAX} without a "Long on purpose:" line`)
  }
  lines.forEach((line, index) => {
    if (path !== 'scripts/tidy.ts' && LEFTOVERS.test(line))
      breaches.push(`${path}:${index + 1}: leftover: ${line.trim()}`)
  })
}

function checkLinks(path: string): void {
  const text = readFileSync(path, 'utf8').replace(/```[\s\S]*?```/g, '')
  for (const match of text.matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)) {
    const target = match[1] as string
    if (/^[a-z]+:/.test(target)) continue
    if (!existsSync(join(dirname(path), target))) breaches.push(`${path}: broken link ${target}`)
  }
}
