/** Headers of every answer of the browser host, its policy first. */
import { contentSecurityPolicy } from '../../contract/content-security-policy.ts'

export function securityHeaders(nonce: string): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(nonce),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    Vary: 'Origin, Sec-Fetch-Site, Cookie',
  }
}

export const NOT_KEPT = 'no-store'
/** Asked for again each time; small files without a hash in their name. */
export const ASKED_AGAIN = 'no-cache'
export const KEPT_FOR_GOOD = 'private, max-age=31536000, immutable'
