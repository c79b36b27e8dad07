/**
 * A Chromium for the browser tests: one that is there, else Playwright's own download, else the system's package manager where
 * it may. Prints the path; where none can be had it says what to install and exits 1.
 */
import { chromium } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const DOWNLOAD_MS = 180_000
const PACKAGES_MS = 600_000

/** Where systems keep a Chromium or Chrome, most specific first. `CHROMIUM_PATH` is the user's word and comes before all. */
const USUAL_PLACES: readonly string[] = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
]

/** @returns the executable, undefined where there is none. */
export function findChromium(): string | undefined {
  const asked = process.env['CHROMIUM_PATH']
  const places = [...(asked === undefined || asked === '' ? [] : [asked]), chromium.executablePath(), ...USUAL_PLACES]
  return places.find((place) => existsSync(place))
}

/** Finds or gets one. @throws {Error} that says what to install. */
export function requireChromium(): string {
  const found = findChromium()
  if (found !== undefined) return found
  console.log('no Chromium on this machine: trying Playwright’s own download')
  run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'], DOWNLOAD_MS)
  const downloaded = findChromium()
  if (downloaded !== undefined) return downloaded
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('the download is not possible: trying apt-get install chromium')
    run('apt-get', ['update', '-q'], PACKAGES_MS)
    run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], PACKAGES_MS)
  }
  const installed = findChromium()
  if (installed !== undefined) return installed
  throw new Error(
    'The browser tests need a Chromium and none can be had here. Install one: "npx playwright install chromium", or ' +
      '"apt-get install chromium fonts-noto-cjk" (Debian, Ubuntu), or set CHROMIUM_PATH to the executable of yours.',
  )
}

function run(command: string, args: readonly string[], timeoutMs: number): void {
  spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: timeoutMs,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}
