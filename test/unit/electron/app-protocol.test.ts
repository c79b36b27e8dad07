import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerAppRequest } from '../../../electron/app-protocol.ts'

let folder: string

beforeAll(() => {
  const root = mkdtempSync(join(tmpdir(), 'mqlab-app-'))
  folder = join(root, 'renderer')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__">')
  writeFileSync(join(folder, 'theme.js'), 'theme')
  writeFileSync(join(folder, 'assets/main-1.js'), 'main')
  writeFileSync(join(root, 'secret.js'), 'secret')
})
afterAll(() => rmSync(join(folder, '..'), { recursive: true }))

const get = (url: string, method = 'GET'): Promise<Response> => answerAppRequest(new Request(url, { method }), folder)

describe('app://lab', () => {
  test('gives the page for every screen, with a fresh nonce in page and policy', async () => {
    const nonces = new Set<string>()
    for (const path of ['/', '/clusters', '/c/a%2Fb/topics/%25RETRY%25g?x=1', '/c/orders.v2/topology']) {
      const answer = await get(`app://lab${path}`)
      const nonce = /nonce="([^"]+)"/.exec(await answer.text())?.[1] as string
      expect(answer.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`)
      expect(answer.headers.get('content-security-policy')).not.toContain('unsafe')
      expect(answer.headers.get('cache-control')).toBe('no-store')
      nonces.add(nonce)
    }
    expect(nonces.size).toBe(4)
  })
  test('gives assets by their type', async () => {
    const answer = await get('app://lab/assets/main-1.js')
    expect([answer.headers.get('content-type'), await answer.text()]).toEqual([
      'text/javascript; charset=utf-8',
      'main',
    ])
    expect(await (await get('app://lab/theme.js')).text()).toBe('theme')
  })
  test('refuses other hosts, methods, missing assets and everything outside its folder', async () => {
    expect((await get('app://evil/')).status).toBe(404)
    expect((await get('app://lab/', 'POST')).status).toBe(405)
    expect((await get('app://lab/assets/none.js')).status).toBe(404)
    for (const path of [
      '/assets/..%2f..%2fsecret.js',
      '/assets/%2e%2e/%2e%2e/secret.js',
      '/assets/..%5c..%5csecret.js',
      '/%00.js',
    ]) {
      const answer = await get(`app://lab${path}`)
      expect([path, await answer.text()]).not.toEqual([path, 'secret'])
    }
  })
})
