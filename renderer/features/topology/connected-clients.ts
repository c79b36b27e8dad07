/**
 * The clients of the cluster that is on the screen: asked at a bounded rate while the screen is open, kept outside the components,
 * so that a round that brought nothing new redraws nothing.
 */
import { useEffect, useMemo } from 'react'
import { create } from 'zustand'
import type { ClusterHead } from '../../../engine/contract/state.ts'
import { nodesOf, useLab } from '../../stores/lab.ts'
import { usePolled } from '../../stores/polled.ts'
import { type ClientGroup, clientGroups, nodesOfClient } from './client-groups.ts'

/** Each round asks every group's connections; other people's brokers are asked less often. */
const EVERY_MS = { lab: 5000, attached: 30_000 } as const

interface ConnectedClients {
  readonly cluster: string
  /** Undefined until they were read. */
  readonly groups: readonly ClientGroup[] | undefined
  readonly staleSinceMs: number | undefined
  readonly error: unknown
}

const NOBODY_ASKED: ConnectedClients = { cluster: '', groups: undefined, staleSinceMs: undefined, error: undefined }

const useConnected = create<ConnectedClients>()(() => NOBODY_ASKED)

/** Asks while it is there. Draws nothing: the rounds wake only this. */
export function FollowClients({ head }: { head: Pick<ClusterHead, 'name' | 'kind'> }): null {
  const { name: cluster } = head
  const { value, error, staleSinceMs } = usePolled('clients.list', { cluster }, EVERY_MS[head.kind])
  const signature = value === undefined ? '' : JSON.stringify(clientGroups(value.clients))
  const groups = useMemo(() => (signature === '' ? undefined : (JSON.parse(signature) as ClientGroup[])), [signature])
  useEffect(() => {
    useConnected.setState({ cluster, groups, staleSinceMs, error: groups === undefined ? error : undefined })
  }, [cluster, groups, staleSinceMs, error])
  useEffect(() => () => useConnected.setState(NOBODY_ASKED), [])
  return null
}

const NONE: readonly ClientGroup[] = []

/** Everybody connected; none while they are not known. */
export function useClientGroups(): readonly ClientGroup[] {
  return useConnected((state) => state.groups ?? NONE)
}

/** How many groups there are; `null` while that is not known. */
export function useClientCount(): number | null {
  return useConnected((state) => state.groups?.length ?? null)
}

export function useClientsStaleSince(): number | undefined {
  return useConnected((state) => state.staleSinceMs)
}

/** Why nothing is known, when asking failed. */
export function useClientsError(): unknown {
  return useConnected((state) => state.error)
}

/** The nodes that a client's line leads to; the same list while it stays the same. */
export function useNodesOfClient(cluster: string, client: ClientGroup | undefined): readonly string[] {
  const names = useLab((state) =>
    client === undefined ? '' : JSON.stringify(nodesOfClient(client, nodesOf(state, cluster))),
  )
  return useMemo(() => (names === '' ? [] : (JSON.parse(names) as string[])), [names])
}
