import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StaticFiles } from '../../../../engine/cli/serve/static-files.ts'

let root: string
let files: StaticFiles

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mqfiles-'))
  const window = join(root, 'renderer')
  mkdirSync(join(window, 'assets', 'folder.js'), { recursive: true })
  writeFileSync(join(window, 'index.html'), 'nonce=__CSP_NONCE__ again=__CSP_NONCE__')
  writeFileSync(join(window, 'theme.js'), 'theme')
  writeFileSync(join(window, '.hidden.js'), 'hidden')
  writeFileSync(join(window, 'notes.unknown'), 'notes')
  writeFileSync(join(window, 'assets', 'a-1.css'), 'css')
  writeFileSync(join(root, 'secret.js'), 'secret')
  symlinkSync(join(root, 'secret.js'), join(window, 'out.js'))
  symlinkSync(join(window, 'theme.js'), join(window, 'in.js'))
  files = new StaticFiles(window)
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

test('a file of the window comes with its type; only one under assets never changes', async () => {
  const theme = await files.find(['theme.js'])
  expect([theme?.bytes.toString(), theme?.contentType, theme?.isImmutable]).toEqual([
    'theme',
    'text/javascript; charset=utf-8',
    false,
  ])
  expect(await files.find(['assets', 'a-1.css'])).toMatchObject({
    contentType: 'text/css; charset=utf-8',
    isImmutable: true,
  })
  expect((await files.find(['in.js']))?.bytes.toString()).toBe('theme')
})

test.each([
  [['..', 'secret.js']],
  [['assets', '..', '..', 'secret.js']],
  [['../secret.js']],
  [['out.js']],
  [['.hidden.js']],
  [['assets', 'folder.js']],
  [['notes.unknown']],
  [['index.html']],
  [['theme.js', '']],
  [['']],
  [[]],
])('%j is no file of the window', async (segments) => {
  expect(await files.find(segments)).toBeUndefined()
})

test('the page has the nonce wherever the build asks for it, and is undefined before there is a build', async () => {
  expect(await files.page('N')).toBe('nonce=N again=N')
  expect(await new StaticFiles(join(root, 'nowhere')).page('N')).toBeUndefined()
})
