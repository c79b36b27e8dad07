/**
 * Which brokers a command means: the address of -b, else those of the cluster of -c. A cluster that the name servers do
 * not know is an error here, with mqadmin's words. Source: CommandUtil.
 */
import { EngineError } from '../base/errors.ts'
import type { AdminClient, BrokerTargetInfo } from '../client/admin-client.ts'
import type { TopicRoute } from '../protocol/bodies/topic-route.ts'
import type { CommandContext } from './command-row.ts'

export const MASTER_ID = 0

/**
 * The address of -b, else every master of the cluster of -c by broker name. Java walks a hash set there.
 * @throws {EngineError} 'not-found' for an unknown cluster.
 */
export async function chosenMasters({ admin, options }: CommandContext): Promise<readonly string[]> {
  const address = options.find('brokerAddr')
  if (address !== undefined) return [address]
  const brokers = await clusterBrokers(admin, options.text('clusterName'))
  return brokers.filter((broker) => broker.brokerId === MASTER_ID).map((broker) => broker.address)
}

/**
 * Every broker of a cluster, by name and id.
 * @throws {EngineError} 'not-found' for an unknown cluster, with mqadmin's mark `[error]`.
 */
export async function clusterBrokers(admin: AdminClient, clusterName: string): Promise<readonly BrokerTargetInfo[]> {
  const info = await admin.clusterInfo()
  if (info.clusterAddrTable.has(clusterName)) return admin.brokersOf(clusterName)
  throw new EngineError(
    'not-found',
    '[error] Make sure the specified clusterName exists or the name server connected to is correct.',
    { zh: `[error] 请确认集群名 ${clusterName} 存在,且连接的 NameServer 正确。`, context: { clusterName } },
  )
}

/** One address of each broker group of a route: its master, else its lowest slave. */
export function routeAddresses(
  route: TopicRoute,
): readonly { readonly brokerName: string; readonly address: string }[] {
  return route.brokerDatas.flatMap(({ brokerName, brokerAddrs }) => {
    const [first] = [...brokerAddrs].sort((a, b) => a[0] - b[0])
    return first === undefined ? [] : [{ brokerName, address: first[1] }]
  })
}

/** Masters of a route by broker name. */
export function routeMasters(route: TopicRoute): readonly { readonly brokerName: string; readonly address: string }[] {
  return route.brokerDatas
    .flatMap(({ brokerName, brokerAddrs }) => {
      const address = brokerAddrs.get(MASTER_ID)
      return address === undefined ? [] : [{ brokerName, address }]
    })
    .sort((a, b) => (a.brokerName < b.brokerName ? -1 : 1))
}
