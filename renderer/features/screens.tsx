/**
 * Every screen, loaded when it is first opened. A screen is `features/<screen>/<screen>-screen.tsx` with one named component; its code
 * and that of its libraries stay out of the first load.
 */
import { lazy } from 'react'
import type { ComponentType, LazyExoticComponent } from 'react'

function screen<K extends string>(
  load: () => Promise<Record<K, ComponentType>>,
  name: K,
): LazyExoticComponent<ComponentType> {
  return lazy(async () => ({ default: (await load())[name] }))
}

export const ClustersScreen = screen(() => import('./clusters/clusters-screen.tsx'), 'ClustersScreen')
export const NewClusterScreen = screen(() => import('./new-cluster/new-cluster-screen.tsx'), 'NewClusterScreen')
export const TopologyScreen = screen(() => import('./topology/topology-screen.tsx'), 'TopologyScreen')
export const ReplicationScreen = screen(() => import('./replication/replication-screen.tsx'), 'ReplicationScreen')
export const LogsScreen = screen(() => import('./logs/logs-screen.tsx'), 'LogsScreen')
export const SendScreen = screen(() => import('./send/send-screen.tsx'), 'SendScreen')
export const ReceiveScreen = screen(() => import('./receive/receive-screen.tsx'), 'ReceiveScreen')
export const RunsScreen = screen(() => import('./runs/runs-screen.tsx'), 'RunsScreen')
export const MessagesScreen = screen(() => import('./messages/messages-screen.tsx'), 'MessagesScreen')
export const TopicsScreen = screen(() => import('./topics/topics-screen.tsx'), 'TopicsScreen')
export const GroupsScreen = screen(() => import('./groups/groups-screen.tsx'), 'GroupsScreen')
export const ClientsScreen = screen(() => import('./clients/clients-screen.tsx'), 'ClientsScreen')
export const MqadminScreen = screen(() => import('./mqadmin/mqadmin-screen.tsx'), 'MqadminScreen')
export const ConfigurationScreen = screen(
  () => import('./configuration/configuration-screen.tsx'),
  'ConfigurationScreen',
)
export const EditView = screen(() => import('./configuration/edit/edit-view.tsx'), 'EditView')
export const MatrixView = screen(() => import('./configuration/matrix/matrix-view.tsx'), 'MatrixView')
export const PlanView = screen(() => import('./configuration/plan/plan-view.tsx'), 'PlanView')
export const VersionsView = screen(() => import('./configuration/versions/versions-view.tsx'), 'VersionsView')
