/** The clusters of the articles as a user brings them: a folder of property files and the machines they name. */
import { seedDescription, seedFolder } from '../../fixtures/seed-files.ts'

export interface SeedCluster {
  readonly folder: string
  /** `--host ADDR=LOOPBACK` for every machine, flag and value as separate arguments. */
  readonly hostFlags: readonly string[]
  /** `host:port` that clients use when every machine is a loopback address and no port is taken. */
  readonly namesrvAddresses: readonly string[]
  /** Node name to the loopback address of the machine its file belongs to. */
  readonly brokerHosts: ReadonlyMap<string, string>
}

/** Loopback addresses of their own, so that the articles' ports are free whatever else runs on this machine. */
export function openSeed(name: string, block: number): SeedCluster {
  const folder = seedFolder(name)
  const seed = seedDescription(name)
  const loopbackOf = new Map<string, string>()
  const machines = new Map<string, string>()
  seed.hosts.forEach((host, index) => {
    const loopback = `127.${64 + (process.pid % 128)}.${block}.${index + 1}`
    machines.set(host.folder, loopback)
    for (const address of host.addresses) loopbackOf.set(address, loopback)
  })
  for (const [hostName, address] of Object.entries(seed.hostNames ?? {})) {
    const loopback = loopbackOf.get(address)
    if (loopback === undefined) throw new Error(`${name}: ${hostName} is ${address}, which is no machine of the seed`)
    loopbackOf.set(hostName, loopback)
  }
  const namesrvAddresses = seed.nameServers.map((address) => {
    const [host = '', port = ''] = address.split(':')
    return `${loopbackOf.get(host)}:${port}`
  })
  return {
    folder,
    hostFlags: [...loopbackOf].flatMap(([address, loopback]) => ['--host', `${address}=${loopback}`]),
    namesrvAddresses,
    brokerHosts: new Map(
      seed.brokers.map(({ file, host }) => [
        file.slice(file.lastIndexOf('/') + 1).replace('.properties', ''),
        machines.get(host) ?? '',
      ]),
    ),
  }
}
