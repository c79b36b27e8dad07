/** Topics, groups, clients and stored messages, read and changed through the RocketMQ protocol; the same for attached clusters. */
import * as z from 'zod'
import { call } from './rpc.ts'
import { atMs, clusterName } from './state.ts'
import { text } from './text.ts'

const done = z.object({})
const inCluster = z.object({ cluster: clusterName })
const known = z.number().nullable()
const name = z.string().min(1).max(255)

export const topicKind = z.enum(['normal', 'retry', 'dlq', 'system'])

export const topicRow = z.object({
  topic: z.string(),
  kind: topicKind,
  /** Read and write queues over all brokers; perm as `RW`, `R-`, `-W`, or mixed. */
  readQueues: z.number(),
  writeQueues: z.number(),
  perm: z.string(),
  brokers: z.array(z.string()),
})

export const topicDetail = z.object({
  topic: z.string(),
  kind: topicKind,
  brokers: z.array(
    z.object({
      brokerName: z.string(),
      cluster: z.string(),
      readQueues: z.number(),
      writeQueues: z.number(),
      perm: z.number(),
      addresses: z.array(z.object({ brokerId: z.number(), address: z.string() })),
    }),
  ),
  queues: z.array(
    z.object({
      brokerName: z.string(),
      queueId: z.number(),
      minOffset: known,
      maxOffset: known,
      messages: known,
      lastUpdateMs: known,
    }),
  ),
  groups: z.array(z.string()),
  /** The groups with their progress in this topic; at most 64 of them. */
  readers: z.array(z.object({ group: z.string(), members: known, model: z.string().nullable(), waiting: known })),
  isOrdered: z.boolean(),
  attributes: z.array(z.tuple([z.string(), z.string()])),
  /** Brokers that did not answer, in words. */
  problems: z.array(text),
})

export const groupRow = z.object({
  group: z.string(),
  /** `system`: made by every broker, or used by tools. */
  kind: z.enum(['normal', 'system']),
  /** Members connected now; null where nobody was asked (RocketMQ's own groups) or answered. */
  members: known,
  model: z.string().nullable(),
  type: z.string().nullable(),
  topics: z.array(z.string()),
  waiting: known,
  perSecond: known,
})

export const groupDetail = z.object({
  group: z.string(),
  /** The same on all brokers, or the first broker's with the differing ones in `problems`. Null: no entry (5.3.3 default). */
  settings: z
    .object({
      consumeEnable: z.boolean(),
      consumeBroadcastEnable: z.boolean(),
      consumeFromMinEnable: z.boolean(),
      consumeMessageOrderly: z.boolean(),
      retryQueueNums: z.number(),
      retryMaxTimes: z.number(),
      brokerId: z.number(),
      whichBrokerWhenConsumeSlowly: z.number(),
      notifyConsumerIdsChangedEnable: z.boolean(),
    })
    .nullable(),
  members: z.array(z.object({ clientId: z.string(), address: z.string(), language: z.string(), version: z.string() })),
  subscriptions: z.array(z.object({ topic: z.string(), expression: z.string(), type: z.string() })),
  model: z.string().nullable(),
  /** `push`, `pull` or `pop`. */
  type: z.string().nullable(),
  from: z.string().nullable(),
  queues: z.array(
    z.object({
      topic: z.string(),
      brokerName: z.string(),
      queueId: z.number(),
      brokerOffset: known,
      consumerOffset: known,
      waiting: known,
      lastConsumedMs: known,
      clientId: z.string().nullable(),
    }),
  ),
  perSecond: known,
  problems: z.array(text),
})

export const clientRow = z.object({
  clientId: z.string(),
  role: z.enum(['producer', 'consumer']),
  group: z.string(),
  address: z.string(),
  language: z.string(),
  version: z.string(),
  brokers: z.array(z.string()),
})

/** A stored message; `preview` is base64 of at most 256 bytes of its body. */
export const messageRow = z.object({
  topic: z.string(),
  messageId: z.string(),
  offsetMessageId: z.string(),
  brokerName: z.string(),
  queueId: z.number(),
  queueOffset: z.number(),
  bornAtMs: atMs,
  storedAtMs: atMs,
  tag: z.string(),
  keys: z.string(),
  bodyBytes: z.number(),
  preview: z.string(),
})

export const messageDetail = z.object({
  row: messageRow,
  bornHost: z.string(),
  storeHost: z.string(),
  logOffset: z.number(),
  recordBytes: z.number(),
  sysFlag: z.number(),
  bodyCrc: z.number(),
  reconsumeTimes: z.number(),
  properties: z.array(z.tuple([z.string(), z.string()])),
  /** Names of those that the application set; the others are RocketMQ's. */
  applicationProperties: z.array(z.string()),
  /** base64 of the body, decompressed; its first 4 MiB when it is longer than that (`row.bodyBytes`). */
  body: z.string(),
})

export const resetTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('first') }),
  z.object({ kind: z.literal('last') }),
  z.object({ kind: z.literal('time'), atMs }),
  z.object({
    kind: z.literal('offset'),
    brokerName: z.string(),
    queueId: z.number().int().min(0),
    offset: z.number().int().min(0),
  }),
])

const messageList = z.object({ messages: z.array(messageRow), isTruncated: z.boolean(), problems: z.array(text) })

export const resourcesApi = {
  'topics.list': call(inCluster, z.object({ topics: z.array(topicRow), problems: z.array(text) })),
  'topics.get': call(z.object({ cluster: clusterName, topic: name }), topicDetail),
  /** Creates or changes it on the brokers named (empty: every master). */
  'topics.save': call(
    z.object({
      cluster: clusterName,
      topic: name,
      readQueues: z.number().int().min(1).max(1024),
      writeQueues: z.number().int().min(1).max(1024),
      perm: z.number().int().min(2).max(6),
      brokers: z.array(z.string()).max(64),
    }),
    done,
  ),
  'topics.delete': call(z.object({ cluster: clusterName, topic: name, typedName: z.string() }), done),

  'groups.list': call(inCluster, z.object({ groups: z.array(groupRow), problems: z.array(text) })),
  'groups.get': call(z.object({ cluster: clusterName, group: name }), groupDetail),
  'groups.save': call(
    z.object({ cluster: clusterName, group: name, settings: groupDetail.shape.settings.unwrap() }),
    done,
  ),
  'groups.delete': call(z.object({ cluster: clusterName, group: name, typedName: z.string() }), done),
  /** Per queue: where it stands, where it would stand, what comes again (negative) or is skipped (positive). */
  'groups.resetPreview': call(
    z.object({ cluster: clusterName, group: name, topic: name, target: resetTarget }),
    z.object({
      queues: z.array(
        z.object({
          brokerName: z.string(),
          queueId: z.number(),
          current: known,
          target: z.number(),
          difference: known,
        }),
      ),
      again: z.number(),
      skipped: z.number(),
    }),
  ),
  'groups.reset': call(
    z.object({ cluster: clusterName, group: name, topic: name, target: resetTarget, typedName: z.string() }),
    z.object({ queues: z.number(), isLive: z.boolean() }),
  ),

  'clients.list': call(inCluster, z.object({ clients: z.array(clientRow), problems: z.array(text) })),

  'messages.byTime': call(
    z.object({
      cluster: clusterName,
      topic: name,
      fromMs: atMs,
      toMs: atMs,
      max: z.number().int().min(1).max(2000).default(200),
    }),
    messageList,
  ),
  'messages.byOffset': call(
    z.object({
      cluster: clusterName,
      topic: name,
      brokerName: z.string(),
      queueId: z.number().int().min(0),
      offset: z.number().int().min(0),
      max: z.number().int().min(1).max(200).default(32),
    }),
    messageList,
  ),
  'messages.byKey': call(
    z.object({ cluster: clusterName, topic: name, key: z.string().min(1).max(1000) }),
    messageList,
  ),
  /** Either kind of id; the topic is needed for ids made by the client. */
  'messages.byId': call(
    z.object({ cluster: clusterName, topic: z.string().max(255), id: z.string().min(1).max(64) }),
    messageList,
  ),
  'messages.get': call(
    z.object({
      cluster: clusterName,
      topic: name,
      brokerName: z.string(),
      queueId: z.number(),
      queueOffset: z.number(),
    }),
    messageDetail,
  ),
  /** Has one member of the group (none named: the first) consume it again now (CONSUME_MESSAGE_DIRECTLY). */
  'messages.sendToGroup': call(
    z.object({ cluster: clusterName, topic: name, messageId: z.string(), group: name, clientId: z.string() }),
    z.object({ result: z.string(), remark: z.string().nullable(), tookMs: z.number() }),
  ),
  /** How far each group got with it; `code` is RocketMQ's word (CONSUMED, NOT_CONSUME_YET, ...). */
  'messages.track': call(
    z.object({
      cluster: clusterName,
      topic: name,
      brokerName: z.string(),
      queueId: z.number(),
      queueOffset: z.number(),
    }),
    z.object({ groups: z.array(z.object({ group: z.string(), code: z.string(), state: text })) }),
  ),
}
