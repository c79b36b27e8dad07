/** Which file the editor opens when the address names none: the one edited last in this window, else the first broker. */
import type { ConfigFile } from '../../../../engine/contract/config-api.ts'
import { machinesOf } from './file-list.tsx'

/** By cluster, for as long as the window lives. */
const last = new Map<string, string>()

export function rememberNode(cluster: string, node: string): void {
  last.set(cluster, node)
}

export function startNode(cluster: string, files: readonly ConfigFile[]): string {
  const remembered = last.get(cluster)
  if (remembered !== undefined && files.some((file) => file.node === remembered)) return remembered
  const ordered = machinesOf(files).flatMap(([, of]) => of)
  return (ordered.find((file) => file.kind === 'broker') ?? ordered[0])?.node ?? ''
}
