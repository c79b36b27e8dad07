/** Who this process is. The address rule follows Java's, because `brokerIP1` and client ids default to it. */
import { existsSync } from 'node:fs'
import { hostname, networkInterfaces } from 'node:os'
import type { Identity } from '../base/ports.ts'

export interface InterfaceAddress {
  readonly interfaceName: string
  readonly family: string
  readonly address: string
  readonly internal: boolean
}

export function nodeIdentity(): Identity {
  return { processId: process.pid, hostName: hostname(), localIpv4: chooseLocalIpv4(interfaceAddresses(), isBridge) }
}

/**
 * The IPv4 address that is advertised when nothing is configured: the first that is not `192.168.*` or `0.*`, else the
 * last one found; bridges (containers, virtual machines) are passed over. Without any: loopback.
 * On a host with several networks this can be the wrong one, in Java as here: lint asks for `brokerIP1` there.
 *
 * Source: NetworkUtil#getLocalAddress.
 */
export function chooseLocalIpv4(
  addresses: readonly InterfaceAddress[],
  isBridgeInterface: (interfaceName: string) => boolean,
): string {
  const candidates = addresses
    .filter((entry) => entry.family === 'IPv4' && !entry.internal && !isBridgeInterface(entry.interfaceName))
    .map((entry) => entry.address)
  const preferred = candidates.find((address) => !/^(127\.0|192\.168|0)\./.test(address))
  return preferred ?? candidates.at(-1) ?? '127.0.0.1'
}

function interfaceAddresses(): InterfaceAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([interfaceName, entries]) =>
    (entries ?? []).map(({ family, address, internal }) => ({ interfaceName, family, address, internal })),
  )
}

/** Source: NetworkUtil#isBridge. Known on Linux only. */
function isBridge(interfaceName: string): boolean {
  return process.platform === 'linux' && existsSync(`/sys/class/net/${interfaceName}/bridge`)
}
