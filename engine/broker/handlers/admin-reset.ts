/**
 * INVOKE_BROKER_TO_RESET_OFFSET: moves a group to a time or an offset, on the broker itself (the default) or through the
 * clients that are online. Source: AdminBrokerProcessor#resetOffset, #resetOffsetInner, Broker2Client#resetOffset.
 */
import { invokeBrokerToResetOffset, resetConsumerClientOffset } from '../../protocol/apis/offset.ts'
import { resetOffsetBody, resetOffsetBodyForC } from '../../protocol/bodies/reset-offset.ts'
import { ResponseCode } from '../../protocol/codes.ts'
import type { HeaderOf } from '../../protocol/fields.ts'
import type { MessageQueue } from '../../protocol/message-queue.ts'
import { makeRequest, makeResponse } from '../../remoting/command.ts'
import type { Dispatcher } from '../../remoting/dispatcher.ts'
import type { BrokerParts } from '../parts.ts'
import { RELAY_SINCE_VERSION } from './admin-client.ts'

export type AdminResetParts = Pick<
  BrokerParts,
  'clients' | 'groups' | 'isMaster' | 'log' | 'longPoll' | 'offsets' | 'settings' | 'store' | 'topics'
>

type ResetHeader = HeaderOf<typeof invokeBrokerToResetOffset.request>

interface Refusal {
  readonly code: number
  readonly remark: string
}

/** Where each queue of the topic is to go on. */
type QueueTargets = ReadonlyMap<number, number>

export function registerAdminResetHandlers(dispatcher: Dispatcher, parts: AdminResetParts): void {
  dispatcher.registerApi(invokeBrokerToResetOffset, async (header, request, connection) => {
    const { topic, group, queueId, offset, timestamp, isForce } = header
    parts.log.info('offset reset requested', {
      topic,
      group,
      queueId,
      offset,
      timestamp,
      isForce,
      remote: connection.remoteText,
    })
    const isByBroker = parts.settings().useServerSideResetOffset
    const targets = isByBroker ? await brokerTargets(parts, header) : await clientTargets(parts, header)
    if ('code' in targets) return makeResponse(request, targets.code, { remark: targets.remark })
    const refusal = isByBroker ? resetHere(parts, header, targets) : tellClients(parts, header, targets)
    if (refusal !== undefined) return makeResponse(request, refusal.code, { remark: refusal.remark })
    const offsetTable = queueEntries(parts, topic, targets)
    return makeResponse(request, ResponseCode.SUCCESS, { body: resetOffsetBody.encode({ offsetTable }) })
  })
}

async function brokerTargets(parts: AdminResetParts, header: ResetHeader): Promise<QueueTargets | Refusal> {
  const { store, topics, groups } = parts
  const { topic, group, queueId = -1, offset = -1, timestamp } = header
  if (!parts.isMaster) {
    return { code: ResponseCode.SYSTEM_ERROR, remark: 'Can not reset offset in slave broker' }
  }
  const config = topics.find(topic)
  if (config === undefined) {
    return { code: ResponseCode.TOPIC_NOT_EXIST, remark: `Topic ${topic} does not exist` }
  }
  if (groups.find(group) === undefined) {
    return { code: ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, remark: `Group ${group} does not exist` }
  }
  if (queueId >= 0 && offset !== -1) {
    const min = store.minOffset(topic, queueId)
    const max = store.maxOffset(topic, queueId)
    if ((min >= 0 && offset < min) || offset > max + 1) {
      const remark = `Target offset ${offset} not in consume queue range [${min}-${max}]`
      return { code: ResponseCode.SYSTEM_ERROR, remark }
    }
    return new Map([[queueId, offset]])
  }
  const queueIds = queueId >= 0 ? [queueId] : Array.from({ length: config.readQueueNums }, (_, i) => i)
  if (queueIds.length === 0) return { code: ResponseCode.SYSTEM_ERROR, remark: 'No queues to reset.' }
  const targets = new Map<number, number>()
  for (const id of queueIds) targets.set(id, await offsetAt(parts, topic, id, timestamp))
  return targets
}

/**
 * From now on the group's next pull of each queue is sent to the target. Differs: pulls that are parked are woken, so that
 * the reset takes effect at once and not when their long poll ends.
 */
function resetHere({ offsets, longPoll }: AdminResetParts, header: ResetHeader, targets: QueueTargets): undefined {
  for (const [queueId, queueOffset] of targets) {
    offsets.assignReset(header.group, header.topic, queueId, queueOffset)
  }
  longPoll.wakeAll()
}

/** Without `isForce` a group is only ever moved back. */
async function clientTargets(parts: AdminResetParts, header: ResetHeader): Promise<QueueTargets | Refusal> {
  const { topic, group, timestamp, isForce } = header
  const config = parts.topics.find(topic)
  if (config === undefined) {
    const remark = `[reset-offset] reset offset failed, no topic in this broker. topic=${topic}`
    return { code: ResponseCode.SYSTEM_ERROR, remark }
  }
  const targets = new Map<number, number>()
  for (let queueId = 0; queueId < config.writeQueueNums; queueId++) {
    const committed = parts.offsets.find(group, topic, queueId)
    if (committed === undefined) {
      return { code: ResponseCode.SYSTEM_ERROR, remark: `THe consumer group <${group}> not exist` }
    }
    const wanted = Math.max(0, await offsetAt(parts, topic, queueId, timestamp))
    targets.set(queueId, isForce ? wanted : Math.min(wanted, committed))
  }
  return targets
}

/** Clients stop the queues, take the offsets over and commit them. */
function tellClients(parts: AdminResetParts, header: ResetHeader, targets: QueueTargets): Refusal | undefined {
  const { topic, group, timestamp, isForce } = header
  const members = [...(parts.clients.consumerGroup(group)?.members.values() ?? [])]
  if (members.length === 0) {
    const remark = `Consumer not online, so can not reset offset. Group: ${group} Topic: ${topic} Timestamp: ${timestamp}`
    return { code: ResponseCode.CONSUMER_NOT_ONLINE, remark }
  }
  const old = members.find(({ version }) => version < RELAY_SINCE_VERSION)
  if (old !== undefined) {
    const remark = `the client does not support this feature. version=${old.version}`
    return { code: ResponseCode.SYSTEM_ERROR, remark }
  }
  const entries = queueEntries(parts, topic, targets)
  const body = resetOffsetBody.encode({ offsetTable: entries })
  const bodyForC = resetOffsetBodyForC.encode({ offsetTable: entries.map(([queue, offset]) => ({ ...queue, offset })) })
  for (const { connection, language } of members) {
    const isC = language === 'CPP'
    connection.oneway(
      makeRequest(resetConsumerClientOffset, { topic, group, timestamp, isForce }, isC ? bodyForC : body),
    )
  }
  return undefined
}

/** A negative time means the end of the queue. */
async function offsetAt(
  { store }: AdminResetParts,
  topic: string,
  queueId: number,
  timestampMs: number,
): Promise<number> {
  return timestampMs < 0 ? store.maxOffset(topic, queueId) : store.offsetByTime(topic, queueId, timestampMs)
}

function queueEntries(
  { settings }: AdminResetParts,
  topic: string,
  targets: QueueTargets,
): (readonly [MessageQueue, number])[] {
  const { brokerName } = settings()
  return [...targets].map(([queueId, offset]) => [{ topic, brokerName, queueId }, offset] as const)
}
