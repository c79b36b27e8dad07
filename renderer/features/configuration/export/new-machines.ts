/** Where the hosts of an export are to be, as typed; and the command that stands for it. Pure. */
import type { NewHome } from '../../../../engine/config/export/rehome.ts'
import { isAbsolutePath, isPlainAddress } from '../../../../engine/config/export/rehome.ts'
import type { ExportFormat, TopologyFiles } from '../../../../engine/config/topology-files.ts'
import { shellWord } from '../../../stores/shell-word.ts'

export interface Machines {
  /** By host name, as typed. */
  readonly addresses: Readonly<Record<string, string>>
  readonly storeRoot: string
}

export const NO_MACHINES: Machines = { addresses: {}, storeRoot: '' }

/** What of it can be used: empty fields, half-typed addresses and hosts of another cluster are left out. */
export function soundHome({ addresses, storeRoot }: Machines, topology: TopologyFiles): NewHome {
  const known = Object.entries(addresses).map(([host, address]) => [host, address.trim()] as const)
  const sound = known.filter(
    ([host, address]) => isPlainAddress(address) && topology.hosts.some(({ name }) => name === host),
  )
  const folder = storeRoot.trim()
  return { addresses: Object.fromEntries(sound), ...(isAbsolutePath(folder) ? { storeRoot: folder } : {}) }
}

/** `mqlab export` with the same choices. */
export function exportCommand(cluster: string, format: ExportFormat, home: NewHome): string {
  const hosts = Object.entries(home.addresses).map(([host, address]) => ` --host ${shellWord(`${host}=${address}`)}`)
  const store = home.storeRoot === undefined ? '' : ` --store ${shellWord(home.storeRoot)}`
  return `mqlab export ${shellWord(cluster)} --format ${format}${hosts.join('')}${store}`
}
