/** Options that many commands have in common, with the names, letters and meanings of mqadmin. */
import { type OptionChoice, option, type OptionRow, REQUIRED, say } from './command-row.ts'

export const BROKER_ADDRESS: OptionRow = option(
  'b',
  'brokerAddr',
  'addr',
  say('host:port of one broker', '某个 broker 的 host:port'),
)

export const CLUSTER_NAME: OptionRow = option(
  'c',
  'clusterName',
  'name',
  say('cluster whose brokers are addressed', '集群名,对其中的 broker 执行'),
)

/** With both, -b wins. */
export const BROKER_OR_CLUSTER: OptionChoice = { among: ['brokerAddr', 'clusterName'], isExclusive: false }
export const EITHER_BROKER_OR_CLUSTER: OptionChoice = { among: ['brokerAddr', 'clusterName'], isExclusive: true }

export const TOPIC: OptionRow = option('t', 'topic', 'name', say('topic', '主题'), REQUIRED)

/** For finding the route only: a cluster's own topic, or the parent of a light queue. */
export const ROUTE_CLUSTER: OptionRow = option(
  'c',
  'cluster',
  'name',
  say('cluster name or parent topic, only to find the route', '集群名或父主题,仅用于查找路由'),
)

export const BEGIN: OptionRow = option(
  'b',
  'beginTimestamp',
  'when',
  say('begin, epoch ms or yyyy-MM-dd#HH:mm:ss:SSS', '开始时间,毫秒或 yyyy-MM-dd#HH:mm:ss:SSS'),
)

export const END: OptionRow = option(
  'e',
  'endTimestamp',
  'when',
  say('end, epoch ms or yyyy-MM-dd#HH:mm:ss:SSS', '结束时间,毫秒或 yyyy-MM-dd#HH:mm:ss:SSS'),
)
