/** A lab cluster as the property files of its nodes on their hosts: what is exported. */
import type { FileSystem } from '../base/ports.ts'
import { EngineError } from '../base/errors.ts'
import { textOfBytes } from '../config/export/decode-text.ts'
import type { TopologyFile, TopologyFiles } from '../config/topology-files.ts'
import type { ClusterSpec } from './cluster-spec.ts'
import type { LabPaths } from './lab-paths.ts'

const ONLY_HOST = 'host-1'

/** @throws {EngineError} 'not-found' naming the property file that is not there. */
export function topologyOfCluster(spec: ClusterSpec, paths: LabPaths, fs: FileSystem): TopologyFiles {
  const addresses = new Map<string, Set<string>>()
  const files = spec.nodes.map((node): TopologyFile => {
    const host = node.machine ?? ONLY_HOST
    const known = addresses.get(host) ?? new Set()
    addresses.set(host, known.add(node.host))
    const { configFile } = paths.node(spec.name, node.name)
    const bytes = fs.readFile(configFile)
    if (bytes === undefined) {
      throw new EngineError('not-found', `${configFile} is not there: ${spec.name} cannot be exported without it`, {
        context: { field: 'node', value: node.name, path: configFile },
        zh: `${configFile} 不存在：缺少它无法导出 ${spec.name}`,
      })
    }
    return { host, node: node.name, program: node.kind, text: textOfBytes(bytes) }
  })
  return {
    clusterName: spec.name,
    hosts: [...addresses].map(([name, all]) => ({ name, addresses: [...all] })),
    files,
  }
}
