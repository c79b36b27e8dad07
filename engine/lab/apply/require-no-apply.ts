/** Whether an apply of a cluster is under way just now, by whichever program. Light: `mqlab down` loads no more of applying than this. */
import type { Host } from '../hosts/host.ts'
import type { LabPaths } from '../lab-paths.ts'
import { ApplyFile, applyRuns, isUnderWay } from './apply-record.ts'

/**
 * Stopping a whole cluster while another program rolls it would leave the node running that is being restarted just then.
 * @throws {EngineError} 'refused' while a living program applies; one that died is in nobody's way.
 */
export async function requireNoApply(paths: LabPaths, host: Host, cluster: string): Promise<void> {
  const record = new ApplyFile(host.fs, paths.clusterFolder(cluster)).read()
  if (record !== undefined && isUnderWay(record.state) && (await host.isSame(record.holder))) {
    throw applyRuns(cluster, record)
  }
}
