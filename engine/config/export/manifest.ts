/** `topology.json`: which file of an export is which node on which host, and what no property says. Read as hostile input. */
import { TOPOLOGY_FILES_MAX, TOPOLOGY_HOSTS_MAX } from '../topology-check.ts'
import type { TopologyFile, TopologyFiles, TopologyHost } from '../topology-files.ts'

export const MANIFEST_NAME = 'topology.json'
const FORMAT = 'rocketmq-cluster-lab/topology-1'

export interface ManifestNode {
  readonly host: string
  readonly node: string
  readonly program: 'broker' | 'namesrv'
  /** Path of its property file, beside the manifest. */
  readonly file: string
  readonly heapBytes?: number
}

export interface Manifest {
  readonly clusterName: string
  readonly hosts: readonly TopologyHost[]
  readonly nodes: readonly ManifestNode[]
}

/** The manifest's text; `pathOf` tells where a node's file lies. */
export function manifestText(topology: TopologyFiles, pathOf: (file: TopologyFile) => string): string {
  const manifest = {
    format: FORMAT,
    clusterName: topology.clusterName,
    hosts: topology.hosts.map(({ name, addresses }) => ({ name, addresses })),
    nodes: topology.files.map((file) => ({
      host: file.host,
      node: file.node,
      program: file.program,
      file: pathOf(file),
      ...(file.heapBytes === undefined ? {} : { heapBytes: file.heapBytes }),
    })),
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/** Undefined when the text is no manifest of ours. */
export function readManifest(text: string): Manifest | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isRecord(value) || value['format'] !== FORMAT || typeof value['clusterName'] !== 'string') return undefined
  const { hosts, nodes } = value
  if (!Array.isArray(hosts) || !Array.isArray(nodes)) return undefined
  if (hosts.length > TOPOLOGY_HOSTS_MAX || nodes.length > TOPOLOGY_FILES_MAX) return undefined
  if (!hosts.every(isHost) || !nodes.every(isNode)) return undefined
  return { clusterName: value['clusterName'], hosts, nodes }
}

function isHost(value: unknown): value is TopologyHost {
  if (!isRecord(value) || typeof value['name'] !== 'string') return false
  const { addresses } = value
  return Array.isArray(addresses) && addresses.every((address) => typeof address === 'string')
}

function isNode(value: unknown): value is ManifestNode {
  if (!isRecord(value)) return false
  const { host, node, program, file, heapBytes } = value
  return (
    typeof host === 'string' &&
    typeof node === 'string' &&
    (program === 'broker' || program === 'namesrv') &&
    typeof file === 'string' &&
    (heapBytes === undefined || (Number.isSafeInteger(heapBytes) && Number(heapBytes) > 0))
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
