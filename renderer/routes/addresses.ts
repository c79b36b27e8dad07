/** The addresses of the screens (window.md 3). Every link is made here, so that odd names are encoded once. */

/** Screens below `/c/:cluster/`, by the last part of their address. */
export const CLUSTER_SCREENS = [
  'topology',
  'replication',
  'logs',
  'send',
  'receive',
  'runs',
  'messages',
  'topics',
  'groups',
  'clients',
  'config',
  'mqadmin',
] as const
export type ClusterScreen = (typeof CLUSTER_SCREENS)[number]

export const CLUSTERS_PATH = '/clusters'
export const NEW_CLUSTER_PATH = '/clusters/new'

type QueryValue = string | number | undefined

/** `clusterPath('orders', 'topology', { node: 'broker-a' })`; `rest` is the part behind (topic, group, run). */
export function clusterPath(
  cluster: string,
  screen: ClusterScreen,
  query: Readonly<Record<string, QueryValue>> = {},
  rest?: string | number,
): string {
  const tail = rest === undefined ? '' : `/${encodeURIComponent(String(rest))}`
  return `/c/${encodeURIComponent(cluster)}/${screen}${tail}${queryText(query)}`
}

/** The views of the configuration; `rest` is the node that is edited or the version that is looked at. */
export type ConfigView = 'edit' | 'matrix' | 'plan' | 'versions'

export function configPath(
  cluster: string,
  view: ConfigView,
  rest?: string | number,
  query: Readonly<Record<string, QueryValue>> = {},
): string {
  const tail = rest === undefined ? '' : `/${encodeURIComponent(String(rest))}`
  return `${clusterPath(cluster, 'config')}/${view}${tail}${queryText(query)}`
}

export function newClusterPath(query: Readonly<Record<string, QueryValue>> = {}): string {
  return `${NEW_CLUSTER_PATH}${queryText(query)}`
}

function queryText(query: Readonly<Record<string, QueryValue>>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== undefined) params.set(key, String(value))
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}
