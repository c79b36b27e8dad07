/** Checks the files of a cluster once, for the badge of the navigation. Loaded when the window has nothing else to do. */
import './config-problems.ts'
import { openConfig, useConfigSession } from './config-session.ts'

/** Reads the files and has them checked, unless the configuration is open already. */
export async function countProblems(cluster: string): Promise<void> {
  const session = useConfigSession.getState()
  if (session.cluster !== cluster || session.status !== 'ready') await openConfig(cluster)
}
