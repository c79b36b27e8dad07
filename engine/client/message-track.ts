/**
 * What became of one message in each group that consumes its topic. Source: DefaultMQAdminExtImpl#messageTrackDetail.
 */
import { EngineError, errorText } from '../base/errors.ts'
import type { ConsumerConnection } from '../protocol/bodies/consumer-connection.ts'
import { ResponseCode } from '../protocol/codes.ts'
import { hostText } from '../protocol/host-address.ts'
import type { AdminClient } from './admin-client.ts'
import { refusalCode } from './broker-calls.ts'
import { type ReceivedMessage, tagOf } from './received-message.ts'
import { MASTER_ID } from './topic-queues.ts'

export type TrackType =
  'CONSUMED' | 'CONSUMED_BUT_FILTERED' | 'PULL' | 'NOT_CONSUME_YET' | 'NOT_ONLINE' | 'CONSUME_BROADCASTING' | 'UNKNOWN'

export interface MessageTrack {
  readonly consumerGroup: string
  readonly trackType: TrackType
  /** `CODE:... DESC:...` or another text where something could not be learned. */
  readonly exceptionDesc?: string | undefined
}

/** One row for each group that consumes the topic; empty when there is none. */
export async function trackMessage(admin: AdminClient, message: ReceivedMessage): Promise<readonly MessageTrack[]> {
  const tracks: MessageTrack[] = []
  for (const consumerGroup of await admin.groupsOfTopic(message.topic)) {
    tracks.push(await trackInGroup(admin, message, consumerGroup))
  }
  return tracks
}

async function trackInGroup(admin: AdminClient, message: ReceivedMessage, group: string): Promise<MessageTrack> {
  let connection: ConsumerConnection
  try {
    connection = await admin.consumerConnection(group)
  } catch (error) {
    const isOffline = refusalCode(error) === ResponseCode.CONSUMER_NOT_ONLINE
    return { consumerGroup: group, trackType: isOffline ? 'NOT_ONLINE' : 'UNKNOWN', exceptionDesc: describe(error) }
  }
  switch (connection.consumeType) {
    case 'CONSUME_ACTIVELY':
      return { consumerGroup: group, trackType: 'PULL' }
    case 'CONSUME_PASSIVELY':
      return trackPushed(admin, message, group, connection)
    default:
      return { consumerGroup: group, trackType: 'UNKNOWN' }
  }
}

async function trackPushed(
  admin: AdminClient,
  message: ReceivedMessage,
  group: string,
  connection: ConsumerConnection,
): Promise<MessageTrack> {
  try {
    if (!(await isPassed(admin, message, group))) return { consumerGroup: group, trackType: 'NOT_CONSUME_YET' }
  } catch (error) {
    const isBroadcast = refusalCode(error) === ResponseCode.BROADCAST_CONSUMPTION
    const trackType = isBroadcast ? 'CONSUME_BROADCASTING' : 'UNKNOWN'
    return { consumerGroup: group, trackType, exceptionDesc: describe(error) }
  }
  const tags = connection.subscriptionTable.get(message.topic)?.tagsSet ?? []
  const tag = tagOf(message)
  const isWanted = tags.length === 0 || tags.includes('*') || (tag !== undefined && tags.includes(tag))
  return { consumerGroup: group, trackType: isWanted ? 'CONSUMED' : 'CONSUMED_BUT_FILTERED' }
}

/** Whether the group's committed offset lies behind the message, on the broker that stored it. */
async function isPassed(admin: AdminClient, message: ReceivedMessage, group: string): Promise<boolean> {
  const stats = await admin.consumeStats(group)
  const info = await admin.clusterInfo()
  const storedAt = hostText(message.storeHost)
  return stats.offsetTable.some(([queue, wrapper]) => {
    if (queue.topic !== message.topic || queue.queueId !== message.queueId) return false
    const master = info.brokerAddrTable.get(queue.brokerName)?.brokerAddrs.get(MASTER_ID)
    return master === storedAt && wrapper.consumerOffset > message.queueOffset
  })
}

function describe(error: unknown): string {
  const code = refusalCode(error)
  if (code === undefined || !(error instanceof EngineError)) return errorText(error)
  const { remark } = error.context
  return `CODE:${code} DESC:${typeof remark === 'string' ? remark : ''}`
}
