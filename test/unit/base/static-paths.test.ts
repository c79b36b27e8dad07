import { describe, expect, test } from 'vitest'
import { isScreenAddress, pageWithNonce, windowFile } from '../../../engine/base/static-paths.ts'

describe('a path of the window', () => {
  test('names a file by plain names and a known type; only one under assets never changes', () => {
    expect(windowFile(['theme.js'])).toEqual({
      path: 'theme.js',
      contentType: 'text/javascript; charset=utf-8',
      isImmutable: false,
    })
    expect(windowFile(['assets', 'main-1.css'])).toMatchObject({ path: 'assets/main-1.css', isImmutable: true })
  })

  test.each([
    [['..', 'secret.js']],
    [['../secret.js']],
    [['assets', '..\\secret.js']],
    [['.hidden.js']],
    [['\0.js']],
    [['index.html']],
    [['notes.unknown']],
    [['a.js', '']],
    [['']],
    [[]],
    [Array.from({ length: 9 }, () => 'a.js')],
  ])('%j is no file', (segments) => {
    expect(windowFile(segments)).toBeUndefined()
  })

  test('that is no file is a screen, unless it asks for a part of the window', () => {
    expect(isScreenAddress(['c', 'orders.v2', 'topology'])).toBe(true)
    expect(isScreenAddress([])).toBe(true)
    expect(isScreenAddress(['assets', 'gone.js'])).toBe(false)
  })
})

test('the page gets its nonce wherever the build asks for one', () => {
  expect(pageWithNonce('a=__CSP_NONCE__ b=__CSP_NONCE__', 'N')).toBe('a=N b=N')
})
