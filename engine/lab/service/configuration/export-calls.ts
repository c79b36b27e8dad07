/** `config.export`: a cluster of the lab as files that Apache's RocketMQ can be run with. */
import { exportTopology } from '../../../config/export/export-topology.ts'
import { say } from '../../../contract/text.ts'
import { topologyOfCluster } from '../../export-cluster.ts'
import type { ServiceContext } from '../context.ts'
import type { LabServiceHandlers } from '../lab-service.ts'

export type ExportHandlers = Pick<LabServiceHandlers, 'config.export'>

export function makeExportCalls(context: ServiceContext): ExportHandlers {
  return {
    'config.export': ({ cluster, format }) => {
      const spec = context.clusters.get(cluster).requireOurs(say('export its files', '导出其文件'))
      const topology = topologyOfCluster(spec, context.lab.paths, context.host.fs)
      return Promise.resolve({ files: exportTopology(topology, format).map((file) => ({ ...file })) })
    },
  }
}
