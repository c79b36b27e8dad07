/**
 * Builds everything that runs: every command of `engine/cli` as one file (a node then starts from one file without module
 * resolution, 120 ms instead of 170; runtime + file is all that a deployment has to copy) and the window into `renderer/`
 * beside them. Commands are linked into node_modules/.bin, which npm does for dependencies but not for the project itself:
 * `npx mqlab` works in a clone.
 *
 *     tsx scripts/build.ts [--out DIR] [--engine-only | --renderer-only]
 *
 * Everything is made in a folder beside its place and then renamed, so that running nodes and open windows never find half.
 */
import { build as bundle } from 'esbuild'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** Bundle name -> entry point. The keys are the names in package.json's `bin` plus internal programs. */
const ENTRIES: Readonly<Record<string, string>> = {
  mqnamesrv: 'engine/cli/namesrv.ts',
  mqbroker: 'engine/cli/broker.ts',
  mqshutdown: 'engine/cli/shutdown.ts',
  mqadmin: 'engine/cli/mqadmin.ts',
  mqlab: 'engine/cli/mqlab.ts',
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: 'dist' },
      'engine-only': { type: 'boolean', default: false },
      'renderer-only': { type: 'boolean', default: false },
    },
  })
  const out = resolve(values.out)
  mkdirSync(out, { recursive: true })
  const fresh = mkdtempSync(join(out, '.building-'))
  try {
    if (!values['renderer-only']) await buildEngine(out, fresh, values.out === 'dist')
    if (!values['engine-only']) await buildRenderer(out, fresh)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

async function buildEngine(out: string, fresh: string, isProject: boolean): Promise<void> {
  const version = (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version
  const entries = Object.fromEntries(Object.entries(ENTRIES).filter(([, path]) => existsSync(path)))
  await bundle({
    entryPoints: entries,
    outdir: fresh,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: false,
    legalComments: 'none',
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    define: { __ENGINE_PACKAGE_VERSION__: JSON.stringify(version) },
    logLevel: 'warning',
  })
  const known = new Set(Object.keys(entries).map((name) => `${name}.js`))
  for (const file of readdirSync(out)) {
    if (file.endsWith('.js') && !known.has(file)) rmSync(join(out, file), { force: true })
  }
  for (const name of Object.keys(entries)) {
    chmodSync(join(fresh, `${name}.js`), 0o755)
    renameSync(join(fresh, `${name}.js`), join(out, `${name}.js`))
    if (isProject) link(name)
  }
}

/** Vite is loaded only here: an engine-only build needs none of it. */
async function buildRenderer(out: string, fresh: string): Promise<void> {
  if (!existsSync('renderer/index.html')) return
  const vite = await import('vite')
  const target = join(fresh, 'renderer')
  await vite.build({ configFile: resolve('vite.config.ts'), logLevel: 'warn', build: { outDir: target } })
  const place = join(out, 'renderer')
  if (existsSync(place)) renameSync(place, join(fresh, 'renderer-before'))
  renameSync(target, place)
}

function link(name: string): void {
  const folder = 'node_modules/.bin'
  mkdirSync(folder, { recursive: true })
  if (process.platform === 'win32') {
    writeFileSync(`${folder}/${name}.cmd`, `@node "%~dp0\\..\\..\\dist\\${name}.js" %*\r\n`)
    return
  }
  rmSync(`${folder}/${name}`, { force: true })
  symlinkSync(`../../dist/${name}.js`, `${folder}/${name}`)
}

await main()
