/** Texts from bytes, read strictly. Needs nothing of Node: the window's parts of the engine use it too. */

/** UTF-8, a byte order mark included; undefined where the bytes are none. */
export function utf8TextOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const PIECE_BYTES = 8192

/** ISO-8859-1, one character a byte. Not TextDecoder('latin1'): browsers read that name as windows-1252. */
export function latin1TextOf(bytes: Uint8Array): string {
  const pieces: string[] = []
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    pieces.push(String.fromCharCode(...bytes.subarray(from, from + PIECE_BYTES)))
  }
  return pieces.join('')
}
