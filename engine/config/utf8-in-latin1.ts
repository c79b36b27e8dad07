/** Text in UTF-8 that was read one character per byte, as Java reads property files: back to what its author sees. */

export interface ReadableText {
  readonly text: string
  /** It had one character per byte. */
  readonly isDecoded: boolean
}

/** The text as its author sees it; unchanged when it is no UTF-8 read that way. */
export function readableText(text: string): ReadableText {
  if (!/[\u0080-\u00ff]/.test(text) || /[^\u0000-\u00ff]/.test(text)) return { text, isDecoded: false }
  try {
    const encoded = text.replace(/[%\u0080-\u00ff]/g, (one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`)
    return { text: decodeURIComponent(encoded), isDecoded: true }
  } catch {
    return { text, isDecoded: false }
  }
}

const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** One character per byte of the text in UTF-8. */
export function latin1OfUtf8(text: string): string {
  return text.replace(/[^\u0000-\u007f]+/g, (part) =>
    encodeURIComponent(part.replace(LONE_SURROGATES, '\ufffd')).replace(/%([0-9A-F]{2})/g, (_, hexadecimal: string) =>
      String.fromCharCode(Number.parseInt(hexadecimal, 16)),
    ),
  )
}
