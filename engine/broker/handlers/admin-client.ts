/**
 * Clients that are connected: who they are, what they subscribe to, and questions that the broker passes on to them over
 * their own connections. Source: AdminBrokerProcessor, Broker2Client; wire-protocol 4.11, 4.12.
 */
import type { Bytes } from '../../base/bytes.ts'
import { EngineError, errorText } from '../../base/errors.ts'
import {
  getAllProducerInfo,
  getConsumerConnectionList,
  getProducerConnectionList,
  querySubscriptionByConsumer,
} from '../../protocol/apis/group.ts'
import { consumeMessageDirectly, getConsumerRunningInfo } from '../../protocol/apis/heartbeat.ts'
import { getConsumerStatusFromClient, invokeBrokerToGetConsumerStatus } from '../../protocol/apis/offset.ts'
import type { Connection } from '../../protocol/bodies/connection.ts'
import { consumerConnection } from '../../protocol/bodies/consumer-connection.ts'
import { consumerStatus } from '../../protocol/bodies/consumer-status.ts'
import { producerConnection } from '../../protocol/bodies/producer-connection.ts'
import { producerTable } from '../../protocol/bodies/producer-table.ts'
import { querySubscriptionResponse } from '../../protocol/bodies/subscription-group.ts'
import { ResponseCode } from '../../protocol/codes.ts'
import type { ExtFields } from '../../protocol/fields.ts'
import { parseOffsetMessageId } from '../../protocol/message-id.ts'
import type { QueueEntries } from '../../protocol/message-queue.ts'
import { decodeRecord } from '../../protocol/record.ts'
import { type Command, ENGINE_VERSION, makeRequest, makeResponse } from '../../remoting/command.ts'
import type { Dispatcher } from '../../remoting/dispatcher.ts'
import type { ClientInfo } from '../clients.ts'
import type { BrokerParts } from '../parts.ts'

export type AdminClientParts = Pick<BrokerParts, 'clients' | 'groups' | 'settings' | 'store' | 'topics'>

/** MQVersion ordinals of V3_0_7_SNAPSHOT and V3_1_8_SNAPSHOT: the first clients that understand the broker's questions. */
export const RELAY_SINCE_VERSION = 28
const RUNNING_INFO_SINCE_VERSION = 62

const STATUS_TIMEOUT_MS = 5000
const RELAY_TIMEOUT_MS = 10_000

export function registerAdminClientHandlers(dispatcher: Dispatcher, parts: AdminClientParts): void {
  registerConnectionLists(dispatcher, parts)
  registerRelays(dispatcher, parts)
}

function registerConnectionLists(dispatcher: Dispatcher, { clients }: AdminClientParts): void {
  dispatcher.registerApi(getConsumerConnectionList, ({ consumerGroup }, request) => {
    const group = clients.consumerGroup(consumerGroup)
    if (group === undefined) {
      const remark = `the consumer group[${consumerGroup}] not online`
      return makeResponse(request, ResponseCode.CONSUMER_NOT_ONLINE, { remark })
    }
    const body = consumerConnection.encode({
      connectionSet: [...group.members.values()].map(connectionOf),
      subscriptionTable: group.subscriptions,
      consumeType: group.settings.consumeType,
      messageModel: group.settings.messageModel,
      consumeFromWhere: group.settings.consumeFromWhere,
    })
    return makeResponse(request, ResponseCode.SUCCESS, { body })
  })

  dispatcher.registerApi(getProducerConnectionList, ({ producerGroup }, request) => {
    const members = clients.producersOf(producerGroup)
    if (members === undefined) {
      const remark = `the producer group[${producerGroup}] not exist`
      return makeResponse(request, ResponseCode.SYSTEM_ERROR, { remark })
    }
    const body = producerConnection.encode({ connectionSet: [...members.values()].map(connectionOf) })
    return makeResponse(request, ResponseCode.SUCCESS, { body })
  })

  dispatcher.register(getAllProducerInfo.code, (request) => {
    const data = new Map(
      [...clients.producerGroups()].map(([group, members]) => [
        group,
        [...members.values()].map(({ clientId, connection, language, version, seenAtMs }) => ({
          clientId,
          remoteIP: connection.remoteText,
          language,
          version,
          lastUpdateTimestamp: seenAtMs,
        })),
      ]),
    )
    return makeResponse(request, ResponseCode.SUCCESS, { body: producerTable.encode({ data }) })
  })

  dispatcher.registerApi(querySubscriptionByConsumer, ({ group, topic }, request) => {
    const subscriptionData = clients.consumerGroup(group)?.subscriptions.get(topic)
    const body = querySubscriptionResponse.encode({ group, topic, subscriptionData })
    return makeResponse(request, ResponseCode.SUCCESS, { body })
  })
}

function connectionOf({ clientId, connection, language, version }: ClientInfo): Connection {
  return { clientId, clientAddr: connection.remoteText, language, version }
}

function registerRelays(dispatcher: Dispatcher, parts: AdminClientParts): void {
  const { clients, store, topics, groups, settings } = parts

  dispatcher.registerApi(getConsumerRunningInfo, ({ consumerGroup, clientId }, request) =>
    relay(parts, request, { consumerGroup, clientId, ext: request.ext }),
  )

  dispatcher.registerApi(consumeMessageDirectly, async (header, request) => {
    const { consumerGroup, clientId = '', msgId = '' } = header
    const id = parseOffsetMessageId(msgId)
    const record = id === undefined ? undefined : await store.lookMessage(id.logOffset)
    if (record === undefined) {
      return makeResponse(request, ResponseCode.SYSTEM_ERROR, { remark: `no message with the id ${msgId} here` })
    }
    const topic = topics.find(decodeRecord(record.bytes).topic)
    const group = groups.find(consumerGroup)
    const ext = {
      ...request.ext,
      brokerName: settings().brokerName,
      ...(topic === undefined ? {} : { topicSysFlag: String(topic.topicSysFlag) }),
      ...(group === undefined ? {} : { groupSysFlag: String(group.groupSysFlag) }),
    }
    return relay(parts, request, { consumerGroup, clientId, ext, body: record.bytes })
  })

  dispatcher.registerApi(invokeBrokerToGetConsumerStatus, async ({ topic, group, clientAddr }, request) => {
    const members = [...(clients.consumerGroup(group)?.members.values() ?? [])]
    if (members.length === 0) {
      const remark = `No Any Consumer online in the consumer group: [${group}]`
      return makeResponse(request, ResponseCode.SYSTEM_ERROR, { remark })
    }
    const consumerTable = new Map<string, QueueEntries<number>>()
    for (const { clientId, connection, version } of members) {
      if (version < RELAY_SINCE_VERSION) {
        const remark = `the client does not support this feature. version=${version}`
        return makeResponse(request, ResponseCode.SYSTEM_ERROR, { remark })
      }
      if (clientAddr !== undefined && clientAddr !== '' && clientAddr !== clientId) continue
      const question = makeRequest(getConsumerStatusFromClient, { topic, group })
      const answer = await connection.call(question, STATUS_TIMEOUT_MS).catch(() => undefined)
      if (answer?.code === ResponseCode.SUCCESS && answer.body !== undefined) {
        consumerTable.set(clientId, consumerStatus.decode(answer.body).messageQueueTable)
      }
    }
    const body = consumerStatus.encode({ messageQueueTable: [], consumerTable })
    return makeResponse(request, ResponseCode.SUCCESS, { body })
  })
}

interface RelayTarget {
  readonly consumerGroup: string
  readonly clientId: string
  readonly ext: ExtFields
  readonly body?: Bytes | undefined
}

/** Asks one client and hands its whole answer back. Source: AdminBrokerProcessor#callConsumer. */
async function relay({ clients }: AdminClientParts, request: Command, target: RelayTarget): Promise<Command> {
  const { consumerGroup, clientId, ext, body } = target
  const fail = (code: number, remark: string): Command => makeResponse(request, code, { remark })
  const client = clients.findConsumer(consumerGroup, clientId)
  if (client === undefined) {
    return fail(ResponseCode.SYSTEM_ERROR, `The Consumer <${consumerGroup}> <${clientId}> not online`)
  }
  if (client.version < RUNNING_INFO_SINCE_VERSION) {
    const remark = `The Consumer <${clientId}> Version <${client.version}> too low to finish, please upgrade it to V3_1_8_SNAPSHOT`
    return fail(ResponseCode.SYSTEM_ERROR, remark)
  }
  const { code } = request
  const question: Command = {
    code,
    language: 'NODE_JS',
    version: ENGINE_VERSION,
    opaque: 0,
    flag: 0,
    ext,
    body,
    serializeType: 'JSON',
  }
  try {
    const answer = await client.connection.call(question, RELAY_TIMEOUT_MS)
    return makeResponse(request, answer.code, { remark: answer.remark, ext: answer.ext, body: answer.body })
  } catch (error) {
    const isTimeout = error instanceof EngineError && error.code === 'timeout'
    return isTimeout
      ? fail(ResponseCode.CONSUME_MSG_TIMEOUT, `consumer <${consumerGroup}> <${clientId}> Timeout: ${errorText(error)}`)
      : fail(
          ResponseCode.SYSTEM_ERROR,
          `invoke consumer <${consumerGroup}> <${clientId}> Exception: ${errorText(error)}`,
        )
  }
}
