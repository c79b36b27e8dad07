/**
 * From a draft to messages: checks all of it once, then makes one message after the other. Problems name field, value
 * and fix. Knows nothing of brokers and routes.
 */
import { type Bytes, bytesFromBase64, bytesFromHex, bytesFromUtf8, utf8Length } from '../../../base/bytes.ts'
import { PROPERTIES_BYTES_MAX } from '../../../base/limits.ts'
import type { Clock, Random } from '../../../base/ports.ts'
import type { OutgoingMessage } from '../../../client/outgoing-message.ts'
import { MESSAGE_BODY_BYTES_MAX, type MessageDraft } from '../../../contract/messages-api.ts'
import { say, type Text } from '../../../contract/text.ts'
import { isReservedProperty } from '../../../protocol/message.ts'
import { checkTopicName, isSendForbidden } from '../../../protocol/topics.ts'
import { RUN_PROPERTY, RUN_SEQ_PROPERTY } from '../receiving/lab-consumers.ts'
import { parseTemplate, type Filling, type Template } from './template.ts'

export interface DraftProblem {
  readonly field: string
  readonly text: Text
}

/** One message, filled. */
export interface MadeMessage {
  readonly seq: number
  readonly outgoing: OutgoingMessage
  readonly tag: string
  readonly keys: string
  /** Empty: none. */
  readonly orderKey: string
}

export interface MessageMaker {
  readonly topic: string
  /** The tag of every message; undefined when it differs between them. */
  readonly constantTag: string | undefined
  make(seq: number): MadeMessage
}

export type MakerOutcome =
  | { readonly kind: 'maker'; readonly maker: MessageMaker }
  | { readonly kind: 'problems'; readonly problems: readonly DraftProblem[] }

export interface MakerPorts {
  readonly clock: Clock
  readonly random: Random
}

/** What the lab adds for its accounting takes room too. */
const OWN_PROPERTIES_BYTES = 200

/** @param runId for messages of a run, which carry it and their number */
export function makeMaker(draft: MessageDraft, ports: MakerPorts, runId?: string): MakerOutcome {
  const problems: DraftProblem[] = []
  const refuse = (field: string, text: Text): void => void problems.push({ field, text })
  const template = (field: string, text: string): Template => {
    const parsed = parseTemplate(field, text)
    if (parsed.kind === 'template') return parsed.template
    refuse(field, parsed.problem)
    return { isConstant: true, fill: () => '' }
  }
  checkTopic(draft.topic, refuse)
  const tag = template('tag', draft.tag)
  const keys = template('keys', draft.keys)
  const orderKey = template('orderKey', draft.orderKey)
  const body = bodyOf(draft.body, template, refuse)
  const properties = draft.properties.map(([name, value]) => [name, template('properties', value)] as const)
  checkProperties(draft.properties, refuse)
  if (draft.orderKey !== '' && draft.queue !== null) {
    refuse(
      'orderKey',
      say(
        `orderKey "${draft.orderKey}": a fixed queue is chosen too. Clear one of the two.`,
        `orderKey“${draft.orderKey}”：同时又指定了队列。请只保留其中一个。`,
      ),
    )
  }
  if (problems.length > 0) return { kind: 'problems', problems }

  const make = (seq: number): MadeMessage => {
    const filling: Filling = { seq, nowMs: ports.clock.nowMs(), random: ports.random }
    const filled: Record<string, string> = {}
    for (const [name, value] of properties) filled[name] = value.fill(filling)
    if (runId !== undefined) {
      filled[RUN_PROPERTY] = runId
      filled[RUN_SEQ_PROPERTY] = String(seq)
    }
    const made = { seq, tag: tag.fill(filling), keys: keys.fill(filling), orderKey: orderKey.fill(filling) }
    const outgoing: OutgoingMessage = {
      topic: draft.topic,
      body: body(filling),
      ...(made.tag === '' ? {} : { tags: made.tag }),
      ...(made.keys === '' ? {} : { keys: made.keys }),
      ...(draft.delayLevel === 0 ? {} : { delayLevel: draft.delayLevel }),
      properties: filled,
    }
    return { ...made, outgoing }
  }
  const first = make(1)
  checkFirst(first, draft, refuse)
  if (problems.length > 0) return { kind: 'problems', problems }
  const constantTag = tag.isConstant ? first.tag : undefined
  return { kind: 'maker', maker: { topic: draft.topic, constantTag, make } }
}

type Refuse = (field: string, text: Text) => void

function checkTopic(topic: string, refuse: Refuse): void {
  const check = checkTopicName(topic)
  if (check.kind === 'bad') {
    refuse(
      'topic',
      say(
        `topic "${topic}": use 1 to 127 letters, digits, - _ % |.`,
        `topic“${topic}”有误：请用 1～127 个字母、数字或 - _ % |。`,
      ),
    )
  } else if (isSendForbidden(topic)) {
    refuse(
      'topic',
      say(
        `topic "${topic}" belongs to RocketMQ and takes no messages of applications. Choose another.`,
        `topic“${topic}”为 RocketMQ 内部使用，不接受应用消息，请换一个。`,
      ),
    )
  }
}

function checkProperties(properties: MessageDraft['properties'], refuse: Refuse): void {
  const seen = new Set<string>()
  for (const [name] of properties) {
    if (isReservedProperty(name) || name === RUN_PROPERTY || name === RUN_SEQ_PROPERTY) {
      refuse(
        'properties',
        say(
          `property "${name}" has a meaning of its own in RocketMQ or this lab. Use another name.`,
          `属性“${name}”在 RocketMQ 或本实验室中有特定含义，请换一个名称。`,
        ),
      )
    }
    if (seen.has(name)) {
      refuse('properties', say(`property "${name}" is there twice. Keep one.`, `属性“${name}”出现了两次，请保留一个。`))
    }
    seen.add(name)
  }
}

/** Sizes and separators can only be judged by a message that is filled. */
function checkFirst(first: MadeMessage, draft: MessageDraft, refuse: Refuse): void {
  const bodyBytes = first.outgoing.body.length
  if (bodyBytes === 0) {
    refuse(
      'body',
      say('body is empty: RocketMQ refuses that. Write something.', 'body 为空：RocketMQ 不接受空消息体，请填写内容。'),
    )
  }
  if (bodyBytes > MESSAGE_BODY_BYTES_MAX) {
    refuse(
      'body',
      say(
        `body has ${bodyBytes} bytes, ${MESSAGE_BODY_BYTES_MAX} are allowed. Shorten it.`,
        `body 为 ${bodyBytes} 字节，上限为 ${MESSAGE_BODY_BYTES_MAX} 字节，请缩短。`,
      ),
    )
  }
  const entries = Object.entries(first.outgoing.properties ?? {})
  const texts: [field: string, text: string][] = [
    ['tag', first.tag],
    ['keys', first.keys],
  ]
  for (const [name, value] of entries) texts.push(['properties', name + value])
  for (const [field, text] of texts) {
    if (!text.includes('\u0001') && !text.includes('\u0002')) continue
    refuse(
      field,
      say(
        `${field} contains the character 0x01 or 0x02, which separates properties. Remove it.`,
        `${field} 含有用于分隔属性的字符 0x01 或 0x02，请删除。`,
      ),
    )
  }
  const bytes = [...entries, ['TAGS', first.tag], ['KEYS', first.keys]].reduce(
    (sum, [name = '', value = '']) => sum + utf8Length(name) + utf8Length(value) + 2,
    OWN_PROPERTIES_BYTES,
  )
  if (bytes > PROPERTIES_BYTES_MAX) {
    refuse(
      'properties',
      say(
        `tag, keys and properties have ${bytes} bytes together, ${PROPERTIES_BYTES_MAX} are allowed. Shorten them.`,
        `tag、keys 与属性共 ${bytes} 字节，上限为 ${PROPERTIES_BYTES_MAX} 字节，请缩短。`,
      ),
    )
  }
  if (draft.body.kind === 'json' && bodyBytes > 0) checkJson(first, refuse)
}

function checkJson(first: MadeMessage, refuse: Refuse): void {
  try {
    JSON.parse(new TextDecoder().decode(first.outgoing.body))
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 160) : ''
    refuse(
      'body',
      say(
        `body is no JSON once its placeholders are filled: ${why}. Mend it or send it as text.`,
        `body 填入占位符后不是合法 JSON：${why}。请修正，或改为文本发送。`,
      ),
    )
  }
}

function bodyOf(
  body: MessageDraft['body'],
  template: (field: string, text: string) => Template,
  refuse: Refuse,
): (filling: Filling) => Bytes {
  if (body.kind === 'hex' || body.kind === 'base64') {
    const bytes = body.kind === 'hex' ? hexBytes(body.value, refuse) : base64Bytes(body.value, refuse)
    return () => bytes
  }
  const filler = template('body', body.value)
  if (!filler.isConstant) return (filling) => bytesFromUtf8(filler.fill(filling))
  const bytes = bytesFromUtf8(body.value === '' ? '' : filler.fill(NO_FILLING))
  return () => bytes
}

/** A constant template asks for nothing. */
const NO_FILLING: Filling = { seq: 0, nowMs: 0, random: { next: () => 0, bytes: () => bytesFromUtf8('') } }

function hexBytes(value: string, refuse: Refuse): Bytes {
  const digits = value.replaceAll(/\s+/g, '')
  const bad = /[^0-9A-Fa-f]/.exec(digits)
  if (bad !== null) {
    refuse(
      'body',
      say(
        `body: "${bad[0]}" is no hex digit. Use 0-9 and a-f; blanks are allowed.`,
        `body：“${bad[0]}”不是十六进制数字。请使用 0-9、a-f，可以有空格。`,
      ),
    )
    return bytesFromUtf8('')
  }
  if (digits.length % 2 === 1) {
    refuse(
      'body',
      say(
        `body has ${digits.length} hex digits; two make a byte. Add or remove one.`,
        `body 有 ${digits.length} 个十六进制数字，两个构成一个字节。请补一个或删一个。`,
      ),
    )
  }
  return bytesFromHex(digits)
}

function base64Bytes(value: string, refuse: Refuse): Bytes {
  if (value.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) {
    refuse('body', say('body is no base64. Choose the file again.', 'body 不是合法的 base64，请重新选择文件。'))
    return bytesFromUtf8('')
  }
  return bytesFromBase64(value)
}
