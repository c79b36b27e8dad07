/** What one message of a draft will look like before it is sent: filled for number 1, with its size in the commit log. */
import { asBytes, utf8Length } from '../../../base/bytes.ts'
import type { Compression } from '../../../base/ports.ts'
import { DEFAULT_OUTGOING_LIMITS, packBody } from '../../../client/outgoing-message.ts'
import type { MessageDraft } from '../../../contract/messages-api.ts'
import { PropertyName } from '../../../protocol/message.ts'
import { encodeProperties } from '../../../protocol/properties.ts'
import { recordLength, recordVersionOf } from '../../../protocol/record.ts'
import type { Text } from '../../../contract/text.ts'
import { makeMaker, type MakerPorts } from './message-maker.ts'

/** Characters of the body that are shown. */
const SHOWN_CHARS = 20_000
/** Stands for the unique id that the producer will give. */
const UNIQUE_ID = '0'.repeat(32)

export interface DraftPreview {
  body: string
  bodyBytes: number
  recordBytes: number
  problems: { field: string; text: Text }[]
}

/** @param brokerCluster as the broker will note it on the message; empty when unknown */
export function previewDraft(
  draft: MessageDraft,
  ports: MakerPorts & { readonly compression: Compression },
  brokerCluster: string,
): DraftPreview {
  const outcome = makeMaker(draft, ports)
  if (outcome.kind === 'problems') return { body: '', bodyBytes: 0, recordBytes: 0, problems: [...outcome.problems] }
  const { outgoing, tag, keys } = outcome.maker.make(1)
  const body = asBytes(outgoing.body)
  const properties = new Map(Object.entries(outgoing.properties ?? {}).filter(([, value]) => value !== ''))
  if (tag !== '') properties.set(PropertyName.TAGS, tag)
  if (keys !== '') properties.set(PropertyName.KEYS, keys)
  if (draft.delayLevel > 0) properties.set(PropertyName.DELAY, String(draft.delayLevel))
  properties.set(PropertyName.UNIQ_KEY, UNIQUE_ID)
  // What the broker adds.
  properties.set(PropertyName.MSG_REGION, 'DefaultRegion')
  properties.set(PropertyName.TRACE_ON, 'true')
  properties.set(PropertyName.CLUSTER, brokerCluster)
  const packed = packBody(body, ports.compression, DEFAULT_OUTGOING_LIMITS)
  const recordBytes = recordLength({
    version: recordVersionOf(draft.topic),
    sysFlag: packed.sysFlag,
    bodyBytes: packed.body.length,
    topicBytes: utf8Length(draft.topic),
    propertiesBytes: utf8Length(encodeProperties(properties)),
  })
  const isText = draft.body.kind === 'text' || draft.body.kind === 'json'
  const shownBytes = Math.min(body.length, isText ? SHOWN_CHARS * 3 : SHOWN_CHARS / 2)
  const shown = isText ? body.utf8Slice(0, shownBytes) : body.hexSlice(0, shownBytes)
  return { body: shown.slice(0, SHOWN_CHARS), bodyBytes: body.length, recordBytes, problems: [] }
}
