/** Logical queues of static topics. The engine passes the mapping on and acts on none of it. */
import { bool, int, intMapOf, list, long, recordAs, type Shape, text } from './shape.ts'

export interface TopicQueueMappingInfo {
  readonly topic: string
  readonly scope: string
  readonly totalQueues: number
  readonly bname: string
  readonly epoch: number
  readonly dirty: boolean
  /** Logical queue id to the physical one on this broker. */
  readonly currIdMap: ReadonlyMap<number, number>
}

export interface LogicQueueMappingItem {
  readonly gen: number
  readonly queueId: number
  readonly bname: string
  readonly logicOffset: number
  readonly startOffset: number
  readonly endOffset: number
  readonly timeOfStart: number
  readonly timeOfEnd: number
}

export interface TopicQueueMappingDetail extends TopicQueueMappingInfo {
  readonly hostedQueues: ReadonlyMap<number, readonly LogicQueueMappingItem[]>
}

const infoMembers = {
  topic: text(),
  scope: text('__global__'),
  totalQueues: int(),
  bname: text(),
  epoch: long(),
  dirty: bool(),
  currIdMap: intMapOf(int()),
}

export const topicQueueMappingInfoShape: Shape<TopicQueueMappingInfo> = recordAs<TopicQueueMappingInfo>(infoMembers)

const itemShape = recordAs<LogicQueueMappingItem>({
  gen: int(),
  queueId: int(),
  bname: text(),
  logicOffset: long(),
  startOffset: long(),
  endOffset: long(-1),
  timeOfStart: long(-1),
  timeOfEnd: long(-1),
})

export const topicQueueMappingDetailShape: Shape<TopicQueueMappingDetail> = recordAs<TopicQueueMappingDetail>({
  ...infoMembers,
  hostedQueues: intMapOf(list(itemShape)),
})
