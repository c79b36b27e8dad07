/**
 * IP addresses as records and message ids carry them: 4 or 16 raw bytes and an int32 port. Text forms are what Java
 * prints. Names are never resolved here.
 */
import { type Bytes, bytesOf } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'

/** An address ready to be written: `ip` has 4 or 16 bytes. */
export interface HostAddress {
  readonly ip: Bytes
  readonly port: number
}

/** Where a host is unknown: 0.0.0.0:0. */
export const UNKNOWN_HOST: HostAddress = { ip: bytesOf([0, 0, 0, 0]), port: 0 }

export function isIpv6Host(host: HostAddress): boolean {
  return host.ip.length === 16
}

/** Bytes that the host takes in a record: address and port. */
export function hostBytes(isIpv6: boolean): number {
  return isIpv6 ? 20 : 8
}

/**
 * The bytes of an IPv4 or IPv6 text, undefined when it is neither. IPv4 mapped into IPv6 (`::ffff:1.2.3.4`, as dual-stack
 * sockets report) becomes IPv4; a zone (`%eth0`) is dropped. Source: InetAddress#getByAddress.
 */
export function parseIp(text: string): Bytes | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text)
}

/**
 * The host of an address whose `host` is an IP text.
 * @throws {EngineError} 'bad-bytes' for a name or nonsense.
 */
export function hostOf(address: { readonly host: string; readonly port: number }): HostAddress {
  const ip = parseIp(address.host)
  if (ip === undefined) {
    throw new EngineError('bad-bytes', `"${address.host}" is not an IP address`, { context: { host: address.host } })
  }
  return { ip, port: address.port }
}

/** Java's text of an address: dotted IPv4, or eight groups without leading zeros and without `::`. */
export function ipText(ip: Uint8Array): string {
  if (ip.length === 4) return ip.join('.')
  const groups: string[] = []
  for (let i = 0; i < 16; i += 2) groups.push((((ip[i] as number) << 8) | (ip[i + 1] as number)).toString(16))
  return groups.join(':')
}

/** `ip:port`, IPv6 in brackets. */
export function hostText(host: HostAddress): string {
  const ip = ipText(host.ip)
  return isIpv6Host(host) ? `[${ip}]:${host.port}` : `${ip}:${host.port}`
}

function parseIpv4(text: string): Bytes | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined
  return bytesOf(parts.map(Number))
}

function parseIpv6(text: string): Bytes | undefined {
  let groups = text.split('%', 1)[0] as string
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(groups)
  if (tail !== null) {
    const ipv4 = parseIpv4(tail[2] as string)
    if (ipv4 === undefined) return undefined
    groups = `${tail[1]}${ipv4.hexSlice(0, 2)}:${ipv4.hexSlice(2, 4)}`
  }
  const halves = groups.split('::')
  if (halves.length > 2) return undefined
  const head = splitGroups(halves[0] as string)
  const rest = halves.length === 2 ? splitGroups(halves[1] as string) : []
  const missing = 8 - head.length - rest.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const all = [...head, ...Array<string>(halves.length === 2 ? missing : 0).fill('0'), ...rest]
  if (!all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined
  const ip = bytesOf(all.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]))
  return isMappedIpv4(ip) ? bytesOf(ip.subarray(12)) : ip
}

function splitGroups(text: string): string[] {
  return text === '' ? [] : text.split(':')
}

function isMappedIpv4(ip: Uint8Array): boolean {
  return ip[10] === 0xff && ip[11] === 0xff && ip.subarray(0, 10).every((byte) => byte === 0)
}
