/** Stored messages as the window shows them: a row for lists, everything for the detail. */
import type { OutputOf } from '../../../contract/rpc.ts'
import type { resourcesApi } from '../../../contract/resources-api.ts'
import { type ReceivedMessage, tagOf } from '../../../client/received-message.ts'
import { hostText } from '../../../protocol/host-address.ts'
import { isReservedProperty, PropertyName } from '../../../protocol/message.ts'

type Api = typeof resourcesApi
export type MessageRow = OutputOf<Api['messages.byTime']>['messages'][number]

const PREVIEW_BYTES_MAX = 256
/** What fits into one answer as base64; `bodyBytes` tells how much there is. */
export const BODY_BYTES_MAX = 4 * 1024 * 1024

/** @param brokerName where it was found, when the message itself does not say */
export function messageRow(message: ReceivedMessage, brokerName: string = message.brokerName): MessageRow {
  return {
    topic: message.topic,
    messageId: message.msgId,
    offsetMessageId: message.offsetMsgId,
    brokerName,
    queueId: message.queueId,
    queueOffset: message.queueOffset,
    bornAtMs: Math.max(0, message.bornTimestampMs),
    storedAtMs: Math.max(0, message.storeTimestampMs),
    tag: tagOf(message) ?? '',
    keys: message.properties.get(PropertyName.KEYS) ?? '',
    bodyBytes: message.body.length,
    preview: message.body.base64Slice(0, Math.min(message.body.length, PREVIEW_BYTES_MAX)),
  }
}

export function messageDetail(message: ReceivedMessage, brokerName: string): OutputOf<Api['messages.get']> {
  return {
    row: messageRow(message, brokerName),
    bornHost: hostText(message.bornHost),
    storeHost: hostText(message.storeHost),
    logOffset: message.logOffset,
    recordBytes: message.recordBytes,
    sysFlag: message.sysFlag,
    bodyCrc: message.bodyCrc,
    reconsumeTimes: message.reconsumeTimes,
    properties: [...message.properties].sort((a, b) => (a[0] < b[0] ? -1 : 1)),
    applicationProperties: [...message.properties.keys()].filter((name) => !isReservedProperty(name)),
    body: message.body.base64Slice(0, Math.min(message.body.length, BODY_BYTES_MAX)),
  }
}
