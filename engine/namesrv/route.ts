/**
 * What is done to a route on its way to the asker: a slave shown in its dead master's place, brokers of other zones left
 * out. Pure functions of one route. Source: RouteInfoManager#pickupTopicRouteData, ZoneRouteRPCHook.
 */
import type { BrokerData, QueueData, TopicRoute } from '../protocol/bodies/topic-route.ts'
import { isWritable } from '../protocol/message.ts'

/** The broker id of a master. */
export const MASTER_ID = 0

/** The smallest id of a group; Infinity for one without members. */
export function minBrokerId(addrs: ReadonlyMap<number, string>): number {
  return Math.min(...addrs.keys())
}

/**
 * Shows the slave with the smallest id as id 0 in groups that have no master, allow it, and do not accept writes on this
 * topic. Used only with `supportActingMaster`.
 */
export function withActingMasters(route: TopicRoute): TopicRoute {
  return { ...route, brokerDatas: route.brokerDatas.map((broker) => withActingMaster(broker, route.queueDatas)) }
}

function withActingMaster(broker: BrokerData, queues: readonly QueueData[]): BrokerData {
  if (!broker.enableActingMaster || broker.brokerAddrs.size === 0 || broker.brokerAddrs.has(MASTER_ID)) return broker
  const queue = queues.find((each) => each.brokerName === broker.brokerName)
  if (queue === undefined || isWritable(queue.perm)) return broker
  const brokerAddrs = new Map(broker.brokerAddrs)
  const actingId = minBrokerId(brokerAddrs)
  brokerAddrs.set(MASTER_ID, brokerAddrs.get(actingId) as string)
  brokerAddrs.delete(actingId)
  return { ...broker, brokerAddrs }
}

/** Leaves out the brokers of other zones, except those without a master: better far than nowhere. */
export function inZone(route: TopicRoute, zoneName: string): TopicRoute {
  const isNear = (broker: BrokerData): boolean =>
    !broker.brokerAddrs.has(MASTER_ID) || broker.zoneName?.toLowerCase() === zoneName.toLowerCase()
  const removed = route.brokerDatas.filter((broker) => !isNear(broker))
  const removedNames = new Set(removed.map((broker) => broker.brokerName))
  const removedAddrs = new Set(removed.flatMap((broker) => [...broker.brokerAddrs.values()]))
  return {
    ...route,
    brokerDatas: route.brokerDatas.filter(isNear),
    queueDatas: route.queueDatas.filter((queue) => !removedNames.has(queue.brokerName)),
    filterServerTable: new Map([...route.filterServerTable].filter(([addr]) => !removedAddrs.has(addr))),
  }
}
