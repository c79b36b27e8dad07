/** Consumer-group settings on the wire and in `subscriptionGroup.json`. */
import type { DataVersion } from '../data-version.ts'
import {
  type GroupRetryPolicy,
  type SimpleSubscription,
  type SubscriptionGroupConfig,
  SUBSCRIPTION_GROUP_DEFAULTS,
} from '../topic-config.ts'
import { dataVersionShape } from './data-version.ts'
import { type SubscriptionData, subscriptionDataShape } from './heartbeat.ts'
import {
  bool,
  defineBody,
  int,
  list,
  long,
  mapOf,
  optional,
  orElse,
  record,
  recordAs,
  type Shape,
  text,
  word,
} from './shape.ts'

const defaults = SUBSCRIPTION_GROUP_DEFAULTS

const retryPolicyShape = recordAs<GroupRetryPolicy>({
  type: orElse(word('EXPONENTIAL', 'CUSTOMIZED'), () => 'CUSTOMIZED'),
  customizedRetryPolicy: optional(record({ next: list(long()) })),
  exponentialRetryPolicy: optional(record({ initial: long(5000), max: long(7_200_000), multiplier: long(2) })),
})

const groupShape: Shape<SubscriptionGroupConfig> = recordAs<SubscriptionGroupConfig>({
  groupName: text(),
  consumeEnable: bool(defaults.consumeEnable),
  consumeFromMinEnable: bool(defaults.consumeFromMinEnable),
  consumeBroadcastEnable: bool(defaults.consumeBroadcastEnable),
  consumeMessageOrderly: bool(defaults.consumeMessageOrderly),
  retryQueueNums: int(defaults.retryQueueNums),
  retryMaxTimes: int(defaults.retryMaxTimes),
  groupRetryPolicy: orElse(retryPolicyShape, () => defaults.groupRetryPolicy),
  brokerId: long(defaults.brokerId),
  whichBrokerWhenConsumeSlowly: long(defaults.whichBrokerWhenConsumeSlowly),
  notifyConsumerIdsChangedEnable: bool(defaults.notifyConsumerIdsChangedEnable),
  groupSysFlag: int(defaults.groupSysFlag),
  consumeTimeoutMinute: int(defaults.consumeTimeoutMinute),
  subscriptionDataSet: optional(
    list(
      recordAs<SimpleSubscription>({
        topic: text(),
        expressionType: text('TAG'),
        expression: text('*'),
        version: long(),
      }),
    ),
  ),
  attributes: mapOf(text()),
})

/** Body of UPDATE_AND_CREATE_SUBSCRIPTIONGROUP and GET_SUBSCRIPTIONGROUP_CONFIG. */
export const subscriptionGroupConfig = defineBody<SubscriptionGroupConfig>('SubscriptionGroupConfig', groupShape)

/** Body of UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST. */
export const subscriptionGroupList = defineBody('SubscriptionGroupList', record({ groupConfigList: list(groupShape) }))

export interface SubscriptionGroupTable {
  readonly dataVersion: DataVersion
  /** Group, then topic, to bits of what is forbidden. */
  readonly forbiddenTable: ReadonlyMap<string, ReadonlyMap<string, number>>
  readonly subscriptionGroupTable: ReadonlyMap<string, SubscriptionGroupConfig>
}

/** Answer to GET_ALL_SUBSCRIPTIONGROUP_CONFIG and content of the file. Source: SubscriptionGroupManager#encode. */
export const subscriptionGroupTable = defineBody<SubscriptionGroupTable>(
  'SubscriptionGroupWrapper',
  recordAs<SubscriptionGroupTable>({
    dataVersion: dataVersionShape,
    forbiddenTable: mapOf(mapOf(int())),
    subscriptionGroupTable: mapOf(groupShape),
  }),
)

export interface GroupForbidden {
  readonly group: string
  readonly topic: string
  readonly readable?: boolean | undefined
}

/** Answer to UPDATE_AND_GET_GROUP_FORBIDDEN. */
export const groupForbidden = defineBody<GroupForbidden>(
  'GroupForbidden',
  recordAs<GroupForbidden>({ group: text(''), topic: text(''), readable: optional(bool()) }),
)

export interface QuerySubscriptionResponse {
  readonly group: string
  readonly topic: string
  readonly subscriptionData?: SubscriptionData | undefined
}

/** Answer to QUERY_SUBSCRIPTION_BY_CONSUMER. */
export const querySubscriptionResponse = defineBody<QuerySubscriptionResponse>(
  'QuerySubscriptionResponseBody',
  recordAs<QuerySubscriptionResponse>({
    group: text(''),
    topic: text(''),
    subscriptionData: optional(subscriptionDataShape),
  }),
)
