import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

interface Seen {
  readonly url: string
  readonly page: string
  readonly schemes: readonly { readonly scheme: string }[]
  readonly windows: readonly { readonly preloadExists: boolean }[]
  readonly forks: readonly { readonly exists: boolean; readonly runtime: string }[]
}

/** Layer 2: the bundle as it is packed, under plain Node, with a fake `electron`. */
test('the built main bundle starts, finds its preload, its service and its page', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mqlab-electron-'))
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', './test/integration/electron-fixtures/register.mjs', 'dist/electron/main.js'],
      { env: { ...process.env, FAKE_USER_DATA: folder, ELECTRON_MIRROR: 'http://127.0.0.1:9/' } },
    )
    const seen = JSON.parse(stdout) as Seen
    expect(seen.schemes).toMatchObject([{ scheme: 'app' }])
    expect(seen.windows).toMatchObject([{ preloadExists: true }])
    expect(seen.forks).toMatchObject([{ exists: true, runtime: 'node' }])
    expect(seen.url).toBe('app://lab/')
    expect(seen.page).toContain('<div id="root">')
    expect(seen.page).not.toContain('__CSP_NONCE__')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
