/**
 * `npm run pack` makes installers for this system; `npm run pack:dry` makes the unpacked application with a placeholder for
 * Electron's binary, which proves configuration, archive and extra resources on a machine that cannot download it. Both put a
 * Node runtime from the npm registry beside the engine (package `node-<os>-<arch>`).
 */
import { build } from 'electron-builder'
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { extractFile, listPackage } from '@electron/asar'

const RUNTIME_VERSION = '24.21.0'
const CONFIG = 'electron/builder.config.cjs'
/** Without these the application does not start. */
const NEEDED_IN_ARCHIVE = [
  '/package.json',
  '/dist/electron/main.js',
  '/dist/electron/preload.cjs',
  '/dist/renderer/index.html',
]
const NEEDED_BESIDE = ['engine/mqlab-service.js', 'engine/mqbroker.js', 'engine/mqnamesrv.js', 'engine/package.json']

const isDry = process.argv.includes('--dry')
process.env['MQLAB_PACK_RUNTIME'] = nodeRuntime()
if (isDry) await packDry()
else await build({ config: CONFIG })

async function packDry(): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'mqlab-pack-'))
  try {
    const output = join(work, 'release')
    await build({
      dir: true,
      config: {
        extends: resolve(CONFIG),
        directories: { output },
        electronDist: placeholderElectron(join(work, 'electron')),
        // A placeholder has no fuses to flip.
        electronFuses: null,
      },
    })
    check(output)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** What electron-builder looks for in an Electron distribution, without the program itself. */
function placeholderElectron(folder: string): string {
  mkdirSync(join(folder, 'locales'), { recursive: true })
  mkdirSync(join(folder, 'resources'))
  const { version } = JSON.parse(readFileSync('node_modules/electron/package.json', 'utf8')) as { version: string }
  for (const [name, text] of [
    ['electron', '#!/bin/sh\nexit 1\n'],
    ['version', version],
    ['LICENSE', ''],
    ['LICENSES.chromium.html', ''],
    ['locales/en-US.pak', ''],
  ] as const) {
    writeFileSync(join(folder, name), text)
  }
  chmodSync(join(folder, 'electron'), 0o755)
  return folder
}

/** Looks into what was packed, and starts its engine on its runtime. */
function check(output: string): void {
  const unpacked = readdirSync(output).find((name) => name.endsWith('-unpacked'))
  if (unpacked === undefined) throw new Error(`nothing was packed into ${output}`)
  const resources = join(output, unpacked, 'resources')
  const archive = join(resources, 'app.asar')
  const inside = new Set(listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/')))
  const missing = [
    ...NEEDED_IN_ARCHIVE.filter((path) => !inside.has(path)),
    ...NEEDED_BESIDE.filter((path) => !existsSync(join(resources, path))),
  ]
  if (missing.length > 0) throw new Error(`the application lacks ${missing.join(', ')}`)
  const { main } = JSON.parse(extractFile(archive, 'package.json').toString('utf8')) as { main?: string }
  if (main !== 'dist/electron/main.js') throw new Error(`package.json in the archive starts ${String(main)}`)
  const node = ['bin/node', 'node.exe'].map((name) => join(resources, 'runtime', name)).find((path) => existsSync(path))
  if (node === undefined) throw new Error('the Node runtime is not beside the engine')
  const help = execFileSync(node, [join(resources, 'engine/mqlab.js'), '--help'], { encoding: 'utf8' })
  if (!help.includes('mqlab')) throw new Error('the packed engine does not start on the packed runtime')
  console.log(`pack:dry: ${unpacked} is complete: archive, engine, Node ${RUNTIME_VERSION}; its engine starts`)
}

/** Folder of the runtime of this system, from the npm registry; kept in node_modules/.cache. */
function nodeRuntime(): string {
  const os = process.platform === 'win32' ? 'win' : process.platform
  const name = `node-${os}-${process.arch}`
  const cache = resolve('node_modules/.cache/pack-runtime')
  const folder = join(cache, 'node_modules', name)
  if (existsSync(join(folder, 'package.json'))) {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
    if (version === RUNTIME_VERSION) return folder
  }
  mkdirSync(cache, { recursive: true })
  writeFileSync(join(cache, 'package.json'), '{ "private": true }\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  execFileSync(npm, ['install', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${RUNTIME_VERSION}`], {
    cwd: cache,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  return folder
}
