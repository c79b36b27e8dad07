/** The files of the cluster of the address, for every view of the configuration; the shell reads them anew by `useFreshConfig`. */
import { useCallback, useEffect, useMemo } from 'react'
import type { ConfigFile } from '../../../../engine/contract/config-api.ts'
import { useClusterName } from '../../../routes/use-cluster-name.ts'
import { useNodes } from '../../../stores/lab.ts'
import { openConfig, useConfigSession } from './config-session.ts'

/** How often the files are read again while the configuration is on the screen. */
const READ_EVERY_MS = 15_000

export interface ConfigFiles {
  readonly status: 'loading' | 'ready' | 'failed'
  /** By node; empty until the first answer. The texts as edited are in `useConfigEdits`. */
  readonly files: readonly ConfigFile[]
  readonly namesrvAddr: string
  readonly hostAddresses: Readonly<Record<string, readonly string[]>>
  /** Why the last reading failed; with `status: 'ready'` the files are those of an earlier one. */
  readonly error: unknown
  /** Reads now; resolves when the answer is here. */
  readonly again: () => Promise<void>
}

export function useConfigFiles(): ConfigFiles {
  const cluster = useClusterName()
  const session = useConfigSession()
  const again = useCallback(() => openConfig(cluster), [cluster])
  return useMemo(() => {
    const { status, files, namesrvAddr, hostAddresses, error } = session
    const isOfThis = session.cluster === cluster
    return isOfThis
      ? { status, files, namesrvAddr, hostAddresses, error, again }
      : { status: 'loading', files: [], namesrvAddr: '', hostAddresses: {}, error: undefined, again }
  }, [session, cluster, again])
}

/** Keeps the session of `cluster` fresh for as long as the component is there. */
export function useFreshConfig(cluster: string): void {
  const nodes = useNodes(cluster)
  // What runs changes when a node comes or goes.
  const running = nodes.map((node) => `${node.name} ${node.state} ${node.startedAtMs ?? ''}`).join('\n')
  useEffect(() => {
    void openConfig(cluster)
  }, [cluster, running])
  useEffect(() => {
    const round = (): void => {
      if (document.visibilityState === 'visible') void openConfig(cluster)
    }
    document.addEventListener('visibilitychange', round)
    addEventListener('focus', round)
    const timer = window.setInterval(round, READ_EVERY_MS)
    return () => {
      document.removeEventListener('visibilitychange', round)
      removeEventListener('focus', round)
      window.clearInterval(timer)
    }
  }, [cluster])
}
