/** Lists of `host:port` as Java reads them in `namesrvAddr` and `dLegerPeers`. It refuses to resolve names. */
import { trimJava } from './java-values.ts'

export interface HostPort {
  readonly host: string
  readonly port: number
}

export type HostPortList =
  | { readonly status: 'ok'; readonly addresses: readonly HostPort[] }
  /** Java throws at this part: no colon, a port that is no number, or one outside 0..65535. */
  | { readonly status: 'bad'; readonly part: string }

/**
 * Reads `host:port;host:port`. Empty parts at the end are dropped, as `String.split` does; an empty part elsewhere is bad.
 * Source: NetworkUtil#string2SocketAddress.
 */
export function parseHostPorts(text: string): HostPortList {
  const parts = text.split(';')
  while (parts.length > 1 && parts.at(-1) === '') parts.pop()
  const addresses: HostPort[] = []
  for (const part of parts) {
    const colon = part.lastIndexOf(':')
    const portText = part.slice(colon + 1)
    const port = Number(portText)
    if (colon < 0 || !/^[+-]?\d+$/.test(portText) || port < 0 || port > 65_535) return { status: 'bad', part }
    addresses.push({ host: trimJava(part.slice(0, colon)), port })
  }
  return { status: 'ok', addresses }
}

/** Dotted IPv4, or an IPv6 address with or without brackets. */
export function isAddressLiteral(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || /^\[?[0-9a-fA-F]*:[0-9a-fA-F:.]*\]?$/.test(host)
}

export interface DledgerPeer extends HostPort {
  readonly id: string
}

/** `n0-host:port;n1-host:port`; parts that do not look like that are left out. */
export function parseDledgerPeers(text: string): DledgerPeer[] {
  return text.split(';').flatMap((part) => {
    const match = /^\s*([^-\s]+)-(.+):(\d+)\s*$/.exec(part)
    return match === null ? [] : [{ id: match[1] ?? '', host: match[2] ?? '', port: Number(match[3]) }]
  })
}
