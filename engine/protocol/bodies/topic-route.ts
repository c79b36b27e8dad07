/** Where a topic lives: body of GET_ROUTEINFO_BY_TOPIC and REGISTER_TOPIC_IN_NAMESRV, and the parts others reuse. */
import { bool, defineBody, int, intMapOf, list, mapOf, optional, recordAs, type Shape, text } from './shape.ts'
import { topicQueueMappingInfoShape, type TopicQueueMappingInfo } from './topic-queue-mapping.ts'

export interface QueueData {
  readonly brokerName: string
  readonly readQueueNums: number
  readonly writeQueueNums: number
  readonly perm: number
  readonly topicSysFlag: number
}

export interface BrokerData {
  readonly cluster: string
  readonly brokerName: string
  /** Broker id to `ip:port`; 0 is the master. */
  readonly brokerAddrs: ReadonlyMap<number, string>
  readonly zoneName?: string | undefined
  readonly enableActingMaster: boolean
}

export interface TopicRoute {
  /** `brokerA:4;brokerB:4` for ordered topics. */
  readonly orderTopicConf?: string | undefined
  readonly queueDatas: readonly QueueData[]
  readonly brokerDatas: readonly BrokerData[]
  readonly filterServerTable: ReadonlyMap<string, readonly string[]>
  /** Static topics only. */
  readonly topicQueueMappingByBroker?: ReadonlyMap<string, TopicQueueMappingInfo> | undefined
}

const queueDataShape = recordAs<QueueData>({
  brokerName: text(),
  readQueueNums: int(),
  writeQueueNums: int(),
  perm: int(),
  topicSysFlag: int(),
})

export const brokerDataShape: Shape<BrokerData> = recordAs<BrokerData>({
  cluster: text(''),
  brokerName: text(),
  brokerAddrs: intMapOf(text()),
  zoneName: optional(text()),
  enableActingMaster: bool(),
})

/** Clients that send `acceptStandardJsonOnly` or a version of 4.9.4 and later get it `browserCompatible`. */
export const topicRoute = defineBody<TopicRoute>(
  'TopicRouteData',
  recordAs<TopicRoute>({
    orderTopicConf: optional(text()),
    queueDatas: list(queueDataShape),
    brokerDatas: list(brokerDataShape),
    filterServerTable: mapOf(list(text())),
    topicQueueMappingByBroker: optional(mapOf(topicQueueMappingInfoShape)),
  }),
)
