/**
 * Topics by request: create, change, delete, list, look at. The table itself is topics.ts, telling NameServers is
 * registration.ts. Source: AdminBrokerProcessor; wire-protocol 4.12.
 */
import {
  cleanUnusedTopic,
  deleteTopicInBroker,
  getAllTopicConfig,
  getSystemTopicListFromBroker,
  getTopicConfig,
  getTopicStatsInfo,
  queryTopicConsumeByWho,
  updateAndCreateTopic,
  updateAndCreateTopicList,
} from '../../protocol/apis/topic.ts'
import { groupList } from '../../protocol/bodies/group-list.ts'
import { topicConfigAndMapping, topicConfigList, topicConfigWrapper } from '../../protocol/bodies/topic-config.ts'
import { topicList } from '../../protocol/bodies/topic-list.ts'
import { type TopicOffset, topicStatsTable } from '../../protocol/bodies/topic-stats.ts'
import { ResponseCode } from '../../protocol/codes.ts'
import type { MessageQueue } from '../../protocol/message-queue.ts'
import { makeTopicConfig, sameTopicConfig, type TopicConfig } from '../../protocol/topic-config.ts'
import { checkTopicName, SystemTopic } from '../../protocol/topics.ts'
import { type Command, makeResponse } from '../../remoting/command.ts'
import type { Dispatcher } from '../../remoting/dispatcher.ts'
import type { BrokerParts } from '../parts.ts'
import { alterAttributes, parseAttributeUpdate, TOPIC_ATTRIBUTES } from './admin-attributes.ts'

export type AdminTopicParts = Pick<
  BrokerParts,
  'clients' | 'log' | 'offsets' | 'registration' | 'settings' | 'stats' | 'store' | 'topics'
>

/** Static topics are not kept here, so their version never changes. */
const NO_MAPPINGS_VERSION = { stateVersion: 0, timestamp: 0, counter: 0 }

interface Refusal {
  readonly code: number
  readonly remark: string
}

export function registerAdminTopicHandlers(dispatcher: Dispatcher, parts: AdminTopicParts): void {
  registerTopicChanges(dispatcher, parts)
  registerTopicLists(dispatcher, parts)
  registerTopicQuestions(dispatcher, parts)
}

function registerTopicChanges(dispatcher: Dispatcher, parts: AdminTopicParts): void {
  const { topics, registration, store, offsets, log } = parts

  dispatcher.registerApi(updateAndCreateTopic, async (header, request, connection) => {
    const update = parseAttributeUpdate(header.attributes)
    if (update.kind === 'bad') return refuse(request, { code: ResponseCode.SYSTEM_ERROR, remark: update.reason })
    const wanted = makeTopicConfig(header.topic, {
      readQueueNums: header.readQueueNums,
      writeQueueNums: header.writeQueueNums,
      perm: header.perm,
      topicFilterType: header.topicFilterType === 'MULTI_TAG' ? 'MULTI_TAG' : 'SINGLE_TAG',
      topicSysFlag: header.topicSysFlag ?? 0,
      order: header.order,
      attributes: update.attributes,
    })
    const checked = checkUpdate(parts, wanted)
    if ('code' in checked) return refuse(request, checked)
    log.info('topic update requested', { topic: header.topic, remote: connection.remoteText })
    await put(parts, [checked])
    return makeResponse(request, ResponseCode.SUCCESS)
  })

  dispatcher.register(updateAndCreateTopicList.code, async (request, connection) => {
    const checked: TopicConfig[] = []
    for (const wanted of topicConfigList.decode(request.body).topicConfigList) {
      const result = checkUpdate(parts, wanted)
      if ('code' in result) return refuse(request, result)
      checked.push(result)
    }
    log.info('topic updates requested', { topics: checked.length, remote: connection.remoteText })
    await put(parts, checked)
    return makeResponse(request, ResponseCode.SUCCESS)
  })

  dispatcher.registerApi(deleteTopicInBroker, ({ topic }, request, connection) => {
    if (topic.trim() === '') {
      return refuse(request, { code: ResponseCode.INVALID_PARAMETER, remark: 'The specified topic is blank.' })
    }
    const conflict = systemTopicConflict(parts, topic)
    if (conflict !== undefined) return refuse(request, conflict)
    log.info('topic deleted', { topic, remote: connection.remoteText })
    topics.delete(topic)
    offsets.removeTopic(topic)
    store.deleteTopic(topic)
    parts.stats.topicDeleted(topic)
    return makeResponse(request, ResponseCode.SUCCESS)
  })

  dispatcher.register(cleanUnusedTopic.code, (request) => {
    store.cleanUnusedTopics(new Set([...topics.all()].map((config) => config.topicName)))
    return makeResponse(request, ResponseCode.SUCCESS)
  })

  /** Stores the configurations and answers when the NameServers know them. */
  async function put({ topics: table }: AdminTopicParts, configs: readonly TopicConfig[]): Promise<void> {
    const changed = configs.filter((config) => {
      const known = table.find(config.topicName)
      return known === undefined || !sameTopicConfig(known, config)
    })
    if (changed.length === 0) return
    table.put(...changed)
    await registration.flushChanges()
  }
}

function registerTopicLists(dispatcher: Dispatcher, { topics }: AdminTopicParts): void {
  dispatcher.register(getAllTopicConfig.code, (request) =>
    makeResponse(request, ResponseCode.SUCCESS, {
      body: topicConfigWrapper.encode({
        ...topics.toTable(),
        mappingDataVersion: NO_MAPPINGS_VERSION,
        topicQueueMappingInfoMap: new Map(),
        topicQueueMappingDetailMap: new Map(),
      }),
    }),
  )

  dispatcher.registerApi(getTopicConfig, ({ topic }, request) => {
    const config = topics.find(topic)
    if (config === undefined) {
      const remark = `No topic in this broker. topic: ${topic}`
      return refuse(request, { code: ResponseCode.TOPIC_NOT_EXIST, remark })
    }
    return makeResponse(request, ResponseCode.SUCCESS, { body: topicConfigAndMapping.encode(config) })
  })

  dispatcher.register(getSystemTopicListFromBroker.code, (request) => {
    const names = new Set<string>([...Object.values(SystemTopic), ...topics.systemTopics()])
    return makeResponse(request, ResponseCode.SUCCESS, { body: topicList.encode({ topicList: [...names] }) })
  })
}

function registerTopicQuestions(dispatcher: Dispatcher, parts: AdminTopicParts): void {
  const { topics, store, clients, offsets, stats, settings } = parts

  dispatcher.registerApi(getTopicStatsInfo, async ({ topic }, request) => {
    const config = topics.find(topic)
    if (config === undefined) {
      return refuse(request, { code: ResponseCode.TOPIC_NOT_EXIST, remark: `topic[${topic}] not exist` })
    }
    const offsetTable: [MessageQueue, TopicOffset][] = []
    const { brokerName } = settings()
    for (let queueId = 0; queueId < Math.max(config.readQueueNums, config.writeQueueNums); queueId++) {
      const maxOffset = store.maxOffset(topic, queueId)
      const lastUpdateTimestamp = maxOffset > 0 ? await store.storeTime(topic, queueId, maxOffset - 1) : 0
      offsetTable.push([
        { topic, brokerName, queueId },
        {
          minOffset: Math.max(0, store.minOffset(topic, queueId)),
          maxOffset,
          lastUpdateTimestamp: Math.max(0, lastUpdateTimestamp),
        },
      ])
    }
    const body = topicStatsTable.encode({ offsetTable, topicPutTps: stats.perSecond('TOPIC_PUT_NUMS', topic) })
    return makeResponse(request, ResponseCode.SUCCESS, { body })
  })

  dispatcher.registerApi(queryTopicConsumeByWho, ({ topic }, request) => {
    const groups = new Set([...clients.groupsSubscribedTo(topic), ...offsets.groupsOf(topic)])
    return makeResponse(request, ResponseCode.SUCCESS, { body: groupList.encode({ groupList: [...groups] }) })
  })
}

/** The configuration to store for a wanted one, whose attribute names carry signs; or why it is not taken. */
function checkUpdate(parts: AdminTopicParts, wanted: TopicConfig): TopicConfig | Refusal {
  const topic = wanted.topicName
  const name = checkTopicName(topic)
  if (name.kind === 'bad') return { code: ResponseCode.INVALID_PARAMETER, remark: name.reason }
  const conflict = systemTopicConflict(parts, topic)
  if (conflict !== undefined) return conflict
  // `enableMixedMessageType` has no effect yet, so it counts as false, its default.
  if (wanted.attributes.get('+message.type') === 'MIXED') {
    return { code: ResponseCode.INVALID_PARAMETER, remark: 'MIXED message type is not supported.' }
  }
  const altered = alterAttributes(TOPIC_ATTRIBUTES, parts.topics.find(topic)?.attributes, wanted.attributes)
  if (altered.kind === 'bad') return { code: ResponseCode.SYSTEM_ERROR, remark: altered.reason }
  const config = { ...wanted, attributes: altered.attributes }
  return unsupportedKind(config) ?? config
}

/** Topics whose messages would be refused one by one are refused as a whole. */
function unsupportedKind({ attributes }: TopicConfig): Refusal | undefined {
  for (const [name, value] of [
    ['queue.type', 'BatchCQ'],
    ['cleanup.policy', 'COMPACTION'],
  ] as const) {
    if (attributes.get(name) !== value) continue
    const remark = `topics with ${name}=${value} are not supported by this broker`
    return { code: ResponseCode.INVALID_PARAMETER, remark }
  }
  return undefined
}

function systemTopicConflict({ topics, settings }: AdminTopicParts, topic: string): Refusal | undefined {
  if (!settings().validateSystemTopicWhenUpdateTopic || !topics.isSystem(topic)) return undefined
  const remark = `The topic[${topic}] is conflict with system topic.`
  return { code: ResponseCode.INVALID_PARAMETER, remark }
}

function refuse(request: Command, { code, remark }: Refusal): Command {
  return makeResponse(request, code, { remark })
}
