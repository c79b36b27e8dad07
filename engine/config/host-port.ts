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

/** What cannot stand in a host name, and shows that somebody separated addresses by it. */
const NO_HOST = /[\s,/，、；：]/

/** The first host of a readable list that is no host, such as `a:9876,b` of `a:9876,b:9876`. */
export function strangeHost(text: string): string | undefined {
  const list = parseHostPorts(text)
  return list.status === 'ok' ? list.addresses.find(({ host }) => NO_HOST.test(host))?.host : undefined
}

/** `a:9876，http://b:9876` as `a:9876;b:9876`; undefined where it is right already, or what was meant does not show. */
export function repairedHostPorts(text: string): string | undefined {
  const repaired = text
    .replaceAll('：', ':')
    .replaceAll(/\bhttps?:\/\//g, '')
    .split(/[\s;,，、；]+/)
    .filter((part) => part !== '')
    .join(';')
  const isRight = repaired !== '' && parseHostPorts(repaired).status === 'ok' && strangeHost(repaired) === undefined
  return isRight && repaired !== text ? repaired : undefined
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
