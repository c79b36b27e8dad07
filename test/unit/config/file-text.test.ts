import { expect, test } from 'vitest'
import { textOfFile } from '../../../engine/config/file-text.ts'

test('a file is UTF-8 where its bytes are that, else one character a byte', () => {
  expect(textOfFile(new TextEncoder().encode('# 主'))).toEqual({ text: '# 主', encoding: 'utf8' })
  // 0x80..0x9f are control characters in ISO-8859-1, letters in windows-1252.
  expect(textOfFile(new Uint8Array([0xe9, 0x80]))).toEqual({ text: '\u00e9\u0080', encoding: 'latin1' })
})

test('a long file in ISO-8859-1 is read whole', () => {
  const { text } = textOfFile(new Uint8Array(100_001).fill(0xe9))
  expect(text).toBe('\u00e9'.repeat(100_001))
})
