/** Topic settings on the wire and in `topics.json`: single ones, lists, and the whole table with its version. */
import type { DataVersion } from '../data-version.ts'
import type { TopicConfig, TopicFilterType } from '../topic-config.ts'
import { dataVersionShape } from './data-version.ts'
import {
  bool,
  defineBody,
  int,
  list,
  mapOf,
  optional,
  orElse,
  record,
  recordAs,
  type Shape,
  text,
  word,
} from './shape.ts'
import {
  type TopicQueueMappingDetail,
  topicQueueMappingDetailShape,
  type TopicQueueMappingInfo,
  topicQueueMappingInfoShape,
} from './topic-queue-mapping.ts'

const topicFilterTypeShape: Shape<TopicFilterType> = orElse(word('SINGLE_TAG', 'MULTI_TAG'), () => 'SINGLE_TAG')

const topicConfigMembers = {
  topicName: text(),
  readQueueNums: int(16),
  writeQueueNums: int(16),
  perm: int(6),
  topicFilterType: topicFilterTypeShape,
  topicSysFlag: int(),
  order: bool(),
  attributes: mapOf(text()),
}

export const topicConfigShape: Shape<TopicConfig> = recordAs<TopicConfig>(topicConfigMembers)

/** Answer to GET_TOPIC_CONFIG; `mappingDetail` belongs to static topics. Source: TopicConfigAndQueueMapping. */
export const topicConfigAndMapping = defineBody(
  'TopicConfigAndQueueMapping',
  record({ ...topicConfigMembers, mappingDetail: optional(topicQueueMappingDetailShape) }),
)

/** Body of UPDATE_AND_CREATE_TOPIC_LIST; here attribute names carry the sign of the update. */
export const topicConfigList = defineBody(
  'CreateTopicListRequestBody',
  record({ topicConfigList: list(topicConfigShape) }),
)

export interface TopicConfigWrapper {
  readonly dataVersion: DataVersion
  readonly topicConfigTable: ReadonlyMap<string, TopicConfig>
  readonly mappingDataVersion: DataVersion
  readonly topicQueueMappingInfoMap: ReadonlyMap<string, TopicQueueMappingInfo>
  readonly topicQueueMappingDetailMap: ReadonlyMap<string, TopicQueueMappingDetail>
}

export const topicConfigWrapperShape: Shape<TopicConfigWrapper> = recordAs<TopicConfigWrapper>({
  dataVersion: dataVersionShape,
  topicConfigTable: mapOf(topicConfigShape),
  mappingDataVersion: dataVersionShape,
  topicQueueMappingInfoMap: mapOf(topicQueueMappingInfoShape),
  topicQueueMappingDetailMap: mapOf(topicQueueMappingDetailShape),
})

/** Answer to GET_ALL_TOPIC_CONFIG. */
export const topicConfigWrapper = defineBody<TopicConfigWrapper>(
  'TopicConfigAndMappingSerializeWrapper',
  topicConfigWrapperShape,
)

export interface TopicTable {
  readonly dataVersion: DataVersion
  readonly topicConfigTable: ReadonlyMap<string, TopicConfig>
}

/** Content of `topics.json`. */
export const topicTable = defineBody<TopicTable>(
  'TopicConfigSerializeWrapper',
  recordAs<TopicTable>({ dataVersion: dataVersionShape, topicConfigTable: mapOf(topicConfigShape) }),
)
