/**
 * What tools ask of and tell one broker, each as one typed call to one address. Which brokers a command means is decided
 * by `admin-client.ts`. A refusal is an EngineError 'refused' with the broker's code and remark in its context.
 */
import { bytesFromUtf8 } from '../base/bytes.ts'
import {
  getBrokerConfig,
  getBrokerRuntimeInfo,
  updateBrokerConfig,
  viewBrokerStatsData,
} from '../protocol/apis/broker-admin.ts'
import * as group from '../protocol/apis/group.ts'
import { getBrokerHaStatus, resetMasterFlushOffset } from '../protocol/apis/ha.ts'
import { consumeMessageDirectly, getConsumerRunningInfo, setMessageRequestMode } from '../protocol/apis/heartbeat.ts'
import * as offset from '../protocol/apis/offset.ts'
import { queryConsumeQueue } from '../protocol/apis/pull.ts'
import * as topic from '../protocol/apis/topic.ts'
import { brokerStatsData } from '../protocol/bodies/broker-stats-data.ts'
import { consumeMessageDirectlyResult } from '../protocol/bodies/consume-message-directly-result.ts'
import { consumeStats, consumeStatsList } from '../protocol/bodies/consume-stats.ts'
import { consumeTimeSpan } from '../protocol/bodies/consume-time-span.ts'
import { consumerConnection } from '../protocol/bodies/consumer-connection.ts'
import { consumerRunningInfo } from '../protocol/bodies/consumer-running-info.ts'
import { consumerStatus } from '../protocol/bodies/consumer-status.ts'
import { groupList } from '../protocol/bodies/group-list.ts'
import { haRuntimeInfo } from '../protocol/bodies/ha-runtime-info.ts'
import { kvTable } from '../protocol/bodies/kv-table.ts'
import { setMessageRequestMode as requestModeBody } from '../protocol/bodies/message-request-mode.ts'
import { producerConnection } from '../protocol/bodies/producer-connection.ts'
import { producerTable } from '../protocol/bodies/producer-table.ts'
import { queryConsumeQueueResponse } from '../protocol/bodies/query-consume-queue.ts'
import { resetOffsetBody } from '../protocol/bodies/reset-offset.ts'
import type { BodyOf } from '../protocol/bodies/shape.ts'
import { subscriptionGroupConfig, subscriptionGroupTable } from '../protocol/bodies/subscription-group.ts'
import { topicConfigAndMapping, topicConfigWrapper } from '../protocol/bodies/topic-config.ts'
import { topicList } from '../protocol/bodies/topic-list.ts'
import { topicStatsTable } from '../protocol/bodies/topic-stats.ts'
import type { Api, FieldTable, HeaderOf } from '../protocol/fields.ts'
import type { Bytes } from '../base/bytes.ts'
import type { QueueEntries } from '../protocol/message-queue.ts'
import type { SubscriptionGroupConfig, TopicConfig } from '../protocol/topic-config.ts'
import { SystemTopic } from '../protocol/topics.ts'
import type { Invocation, RpcClient } from '../remoting/rpc-client.ts'

export interface OffsetReset {
  readonly topic: string
  readonly group: string
  /** ms; negative: the end of each queue. */
  readonly timestampMs: number
  /** Absent: every queue. */
  readonly queueId?: number | undefined
  /** With a queue: this offset instead of the time. */
  readonly offset?: number | undefined
  readonly isForce?: boolean | undefined
}

export interface DirectConsume {
  readonly group: string
  readonly clientId: string
  /** Offset id. */
  readonly msgId: string
  readonly topic: string
}

/** Statistics of a group are summed up by the broker: they may take three times as long. */
const STATS_TIMEOUT_FACTOR = 3

/** The client answers within 10 s or the broker says so. */
const RELAY_TIMEOUT_FACTOR = 3

export class BrokerAdmin {
  readonly #rpc: RpcClient
  readonly #timeoutMs: number

  constructor(rpc: RpcClient, timeoutMs: number) {
    this.#rpc = rpc
    this.#timeoutMs = timeoutMs
  }

  /** Counters and states by name, as texts. */
  async runtimeInfo(address: string): Promise<ReadonlyMap<string, string>> {
    return kvTable.decode((await this.#ask(address, getBrokerRuntimeInfo, {})).command.body).table
  }

  /** The whole configuration as properties text. */
  async config(address: string): Promise<string> {
    return textOf((await this.#ask(address, getBrokerConfig, {})).command.body)
  }

  /** @param properties text, `key=value` a line. Success only means that the text was accepted. */
  async updateConfig(address: string, properties: string): Promise<void> {
    await this.#ask(address, updateBrokerConfig, {}, bytesFromUtf8(properties))
  }

  async haStatus(address: string): Promise<BodyOf<typeof haRuntimeInfo>> {
    return haRuntimeInfo.decode((await this.#ask(address, getBrokerHaStatus, {})).command.body)
  }

  async resetMasterFlushOffset(address: string, masterFlushOffset: number): Promise<void> {
    await this.#ask(address, resetMasterFlushOffset, { masterFlushOffset })
  }

  async statsData(address: string, statsName: string, statsKey: string): Promise<BodyOf<typeof brokerStatsData>> {
    return brokerStatsData.decode((await this.#ask(address, viewBrokerStatsData, { statsName, statsKey })).command.body)
  }

  /** @param attributes changes in the form `+key=value,-key`; the config's own attributes are not sent */
  async updateTopic(address: string, config: TopicConfig, attributes = ''): Promise<void> {
    await this.#ask(address, topic.updateAndCreateTopic, {
      topic: config.topicName,
      defaultTopic: SystemTopic.AUTO_CREATE,
      readQueueNums: config.readQueueNums,
      writeQueueNums: config.writeQueueNums,
      perm: config.perm,
      topicFilterType: config.topicFilterType,
      topicSysFlag: config.topicSysFlag,
      order: config.order,
      attributes,
    })
  }

  async deleteTopic(address: string, name: string): Promise<void> {
    await this.#ask(address, topic.deleteTopicInBroker, { topic: name })
  }

  async topicConfig(address: string, name: string): Promise<BodyOf<typeof topicConfigAndMapping>> {
    return topicConfigAndMapping.decode((await this.#ask(address, topic.getTopicConfig, { topic: name })).command.body)
  }

  async allTopics(address: string): Promise<BodyOf<typeof topicConfigWrapper>> {
    return topicConfigWrapper.decode((await this.#ask(address, topic.getAllTopicConfig, {})).command.body)
  }

  async systemTopics(address: string): Promise<readonly string[]> {
    return topicList.decode((await this.#ask(address, topic.getSystemTopicListFromBroker, {})).command.body).topicList
  }

  async topicStats(address: string, name: string): Promise<BodyOf<typeof topicStatsTable>> {
    return topicStatsTable.decode((await this.#ask(address, topic.getTopicStatsInfo, { topic: name })).command.body)
  }

  /** Groups that are online or have progress in the topic. */
  async groupsOfTopic(address: string, name: string): Promise<readonly string[]> {
    return groupList.decode((await this.#ask(address, topic.queryTopicConsumeByWho, { topic: name })).command.body)
      .groupList
  }

  async cleanUnusedTopics(address: string): Promise<void> {
    await this.#ask(address, topic.cleanUnusedTopic, {})
  }

  async cleanExpiredConsumeQueues(address: string): Promise<void> {
    await this.#ask(address, topic.cleanExpiredConsumeQueue, {})
  }

  async deleteExpiredCommitLog(address: string): Promise<void> {
    await this.#ask(address, topic.deleteExpiredCommitLog, {})
  }

  async updateGroup(address: string, config: SubscriptionGroupConfig): Promise<void> {
    await this.#ask(address, group.updateAndCreateSubscriptionGroup, {}, subscriptionGroupConfig.encode(config))
  }

  async deleteGroup(address: string, groupName: string, cleanOffset: boolean): Promise<void> {
    await this.#ask(address, group.deleteSubscriptionGroup, { groupName, cleanOffset })
  }

  async groupConfig(address: string, groupName: string): Promise<SubscriptionGroupConfig> {
    const { command } = await this.#ask(address, group.getSubscriptionGroupConfig, { group: groupName })
    return subscriptionGroupConfig.decode(command.body)
  }

  async allGroups(address: string): Promise<BodyOf<typeof subscriptionGroupTable>> {
    const { command } = await this.#ask(address, group.getAllSubscriptionGroupConfig, {})
    return subscriptionGroupTable.decode(command.body)
  }

  async consumeStats(address: string, groupName: string, topicName?: string): Promise<BodyOf<typeof consumeStats>> {
    const header = { consumerGroup: groupName, topic: topicName }
    const timeoutMs = this.#timeoutMs * STATS_TIMEOUT_FACTOR
    return consumeStats.decode(
      (await this.#ask(address, group.getConsumeStats, header, undefined, timeoutMs)).command.body,
    )
  }

  async brokerConsumeStats(
    address: string,
    isOrder: boolean,
    timeoutMs: number,
  ): Promise<BodyOf<typeof consumeStatsList>> {
    const { command } = await this.#ask(address, group.getBrokerConsumeStats, { isOrder }, undefined, timeoutMs)
    return consumeStatsList.decode(command.body)
  }

  async consumerConnection(address: string, groupName: string): Promise<BodyOf<typeof consumerConnection>> {
    const { command } = await this.#ask(address, group.getConsumerConnectionList, { consumerGroup: groupName })
    return consumerConnection.decode(command.body)
  }

  async producerConnection(address: string, groupName: string): Promise<BodyOf<typeof producerConnection>> {
    const { command } = await this.#ask(address, group.getProducerConnectionList, { producerGroup: groupName })
    return producerConnection.decode(command.body)
  }

  async allProducers(address: string): Promise<BodyOf<typeof producerTable>> {
    return producerTable.decode((await this.#ask(address, group.getAllProducerInfo, {})).command.body)
  }

  /** Topics in which the group has progress on this broker. */
  async topicsOfGroup(address: string, groupName: string): Promise<readonly string[]> {
    const { command } = await this.#ask(address, group.queryTopicsByConsumer, { group: groupName })
    return topicList.decode(command.body).topicList
  }

  async consumeTimeSpan(address: string, topicName: string, groupName: string) {
    const { command } = await this.#ask(address, offset.queryConsumeTimeSpan, { topic: topicName, group: groupName })
    return consumeTimeSpan.decode(command.body).consumeTimeSpanSet
  }

  /** The offsets that the queues were moved to. */
  async resetOffset(address: string, reset: OffsetReset): Promise<QueueEntries<number>> {
    const { command } = await this.#ask(address, offset.invokeBrokerToResetOffset, {
      topic: reset.topic,
      group: reset.group,
      queueId: reset.queueId ?? -1,
      offset: reset.offset,
      timestamp: reset.timestampMs,
      isForce: reset.isForce ?? true,
    })
    return command.body === undefined ? [] : resetOffsetBody.decode(command.body).offsetTable
  }

  /** Offsets in the memory of each online client of the group. */
  async consumerStatus(
    address: string,
    topicName: string,
    groupName: string,
    clientAddr?: string,
  ): Promise<ReadonlyMap<string, QueueEntries<number>>> {
    const header = { topic: topicName, group: groupName, clientAddr }
    const { command } = await this.#ask(address, offset.invokeBrokerToGetConsumerStatus, header)
    return consumerStatus.decode(command.body).consumerTable
  }

  async cloneGroupOffset(
    address: string,
    clone: { readonly srcGroup: string; readonly destGroup: string; readonly topic: string; readonly offline: boolean },
  ): Promise<void> {
    await this.#ask(address, offset.cloneGroupOffset, clone)
  }

  async consumerRunningInfo(
    address: string,
    groupName: string,
    clientId: string,
    jstackEnable = false,
  ): Promise<BodyOf<typeof consumerRunningInfo>> {
    const header = { consumerGroup: groupName, clientId, jstackEnable }
    const timeoutMs = this.#timeoutMs * RELAY_TIMEOUT_FACTOR
    const { command } = await this.#ask(address, getConsumerRunningInfo, header, undefined, timeoutMs)
    return consumerRunningInfo.decode(command.body)
  }

  async consumeDirectly(address: string, consume: DirectConsume): Promise<BodyOf<typeof consumeMessageDirectlyResult>> {
    const header = {
      consumerGroup: consume.group,
      clientId: consume.clientId,
      msgId: consume.msgId,
      topic: consume.topic,
    }
    const timeoutMs = this.#timeoutMs * RELAY_TIMEOUT_FACTOR
    const { command } = await this.#ask(address, consumeMessageDirectly, header, undefined, timeoutMs)
    return consumeMessageDirectlyResult.decode(command.body)
  }

  async setRequestMode(address: string, mode: BodyOf<typeof requestModeBody>): Promise<void> {
    await this.#ask(address, setMessageRequestMode, {}, requestModeBody.encode(mode))
  }

  async consumeQueue(
    address: string,
    asked: {
      readonly topic: string
      readonly queueId: number
      readonly index: number
      readonly count: number
      readonly consumerGroup?: string
    },
  ): Promise<BodyOf<typeof queryConsumeQueueResponse>> {
    return queryConsumeQueueResponse.decode((await this.#ask(address, queryConsumeQueue, asked)).command.body)
  }

  #ask<Q extends FieldTable, S extends FieldTable>(
    address: string,
    api: Api<Q, S>,
    header: HeaderOf<Q>,
    body?: Bytes,
    timeoutMs: number = this.#timeoutMs,
  ): Promise<Invocation<S>> {
    return this.#rpc.invoke(api, address, header, body, timeoutMs)
  }
}

function textOf(body: Bytes | undefined): string {
  return body === undefined ? '' : body.utf8Slice()
}
