/** Everything the window may ask of the lab service: one table of calls and streams. */
import { clustersApi } from './clusters-api.ts'
import { configApi } from './config-api.ts'
import { consoleApi } from './console-api.ts'
import { messagesApi } from './messages-api.ts'
import { newClusterApi } from './new-cluster-api.ts'
import { resourcesApi } from './resources-api.ts'

export const labApi = { ...clustersApi, ...newClusterApi, ...messagesApi, ...resourcesApi, ...consoleApi, ...configApi }
export type LabApi = typeof labApi
