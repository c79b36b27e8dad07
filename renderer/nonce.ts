/**
 * The nonce of this page load, which the host put into the page. Mantine, react-remove-scroll, CodeMirror and xterm ask for
 * it when they add a style element; without a host (tests, dev server) it is empty and no policy is set.
 */
import { setNonce } from 'get-nonce'

/** The nonce of `<meta property="csp-nonce">`, '' where there is none. */
export const pageNonce: string = readNonce()

function readNonce(): string {
  if (typeof document === 'undefined') return ''
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')
  return meta?.nonce ?? ''
}

/** Hands the nonce to react-remove-scroll (dialogs, drawers, palette). Called once, at start. */
export function shareNonce(): void {
  if (pageNonce !== '') setNonce(pageNonce)
}
