import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { admit, cookiesOf, isRefusal } from '../../../../engine/cli/serve/request-gate.ts'

const PORT = 7800
const head = (url: string, headers: Record<string, string> = {}) => ({
  method: 'GET',
  url,
  headers: { host: `127.0.0.1:${PORT}`, ...headers },
})

describe('the path of a request', () => {
  test.each([
    ['/', ['']],
    ['/c/lab/topics/a%2Fb', ['c', 'lab', 'topics', 'a/b']],
    ['/c/lab/topics/%RETRY%25g'.replace('%RETRY', '%25RETRY'), ['c', 'lab', 'topics', '%RETRY%g']],
    ['/clusters?from=..%2f..', ['clusters']],
    ['/a..b/...', ['a..b', '...']],
  ])('%s is decoded once', (url, segments) => {
    expect(admit(head(url), PORT)).toMatchObject({ segments })
  })

  test.each([
    '',
    '*',
    'http://127.0.0.1:7800/',
    '//evil.example/',
    '/../x',
    '/%2e%2E/x',
    '/a/..%2fb',
    '/a/..%5cb',
    '/.',
    '/a\0',
    '/%00',
    '/%',
    '/%c0%ae',
    `/${'x'.repeat(4096)}`,
  ])('%j is refused', (url) => {
    expect(admit(head(url), PORT)).toMatchObject({ status: 400 })
  })

  test('no request whatever throws, and none that is admitted holds a step up', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((s) => `/%2e%2e/${s}`),
        ),
        (url) => {
          const verdict = admit(head(url), PORT)
          if (isRefusal(verdict)) return
          for (const segment of verdict.segments) expect(segment.split(/[/\\]/)).not.toContain('..')
        },
      ),
    )
  })
})

test('a page is asked for by a navigation, or where nothing is told, by what is accepted', () => {
  const isDocument = (headers: Record<string, string>) => admit(head('/', headers), PORT)
  expect(isDocument({ 'sec-fetch-dest': 'document' })).toMatchObject({ isDocument: true })
  expect(isDocument({ 'sec-fetch-dest': 'script', accept: 'text/html' })).toMatchObject({ isDocument: false })
  expect(isDocument({ accept: 'text/html,*/*' })).toMatchObject({ isDocument: true })
  expect(isDocument({})).toMatchObject({ isDocument: false })
})

test('cookies of the name are found among others, at most eight', () => {
  const cookie = 'a=1; mqlab_7800=x.y;mqlab_78001=no; xmqlab_7800=no; mqlab_7800=z'
  expect(cookiesOf(head('/', { cookie }), 'mqlab_7800')).toEqual(['x.y', 'z'])
  expect(cookiesOf(head('/'), 'mqlab_7800')).toEqual([])
  expect(cookiesOf(head('/', { cookie: 'mqlab_7800=1;'.repeat(20) }), 'mqlab_7800')).toHaveLength(8)
})
