/** Base64 of a text's UTF-8 bytes, and back; neither Node's Buffer nor the window's btoa is everywhere. */
import { utf8TextOf } from '../../base/text-bytes.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export function base64Of(text: string): string {
  const bytes = new TextEncoder().encode(text)
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second, third] = bytes.subarray(at, at + 3)
    const bits = (first << 16) | ((second ?? 0) << 8) | (third ?? 0)
    pieces.push(
      ALPHABET.charAt(bits >> 18),
      ALPHABET.charAt((bits >> 12) & 63),
      second === undefined ? '=' : ALPHABET.charAt((bits >> 6) & 63),
      third === undefined ? '=' : ALPHABET.charAt(bits & 63),
    )
  }
  return pieces.join('')
}

/** Undefined when it is no base64 of UTF-8. */
export function textOfBase64(encoded: string): string | undefined {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(encoded)) return undefined
  const bytes: number[] = []
  for (let at = 0; at < encoded.length; at += 4) {
    const quad = encoded.slice(at, at + 4)
    const bits = [...quad].reduce((all, character) => (all << 6) | Math.max(0, ALPHABET.indexOf(character)), 0)
    const count = quad.endsWith('==') ? 1 : quad.endsWith('=') ? 2 : 3
    bytes.push(...[(bits >> 16) & 255, (bits >> 8) & 255, bits & 255].slice(0, count))
  }
  return utf8TextOf(new Uint8Array(bytes))
}
