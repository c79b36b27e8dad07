/** What `mqlab` loads before it knows which command is meant: every command pays for it, also `--help`. */
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const ENTRY = resolve(import.meta.dirname, '../../../engine/cli/mqlab.ts')
/** `import … from 'x'`, `export … from 'x'` and `import 'x'`; types are no code, `import(…)` waits. */
const STATIC_IMPORT = /^(?:import|export)\s+(?!type\b)(?:[^'"();]*?\sfrom\s+)?'([^']+)'/gm

/** The files and packages that are loaded with a file. */
function loadedWith(entry: string): ReadonlySet<string> {
  const loaded = new Set<string>([entry])
  for (const file of loaded) {
    if (!file.startsWith('/')) continue
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(STATIC_IMPORT)) {
      loaded.add(target.startsWith('.') ? join(dirname(file), target) : target)
    }
  }
  return loaded
}

test('a command of mqlab starts without the window: neither its service nor zod nor sockets of browsers are loaded', () => {
  const loaded = [...loadedWith(ENTRY)]
  expect(loaded.length).toBeGreaterThan(50)
  expect(loaded.filter((each) => ['zod', 'ws'].includes(each) || /\/lab\/service\/|\/contract\//.test(each))).toEqual(
    [],
  )
})
