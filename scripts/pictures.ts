/**
 * `npm run pictures`: runs the browser tests that take pictures and keeps those of the READMEs in docs/pictures. A picture is what a
 * test saw with real nodes, never a drawing.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'

const SHOTS = 'test-results/shots'
const PICTURES = 'docs/pictures'
/** Name in the README -> station of the tests. */
const STATIONS: Readonly<Record<string, string>> = {
  topology: 'topology-cut',
  'first-run': 'first-run',
  'new-cluster': 'screen-new-cluster',
  'master-down': 'master-down',
  send: 'send',
  receive: 'receive',
  replication: 'replication-healed',
  'config-editor': 'config-broken-value',
  'config-matrix': 'config-matrix',
}
/** The English README shows the light theme, the Chinese one the dark. */
const LOOKS = ['light-en', 'dark-zh'] as const

const { status } = spawnSync(
  process.execPath,
  ['node_modules/tsx/dist/cli.mjs', 'scripts/e2e.ts', 'story.spec.ts', 'accessibility.spec.ts', 'config.spec.ts'],
  { stdio: 'inherit' },
)
if (status !== 0) throw new Error('the browser tests failed: docs/pictures stays as it is')
rmSync(PICTURES, { recursive: true, force: true })
mkdirSync(PICTURES, { recursive: true })
for (const [name, station] of Object.entries(STATIONS)) {
  for (const look of LOOKS) copyFileSync(`${SHOTS}/${station}-${look}.png`, `${PICTURES}/${name}-${look}.png`)
}
console.log(`${readdirSync(PICTURES).length} pictures in ${PICTURES}`)
