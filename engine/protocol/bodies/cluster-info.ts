/** All clusters and brokers that a name server knows: answer to GET_BROKER_CLUSTER_INFO. */
import { defineBody, list, mapOf, recordAs, text } from './shape.ts'
import { type BrokerData, brokerDataShape } from './topic-route.ts'

export interface ClusterInfo {
  readonly brokerAddrTable: ReadonlyMap<string, BrokerData>
  /** Cluster name to its broker names. */
  readonly clusterAddrTable: ReadonlyMap<string, readonly string[]>
}

export const clusterInfo = defineBody<ClusterInfo>(
  'ClusterInfo',
  recordAs<ClusterInfo>({
    brokerAddrTable: mapOf(brokerDataShape),
    clusterAddrTable: mapOf(list(text())),
  }),
)
