/** Which loopback address stands for which machine of a topology: as the user says, else one after the other. */
import { propertiesView } from '../config/properties-text.ts'
import { readableProperties } from '../config/topology-check.ts'
import { isLoopback } from '../config/topology-complete.ts'
import type { TopologyFiles, TopologyHost } from '../config/topology-files.ts'

/** `--host ADDR=LOOPBACK`: which loopback address stands for a machine the files name. */
export type HostMap = ReadonlyMap<string, string>

export const DEFAULT_HOST = '127.0.0.1'

/**
 * The topology with the addresses that the user's map tells: files do not say on which machine they are started, the folder they
 * lie in does. A folder called like a machine, or with a broker that says so, is that machine; the others take the machines
 * that are left, both in order.
 */
export function withMappedHosts(topology: TopologyFiles, hosts: HostMap): TopologyFiles {
  if (hosts.size === 0) return topology
  const machines = new Map<string, string[]>()
  for (const [address, loopback] of hosts) machines.set(loopback, [...(machines.get(loopback) ?? []), address])
  const taken = new Map<string, readonly string[]>()
  const take = (host: TopologyHost, loopback: string): void => {
    taken.set(host.name, [...new Set([...host.addresses, ...(machines.get(loopback) ?? [])])])
    machines.delete(loopback)
  }
  for (const host of topology.hosts) {
    const called = [host.name, ...host.addresses, ...ownAddresses(topology, host.name)]
    const loopback = called.map((each) => hosts.get(each)).find((each) => each !== undefined)
    if (loopback !== undefined && machines.has(loopback)) take(host, loopback)
  }
  for (const host of topology.hosts.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    const [next] = machines.keys()
    if (!taken.has(host.name) && host.addresses.length === 0 && next !== undefined) take(host, next)
  }
  return {
    ...topology,
    hosts: topology.hosts.map((host) => ({ ...host, addresses: taken.get(host.name) ?? host.addresses })),
  }
}

export interface HostProbe {
  readonly hosts?: HostMap
  isHostUsable(host: string): Promise<boolean>
}

/** The loopback address of each machine by name: as the user says, as its own address is, else 127.0.0.1, 127.0.0.2, ... */
export async function loopbackAddresses(
  hosts: readonly TopologyHost[],
  options: HostProbe,
): Promise<ReadonlyMap<string, string>> {
  const wishes = new Map<string, string>()
  for (const { name, addresses } of hosts) {
    const own = [name, ...addresses]
    const wish = own.map((each) => options.hosts?.get(each)).find((each) => each !== undefined)
    const loopback = own.find((each) => isLoopback(each))
    if (wish !== undefined) wishes.set(name, wish)
    else if (loopback !== undefined) wishes.set(name, /^127\./.test(loopback) ? loopback : DEFAULT_HOST)
  }
  const taken = new Set(wishes.values())
  let next = 1
  const chosen = new Map<string, string>()
  for (const { name } of hosts) {
    let wish = wishes.get(name)
    if (wish === undefined) {
      while (taken.has(`127.0.0.${next}`)) next += 1
      wish = `127.0.0.${next}`
      taken.add(wish)
    }
    chosen.set(name, (await options.isHostUsable(wish)) ? wish : DEFAULT_HOST)
  }
  return chosen
}

function ownAddresses(topology: TopologyFiles, host: string): string[] {
  return topology.files.flatMap((file) => {
    const document = file.host === host ? readableProperties(file.text) : undefined
    const own = document === undefined ? undefined : propertiesView(document).get('brokerIP1')?.trim()
    return own === undefined ? [] : [own]
  })
}
