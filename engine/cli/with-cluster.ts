/** A cluster of the lab or an attached one as the `mqlab` commands use it, whether or not the lab's service runs. */
import type { ApplyCluster } from '../lab/apply/read-target.ts'
import { openClusterDirectory } from '../lab/service/cluster-directory.ts'
import { applyClusterOf } from '../lab/service/configuration/apply-cluster.ts'
import type { ClusterAccess } from '../lab/service/context.ts'
import { AttachedShape } from '../lab/service/observation/cluster-shapes.ts'
import { BrokerProbe } from '../lab/service/observation/protocol-probe.ts'
import type { LabContext } from './lab-context.ts'

/** Connections are closed when `act` has ended. @throws {EngineError} 'not-found' naming the clusters there are. */
export async function withCluster<T>(
  { lab, host, ports }: LabContext,
  name: string,
  act: (access: ClusterAccess, cluster: ApplyCluster) => Promise<T>,
): Promise<T> {
  const directory = openClusterDirectory({ lab, host, client: ports, log: ports.log })
  try {
    const access = directory.get(name)
    const cluster = applyClusterOf(access, async () => {
      const shape = new AttachedShape(access.name, access.admin.nameServers.addresses)
      shape.take(await access.admin.clusterInfo())
      return shape.shape(new BrokerProbe(ports.clock)).nodes
    })
    return await act(access, cluster)
  } finally {
    directory.stop()
  }
}
