/**
 * One message with everything known about it, as the query commands show it, and the file its body is written to.
 */
import { EngineError } from '../base/errors.ts'
import { trackMessage, type MessageTrack } from '../client/message-track.ts'
import { type ReceivedMessage, tagOf } from '../client/received-message.ts'
import { hostText } from '../protocol/host-address.ts'
import { PropertyName } from '../protocol/message.ts'
import type { CommandContext } from './command-row.ts'
import { propertiesText } from './java-text.ts'
import { localTimeMs } from './local-time.ts'
import { layout } from './table-output.ts'

const LINE = layout('{:<20} {}')

export interface DetailsAsked {
  readonly withOffsetId: boolean
  /** Prints the body in this charset too. */
  readonly charset?: string | undefined
  /** Name of the body file, when not the message's id. */
  readonly fileName?: string | undefined
}

/** Source: QueryMsgByIdSubCommand#printMsg, QueryMsgByUniqueKeySubCommand#showMessage. */
export function printDetails(context: CommandContext, message: ReceivedMessage, asked: DetailsAsked): void {
  const { out, utcOffsetMs } = context
  const row = (label: string, value: string | number): void => {
    out.line(LINE(label, value))
  }
  const tag = tagOf(message)
  const keys = message.properties.get(PropertyName.KEYS)
  const path = writeBody(context, message, asked.fileName ?? message.msgId)
  if (asked.withOffsetId) row('OffsetID:', message.offsetMsgId)
  row('Topic:', message.topic)
  row('Tags:', `[${tag ?? 'null'}]`)
  row('Keys:', `[${keys ?? 'null'}]`)
  row('Queue ID:', message.queueId)
  row('Queue Offset:', message.queueOffset)
  row('CommitLog Offset:', message.logOffset)
  row('Reconsume Times:', message.reconsumeTimes)
  row('Born Timestamp:', localTimeMs(message.bornTimestampMs, utcOffsetMs))
  row('Store Timestamp:', localTimeMs(message.storeTimestampMs, utcOffsetMs))
  row('Born Host:', hostText(message.bornHost))
  row('Store Host:', hostText(message.storeHost))
  row('System Flag:', message.sysFlag)
  row('Properties:', propertiesText(message.properties))
  row('Message Body Path:', path)
  if (asked.charset !== undefined) row('Message Body:', bodyText(message, asked.charset))
}

/** What became of the message in each group; a failure to learn it ends nothing. */
export async function findTracks(
  context: CommandContext,
  message: ReceivedMessage,
): Promise<readonly MessageTrack[] | undefined> {
  try {
    return await trackMessage(context.admin, message)
  } catch (error) {
    context.out.failure(error, message.msgId)
    return undefined
  }
}

/** Source: MessageTrack#toString. */
export function trackText(track: MessageTrack): string {
  return (
    `MessageTrack [consumerGroup=${track.consumerGroup}, trackType=${track.trackType}, ` +
    `exceptionDesc=${track.exceptionDesc ?? 'null'}]`
  )
}

/** @throws {EngineError} 'usage' for a charset that nobody knows. */
export function bodyText(message: ReceivedMessage, charset: string): string {
  try {
    return new TextDecoder(charset.trim()).decode(message.body)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new EngineError('usage', `unknown charset "${charset}"`, { zh: `未知字符集 "${charset}"` })
  }
}

/** Ids come from the network: one that could name another place is not used. */
const SAFE_NAME = /^[A-Za-z0-9_-]{1,128}$/

function writeBody({ admin, workFolder }: CommandContext, message: ReceivedMessage, fileName: string): string {
  const { fs } = admin.client.ports
  const folder = `${workFolder}/msgbodys`
  const path = `${folder}/${SAFE_NAME.test(fileName) ? fileName : message.offsetMsgId}`
  fs.makeDirectories(folder)
  fs.replaceFile(path, message.body)
  return path
}
