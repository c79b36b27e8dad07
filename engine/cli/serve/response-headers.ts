/** Headers of every answer of the browser host, its policy first. Source: window-stack.md 5, measured with every library. */

/** No `unsafe-*` anywhere, Trusted Types on; `nonce` is new for each page. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ')
}

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
