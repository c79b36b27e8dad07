/** The table of all JSON bodies; the wire tests hold a recorded vector against each. */
import { brokerMemberGroupBody } from './broker-member-group.ts'
import { brokerStatsData } from './broker-stats-data.ts'
import { clusterInfo } from './cluster-info.ts'
import { consumeMessageDirectlyResult } from './consume-message-directly-result.ts'
import { consumeStats, consumeStatsList } from './consume-stats.ts'
import { consumeTimeSpan } from './consume-time-span.ts'
import { consumerConnection } from './consumer-connection.ts'
import { consumerList } from './consumer-list.ts'
import { consumerRunningInfo } from './consumer-running-info.ts'
import { consumerStatus } from './consumer-status.ts'
import { correctionOffset } from './correction-offset.ts'
import { dataVersionBody } from './data-version.ts'
import { groupList } from './group-list.ts'
import { haRuntimeInfo } from './ha-runtime-info.ts'
import { checkClientBody, heartbeatData } from './heartbeat.ts'
import { kvTable } from './kv-table.ts'
import { lockBatchRequest, lockBatchResponse, unlockBatchRequest } from './lock-batch.ts'
import { messageRequestModeTable, setMessageRequestMode } from './message-request-mode.ts'
import { consumerOffsetTable, delayOffsetTable } from './offset-table.ts'
import { producerConnection } from './producer-connection.ts'
import { producerTable } from './producer-table.ts'
import { queryAssignmentRequest, queryAssignmentResponse } from './query-assignment.ts'
import { queryConsumeQueueResponse } from './query-consume-queue.ts'
import { registerBrokerBody } from './register-broker.ts'
import { resetOffsetBody, resetOffsetBodyForC } from './reset-offset.ts'
import type { Body } from './shape.ts'
import {
  groupForbidden,
  querySubscriptionResponse,
  subscriptionGroupConfig,
  subscriptionGroupList,
  subscriptionGroupTable,
} from './subscription-group.ts'
import { timerMetrics } from './timer-metrics.ts'
import { topicConfigAndMapping, topicConfigList, topicConfigWrapper, topicTable } from './topic-config.ts'
import { topicList } from './topic-list.ts'
import { topicRoute } from './topic-route.ts'
import { topicStatsTable } from './topic-stats.ts'

/** Bodies by the name of the Java class. */
export const BODIES: ReadonlyMap<string, Body<unknown>> = new Map(
  [
    brokerMemberGroupBody,
    brokerStatsData,
    checkClientBody,
    clusterInfo,
    consumeMessageDirectlyResult,
    consumeStats,
    consumeStatsList,
    consumeTimeSpan,
    consumerConnection,
    consumerList,
    consumerOffsetTable,
    consumerRunningInfo,
    consumerStatus,
    correctionOffset,
    dataVersionBody,
    delayOffsetTable,
    groupForbidden,
    groupList,
    haRuntimeInfo,
    heartbeatData,
    kvTable,
    lockBatchRequest,
    lockBatchResponse,
    messageRequestModeTable,
    producerConnection,
    producerTable,
    queryAssignmentRequest,
    queryAssignmentResponse,
    queryConsumeQueueResponse,
    querySubscriptionResponse,
    registerBrokerBody,
    resetOffsetBody,
    resetOffsetBodyForC,
    setMessageRequestMode,
    subscriptionGroupConfig,
    subscriptionGroupList,
    subscriptionGroupTable,
    timerMetrics,
    topicConfigAndMapping,
    topicConfigList,
    topicConfigWrapper,
    topicList,
    topicRoute,
    topicStatsTable,
    topicTable,
    unlockBatchRequest,
  ].map((body) => [body.name, body as Body<unknown>]),
)
