/**
 * Builds everything that runs: every command of `engine/cli` as one file (a node then starts from one file without module
 * resolution, 120 ms instead of 170; runtime + file is all that a deployment has to copy; only `mqlab` has parts beside it, loaded
 * when a command needs them), the window into `renderer/` and the
 * desktop shell into `electron/` beside them. Commands are linked into node_modules/.bin, which npm does for dependencies but not for the project itself:
 * `npx mqlab` works in a clone.
 *
 *     tsx scripts/build.ts [--out DIR] [--engine-only | --renderer-only]
 *
 * Everything is made in a folder beside its place and then renamed, so that running nodes and open windows never find half.
 */
import { type BuildOptions, build as bundle } from 'esbuild'
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
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** Bundle name -> entry point. The keys are the names in package.json's `bin` plus internal programs. */
const ENTRIES: Readonly<Record<string, string>> = {
  mqnamesrv: 'engine/cli/namesrv.ts',
  mqbroker: 'engine/cli/broker.ts',
  mqshutdown: 'engine/cli/shutdown.ts',
  mqadmin: 'engine/cli/mqadmin.ts',
  mqlab: 'engine/cli/mqlab.ts',
  'mqlab-service': 'engine/cli/lab.ts',
}
/** Started by the desktop shell, not by people. */
const INTERNAL: ReadonlySet<string> = new Set(['mqlab-service'])

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
    if (!values['engine-only'] && !values['renderer-only']) await buildShell(out, fresh)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

async function buildEngine(out: string, fresh: string, isProject: boolean): Promise<void> {
  const version = (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version
  const entries = Object.fromEntries(Object.entries(ENTRIES).filter(([, path]) => existsSync(path)))
  const { mqlab, ...others } = entries
  const shared = {
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
  } satisfies BuildOptions
  await bundle({ ...shared, entryPoints: others })
  if (mqlab !== undefined) {
    // What only some of its commands need (the window's service) lies beside it and is not even parsed by the others.
    await bundle({ ...shared, entryPoints: { mqlab }, splitting: true, chunkNames: 'mqlab-[name]-[hash]' })
  }
  const made = readdirSync(fresh).filter((file) => file.endsWith('.js'))
  const programs = new Set(Object.keys(entries).map((name) => `${name}.js`))
  // Parts before the program that loads them; those of the last build go when nothing names them any more.
  for (const file of made.sort((a, b) => Number(programs.has(a)) - Number(programs.has(b)))) {
    chmodSync(join(fresh, file), programs.has(file) ? 0o755 : 0o644)
    renameSync(join(fresh, file), join(out, file))
  }
  for (const file of readdirSync(out)) {
    if (file.endsWith('.js') && !made.includes(file)) rmSync(join(out, file), { force: true })
  }
  if (isProject) for (const name of Object.keys(entries)) if (!INTERNAL.has(name)) link(name)
}

/** Vite is loaded only here: an engine-only build needs none of it. */
async function buildRenderer(out: string, fresh: string): Promise<void> {
  if (!existsSync('renderer/index.html')) return
  const vite = await import('vite')
  const target = join(fresh, 'renderer')
  await vite.build({ configFile: resolve('vite.config.ts'), logLevel: 'warn', build: { outDir: target } })
  replaceFolder(target, join(out, 'renderer'), fresh)
}

/** The desktop shell: main as a module, preload as the one CommonJS file that a sandboxed page may have. */
async function buildShell(out: string, fresh: string): Promise<void> {
  const shared = {
    bundle: true,
    platform: 'node',
    target: 'node22',
    external: ['electron'],
    logLevel: 'warning',
  } satisfies BuildOptions
  const target = join(fresh, 'electron')
  await bundle({ ...shared, entryPoints: ['electron/main.ts'], outfile: join(target, 'main.js'), format: 'esm' })
  await bundle({
    ...shared,
    entryPoints: ['electron/preload/preload.ts'],
    outfile: join(target, 'preload.cjs'),
    format: 'cjs',
  })
  replaceFolder(target, join(out, 'electron'), fresh)
}

function replaceFolder(from: string, place: string, fresh: string): void {
  if (existsSync(place)) renameSync(place, join(fresh, `${basename(place)}-before`))
  renameSync(from, place)
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
