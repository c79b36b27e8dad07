/** A cluster as the property files of its nodes on their hosts: what is exported. */
import type { FileSystem } from '../base/ports.ts'
import { EngineError } from '../base/errors.ts'
import { textOfBytes } from '../config/export/decode-text.ts'
import type { TopologyFile, TopologyFiles } from '../config/topology-files.ts'
import type { ApplyTarget } from './apply/apply-target.ts'
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

/**
 * An attached cluster by what its nodes say they run with, where that is not the default.
 * @throws {EngineError} 'connect-failed' naming the node that does not say it, or when no broker is known.
 */
export function topologyOfAttached({ cluster, namesrvAddr, nodes, hostAddresses }: ApplyTarget): TopologyFiles {
  if (nodes.every(({ kind }) => kind !== 'broker')) {
    throw new EngineError('connect-failed', `no broker is registered at ${namesrvAddr}: there is nothing to export`, {
      context: { field: 'cluster', value: cluster },
      zh: `${namesrvAddr} 上没有注册的 Broker：没有可导出的内容`,
    })
  }
  return {
    clusterName: cluster,
    hosts: Object.entries(hostAddresses).map(([name, addresses]) => ({ name, addresses: [...addresses] })),
    files: nodes.map(({ name, kind, machine, address, text, problem }): TopologyFile => {
      if (text !== null) return { host: machine, node: name, program: kind, text }
      throw new EngineError(
        'connect-failed',
        `${name} at ${address} does not say what it runs with: ${cluster} cannot be exported without it. ${problem?.en ?? ''}`.trim(),
        {
          context: { field: 'node', value: name },
          zh: `${address} 上的 ${name} 未返回其运行配置：缺少它无法导出 ${cluster}。${problem?.zh ?? ''}`,
        },
      )
    }),
  }
}
