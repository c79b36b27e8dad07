/** 2m-2s with two name servers, as a specification. */
import type { BrokerRole, BrokerSpec, ClusterSpec } from '../../../../../engine/lab/cluster-spec.ts'

export function twoMasters(role: Exclude<BrokerRole, 'SLAVE'>): ClusterSpec {
  const broker = (name: string, brokerName: string, as: BrokerRole, listenPort: number): BrokerSpec => ({
    kind: 'broker',
    name,
    host: '127.0.0.1',
    listenPort,
    haListenPort: listenPort + 1,
    clusterName: 'DefaultCluster',
    brokerName,
    brokerId: as === 'SLAVE' ? 1 : 0,
    role: as,
  })
  return {
    version: 1,
    name: 'c1',
    topology: '2m-2s-async',
    nodes: [
      { kind: 'namesrv', name: 'n1', host: '127.0.0.1', listenPort: 9876 },
      { kind: 'namesrv', name: 'n2', host: '127.0.0.1', listenPort: 9877 },
      broker('broker-a', 'broker-a', role, 10_911),
      broker('broker-b', 'broker-b', role, 10_921),
      broker('broker-a-s', 'broker-a', 'SLAVE', 10_931),
      broker('broker-b-s', 'broker-b', 'SLAVE', 10_941),
    ],
  }
}
