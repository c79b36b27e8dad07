/** A stored message as a draft to be sent again: the same bytes, the application's own properties, no delay. Pure. */
import type { MessageDraft } from '../../../engine/contract/messages-api.ts'
import { bytesOfBase64, isJson, textOfBytes } from '../../ui/body-text.ts'
import type { MessageDetail } from './message-search.ts'

/** Where the screen Send finds it. */
export const RESEND_KEY = 'drafts/resend'

/** What Send would fill in: a stored body that contains it must not be changed on its way. */
const PLACEHOLDER = /\{(?:seq|uuid|now|rand:[^}]*|pick:[^}]*|fill:[^}]*)\}/

export function draftOf(detail: MessageDetail): MessageDraft {
  const { row } = detail
  const own = new Set(detail.applicationProperties)
  return {
    topic: row.topic,
    tag: row.tag,
    keys: row.keys,
    body: bodyOf(detail.body),
    properties: detail.properties.filter(([name]) => own.has(name)).map(([name, value]) => [name, value]),
    delayLevel: 0,
    orderKey: '',
    queue: null,
  }
}

function bodyOf(base64: string): MessageDraft['body'] {
  const text = textOfBytes(bytesOfBase64(base64))
  if (text === undefined || PLACEHOLDER.test(text)) return { kind: 'base64', value: base64 }
  return { kind: /^\s*[{[]/.test(text) && isJson(text) ? 'json' : 'text', value: text }
}
