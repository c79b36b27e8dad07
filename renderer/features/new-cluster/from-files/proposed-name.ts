/** A name for the cluster after what was read, that no cluster has yet. */
import { propertiesView } from '../../../../engine/config/properties-text.ts'
import { readableProperties } from '../../../../engine/config/topology-check.ts'
import type { TopologyFiles } from '../../../../engine/config/topology-files.ts'

const FALLBACK = 'from-files'
const CHARACTERS_MAX = 56

export function proposedName(topology: TopologyFiles, taken: readonly string[]): string {
  const broker = topology.files.find((file) => file.program === 'broker')
  const document = broker === undefined ? undefined : readableProperties(broker.text)
  const said = document === undefined ? undefined : propertiesView(document).get('brokerClusterName')
  const wish = topology.clusterName === '' ? (said ?? '') : topology.clusterName
  const safe = wish
    .trim()
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .replace(/[.-]+$/, '')
    .slice(0, CHARACTERS_MAX)
  const base = safe === '' ? FALLBACK : safe
  for (let i = 1; ; i++) {
    const name = i === 1 ? base : `${base}-${i}`
    if (!taken.some((each) => each.toLowerCase() === name.toLowerCase())) return name
  }
}
