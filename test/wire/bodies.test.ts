/**
 * Bodies against what RocketMQ 5.3.3 encoded (vectors/bodies.json, recorded by record/RecordVectors.java). Each body was
 * recorded with a value of its own in every member, so a wrong or forgotten name cannot hide.
 */
import { writeFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { bytesFromHex, bytesFromUtf8 } from '../../engine/base/bytes.ts'
import { EngineError } from '../../engine/base/errors.ts'
import { NodeCompression } from '../../engine/node/node-compression.ts'
import { consumerOffsetTable } from '../../engine/protocol/bodies/offset-table.ts'
import { consumerStatus } from '../../engine/protocol/bodies/consumer-status.ts'
import { correctionOffset } from '../../engine/protocol/bodies/correction-offset.ts'
import { heartbeatData } from '../../engine/protocol/bodies/heartbeat.ts'
import { BODIES } from '../../engine/protocol/bodies/index.ts'
import {
  decodeCompressedRegisterBroker,
  encodeCompressedRegisterBroker,
  registerBrokerBody,
} from '../../engine/protocol/bodies/register-broker.ts'
import type { Body } from '../../engine/protocol/bodies/shape.ts'
import { topicRoute } from '../../engine/protocol/bodies/topic-route.ts'
import { topicStatsTable } from '../../engine/protocol/bodies/topic-stats.ts'
import { type JsonValue, parseLenientJson } from '../../engine/protocol/lenient-json.ts'
import recorded from './vectors/bodies.json' with { type: 'json' }
import gaps from './vector-gaps.json' with { type: 'json' }

interface BodyVector {
  readonly body: string
  readonly meaning: string
  readonly text: string
  readonly hex?: string
}

const vectors: readonly BodyVector[] = recorded.vectors
const plain = vectors.filter((vector) => vector.meaning !== 'as constructed' && vector.hex === undefined)

function bodyOf(name: string): Body<unknown> {
  const body = BODIES.get(name)
  if (body === undefined) throw new Error(`no body ${name}`)
  return body
}

function vectorOf(body: string, meaning: string): BodyVector {
  const vector = vectors.find((each) => each.body === body && each.meaning === meaning)
  if (vector === undefined) throw new Error(`no vector ${body} ${meaning}`)
  return vector
}

/** QueueTimeSpan also carries its times as local text, which nobody reads. */
function withoutTimeTexts(text: string): string {
  return text.replace(/,?"\w+TimeStampStr":"[^"]*"/g, '')
}

/** Our one difference: integer keys are quoted. */
function withQuotedKeys(text: string): string {
  return text.replace(/([{,])(-?\d+):/g, '$1"$2":')
}

function styleOf(vector: BodyVector) {
  if (vector.meaning === 'configuration file') return { pretty: true }
  return { browserCompatible: vector.meaning === 'for clients that want standard JSON' }
}

const ours: Record<string, string> = {}

describe.each(plain.map((vector) => [`${vector.body}, ${vector.meaning}`, vector] as const))('%s', (name, vector) => {
  const body = bodyOf(vector.body)
  const again = body.encodeText(body.decodeText(vector.text), styleOf(vector))
  ours[`${vector.body}#${name}`] = again

  test('says the same after our decode and encode', () => {
    const expected: JsonValue = parseLenientJson(withoutTimeTexts(vector.text))
    expect(parseLenientJson(again)).toEqual(expected)
  })

  test('is written as Java writes it', () => {
    const isFileWithIntegerKeys = vector.meaning === 'configuration file' && /\{\d+:/.test(vector.text)
    const isReference = vector.text.includes('$ref')
    if (isFileWithIntegerKeys || isReference) expect(again).not.toMatch(/\{\d+:|\$ref/)
    else expect(again).toBe(withQuotedKeys(withoutTimeTexts(vector.text)))
  })

  test('survives the way through bytes', () => {
    expect(body.decode(body.encode(body.decodeText(vector.text)))).toEqual(body.decodeText(vector.text))
  })
})

/** Hands what we wrote to `RecordVectors.java --check`, which lets Java read it. */
afterAll(() => {
  const path = process.env.VECTORS_OUT
  if (path !== undefined) writeFileSync(path, JSON.stringify(ours))
})

/** Bodies that say nothing without a name in them; a Java peer always sets it. */
const NEEDS_NAMES = [
  'HeartbeatData',
  'LockBatchRequestBody',
  'QueryAssignmentRequestBody',
  'SubscriptionGroupConfig',
  'TopicConfigAndQueueMapping',
  'UnlockBatchRequestBody',
]

test('a body as Java constructs it is read, unless its names are missing', () => {
  const refused = vectors
    .filter((vector) => vector.meaning === 'as constructed')
    .filter((vector) => {
      try {
        bodyOf(vector.body).decodeText(vector.text)
        return false
      } catch (error) {
        expect(error).toMatchObject({ code: 'bad-json' })
        return true
      }
    })
    .map((vector) => vector.body)
  expect(refused.sort()).toEqual(NEEDS_NAMES)
})

test('every body of the table has a vector with all members', () => {
  const has = new Set(plain.map((vector) => vector.body))
  expect([...BODIES.keys()].filter((name) => !has.has(name)).sort()).toEqual(gaps.bodies)
})

test('a route has its values where clients look for them', () => {
  const route = topicRoute.decodeText(vectorOf('TopicRouteData', 'two brokers').text)
  expect(route.queueDatas[1]).toEqual({
    brokerName: 'broker-b',
    readQueueNums: 8,
    writeQueueNums: 4,
    perm: 6,
    topicSysFlag: 0,
  })
  expect(route.brokerDatas[0]).toMatchObject({
    cluster: '中/Cluster',
    brokerName: 'broker-a',
    enableActingMaster: false,
  })
  expect(route.brokerDatas[0]?.brokerAddrs).toEqual(
    new Map([
      [0, '10.0.0.1:10911'],
      [1, '10.0.0.2:10911'],
    ]),
  )
})

test('a heartbeat has its subscriptions', () => {
  const { consumerDataSet } = heartbeatData.decodeText(vectorOf('HeartbeatData', 'every member set').text)
  expect(consumerDataSet[0]).toMatchObject({
    consumeType: 'CONSUME_PASSIVELY',
    messageModel: 'CLUSTERING',
    unitMode: true,
  })
  expect(consumerDataSet[0]?.subscriptionDataSet[0]).toMatchObject({ codeSet: [120], classFilterMode: true })
})

test('a heartbeat of a C++ client with ordinals for names is read', () => {
  const heartbeat = heartbeatData.decodeText(
    '{"clientID":"c","consumerDataSet":[{"consumeFromWhere":4,"consumeType":1,"groupName":"g","messageModel":1,' +
      '"subscriptionDataSet":[]}],"producerDataSet":[]}',
  )
  expect(heartbeat.consumerDataSet[0]).toMatchObject({
    consumeFromWhere: 'CONSUME_FROM_FIRST_OFFSET',
    consumeType: 'CONSUME_PASSIVELY',
    messageModel: 'CLUSTERING',
  })
})

test('queues as keys become pairs', () => {
  const stats = topicStatsTable.decodeText(vectorOf('TopicStatsTable', 'every member set').text)
  expect(stats.offsetTable).toEqual([
    [
      { topic: 'topic-4', brokerName: 'broker-4', queueId: 4 },
      { minOffset: 1_700_000_000_006, maxOffset: 1_700_000_000_007, lastUpdateTimestamp: 1_700_000_000_008 },
    ],
  ])
  expect(stats.topicPutTps).toBe(2.5)
})

test('a reference to an instance written before is followed', () => {
  const status = consumerStatus.decodeText(vectorOf('GetConsumerStatusBody', 'one instance twice: $ref').text)
  const offsets = [[{ topic: 'T', brokerName: 'broker-a', queueId: 1 }, 5]]
  expect(status.messageQueueTable).toEqual(offsets)
  expect(status.consumerTable.get('client')).toEqual(offsets)
})

test('Long.MAX_VALUE goes both ways', () => {
  const { text } = vectorOf('QueryCorrectionOffsetBody', 'no group holds an offset')
  const body = correctionOffset.decodeText(text)
  expect(body.correctionOffsets.get(0)).toBe(Number.MAX_SAFE_INTEGER)
  expect(correctionOffset.encodeText(body)).toBe('{"correctionOffsets":{"0":9223372036854775807}}')
})

test('a real consumerOffset.json is read', () => {
  const file = consumerOffsetTable.decodeText(vectorOf('ConsumerOffsetSerializeWrapper', 'configuration file').text)
  expect(file.offsetTable.get('T@g')).toEqual(
    new Map([
      [0, 5],
      [1, 7],
    ]),
  )
})

describe('a compressed registration', () => {
  const vector = vectorOf('RegisterBrokerBody', 'compressed')
  const compression = new NodeCompression()
  const bytes = bytesFromHex(vector.hex ?? '')

  test('holds what the plain one holds', () => {
    const fromPlain = registerBrokerBody.decode(bytesFromUtf8(vector.text))
    const body = decodeCompressedRegisterBroker(bytes, compression, 479)
    expect(body.filterServerList).toEqual(fromPlain.filterServerList)
    const wrapper = body.topicConfigSerializeWrapper
    expect(wrapper.topicConfigTable).toEqual(fromPlain.topicConfigSerializeWrapper.topicConfigTable)
    expect(wrapper.dataVersion).toEqual(fromPlain.topicConfigSerializeWrapper.dataVersion)
    expect(wrapper.topicQueueMappingInfoMap.size).toBe(1)
  })

  test('inflates to the same bytes as ours, but for quoted keys', () => {
    const body = decodeCompressedRegisterBroker(bytes, compression, 479)
    const again = encodeCompressedRegisterBroker(body, compression)
    const inflate = (input: Uint8Array) => compression.inflate('zlib', input, 1 << 20).latin1Slice()
    // The mapping is the last part; its length differs by the quotes around one key.
    const start = inflate(bytes).indexOf('filter-1')
    expect(inflate(again).slice(0, start)).toBe(inflate(bytes).slice(0, start))
    expect(decodeCompressedRegisterBroker(again, compression, 479)).toEqual(body)
  })

  test('of a broker before 5.0 ends without mappings', () => {
    const body = decodeCompressedRegisterBroker(bytes, compression, 401)
    expect(body.topicConfigSerializeWrapper.topicQueueMappingInfoMap.size).toBe(0)
  })

  test('that is cut off or inflates too far is refused', () => {
    const lies = compression.deflate(bytesFromHex('7fffffff'))
    expect(() => decodeCompressedRegisterBroker(lies, compression, 479)).toThrow(EngineError)
    expect(() => decodeCompressedRegisterBroker(bytes.subarray(0, 20), compression, 479)).toThrow(EngineError)
  })
})
