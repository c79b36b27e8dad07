/** `config.export`: a cluster as files that Apache's RocketMQ can be run with. */
import { exportTopology } from '../../../config/export/export-topology.ts'
import { type ApplyCluster, readTarget } from '../../apply/read-target.ts'
import { topologyOfAttached, topologyOfCluster } from '../../export-cluster.ts'
import type { ClusterAccess, ServiceContext } from '../context.ts'
import type { LabServiceHandlers } from '../lab-service.ts'

export type ExportHandlers = Pick<LabServiceHandlers, 'config.export'>

export function makeExportCalls(
  { clusters, lab, host }: ServiceContext,
  clusterOf: (access: ClusterAccess) => ApplyCluster,
): ExportHandlers {
  return {
    'config.export': async ({ cluster, format }) => {
      const access = clusters.get(cluster)
      const topology =
        access.spec === undefined
          ? topologyOfAttached(await readTarget(lab, host, clusterOf(access)))
          : topologyOfCluster(access.spec, lab.paths, host.fs)
      return { files: exportTopology(topology, format).map((file) => ({ ...file })) }
    },
  }
}
