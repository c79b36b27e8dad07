/**
 * `host:port` texts as RocketMQ writes them in configuration, routes and message ids. Resolving names is the network
 * port's business.
 */
import { EngineError } from '../base/errors.ts'
import type { Address } from '../base/ports.ts'

/**
 * Reads `host:port`; the last colon separates them, and an IPv6 host stands in brackets.
 * @throws {EngineError} 'bad-config' naming the text and what is expected.
 */
export function parseAddress(text: string): Address {
  const trimmed = text.trim()
  const colon = trimmed.lastIndexOf(':')
  const portText = trimmed.slice(colon + 1)
  const host = trimmed.slice(0, Math.max(colon, 0)).replace(/^\[(.*)\]$/, '$1')
  const port = Number(portText)
  if (colon <= 0 || host === '' || !/^\d{1,5}$/.test(portText) || port < 1 || port > 65_535) {
    throw new EngineError('bad-config', `"${text}" is not an address: expected host:port with a port from 1 to 65535`, {
      context: { address: text },
    })
  }
  return { host, port }
}

/** The text form of an address: `10.0.0.1:10911`, `[::1]:9876`. */
export function formatAddress(address: Address): string {
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`
}

/**
 * A list as in `namesrvAddr`: addresses separated by `;`, empty parts ignored.
 * @throws {EngineError} 'bad-config' for a part that is no address.
 */
export function parseAddressList(text: string): string[] {
  const parts = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  for (const part of parts) parseAddress(part)
  return parts
}
