import lz4 from 'lz4js'
import { describe, expect, test } from 'vitest'
import { bytesFromHex, bytesFromUtf8, bytesOf, concatBytes } from '../../../engine/base/bytes.ts'
import type { Log } from '../../../engine/base/ports.ts'
import { decodeReceived, matchesTags, receivedText, restoreTopic } from '../../../engine/client/received-message.ts'
import { retryCopy } from '../../../engine/client/send-back.ts'
import { NodeCompression } from '../../../engine/node/node-compression.ts'
import { encodeProperties } from '../../../engine/protocol/properties.ts'
import { recordOf } from '../../../engine/protocol/record.ts'
import { parseTagExpression } from '../../../engine/protocol/tags.ts'
import { received } from './received.ts'

const warnings: string[] = []
const LOG: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message) => warnings.push(message),
  error: () => undefined,
  child: () => LOG,
}
const PORTS = { compression: new NodeCompression(), log: LOG }

function record(fields: { body?: Uint8Array; sysFlag?: number; properties?: Record<string, string> } = {}) {
  const host = { ip: bytesOf([10, 0, 0, 1]), port: 10911 }
  return recordOf({
    bodyCrc: 0,
    queueId: 3,
    flag: 0,
    queueOffset: 12,
    logOffset: 0x1234,
    sysFlag: fields.sysFlag ?? 0,
    bornTimestampMs: 1,
    bornHost: host,
    storeTimestampMs: 2,
    storeHost: host,
    reconsumeTimes: 0,
    preparedTransactionOffset: 0,
    body: fields.body ?? bytesFromUtf8('hello'),
    topic: bytesFromUtf8('T'),
    properties: bytesFromUtf8(encodeProperties(new Map(Object.entries(fields.properties ?? {})))),
  })
}

describe('received message', () => {
  test('shows the unique id, and the offset id where there is none', () => {
    const [first, second] = decodeReceived(
      concatBytes([record({ properties: { UNIQ_KEY: 'U1' } }), record()]),
      'broker-a',
      PORTS,
    )
    expect(first).toMatchObject({ msgId: 'U1', offsetMsgId: '0A00000100002A9F0000000000001234', queueId: 3 })
    expect(second?.msgId).toBe('0A00000100002A9F0000000000001234')
  })

  test.each([0x301, 0x1])('unpacks a zlib body (sysFlag %i) and takes the flag away', (sysFlag) => {
    const body = PORTS.compression.deflate(bytesFromUtf8('unpacked'))
    const [message] = decodeReceived(record({ body, sysFlag }), 'broker-a', PORTS)
    expect(message?.body.utf8Slice()).toBe('unpacked')
    expect(message?.sysFlag).toBe(0)
  })

  test('unpacks an LZ4 frame', () => {
    const body = lz4.compress(bytesFromUtf8('unpacked '.repeat(100)))
    const [message] = decodeReceived(record({ body, sysFlag: 0x101 }), 'broker-a', PORTS)
    expect(message?.body.utf8Slice()).toBe('unpacked '.repeat(100))
  })

  test('unpacks a Zstandard frame', () => {
    // A frame with one raw block: magic, single segment of 8 bytes, last block of 8 bytes.
    const body = bytesFromHex('28b52ffd2008410000756e7061636b6564')
    const [message] = decodeReceived(record({ body, sysFlag: 0x201 }), 'broker-a', PORTS)
    expect(message?.body.utf8Slice()).toBe('unpacked')
  })

  test('keeps a body that cannot be unpacked as it is, and says so', () => {
    warnings.length = 0
    const damaged = record({ body: bytesFromUtf8('not zlib'), sysFlag: 0x301 })
    const unknown = record({ sysFlag: 0x401 })
    const messages = decodeReceived(concatBytes([damaged, unknown]), 'broker-a', PORTS)
    expect(messages.map((message) => message.body.utf8Slice())).toEqual(['not zlib', 'hello'])
    expect(messages.map((message) => message.sysFlag)).toEqual([0x301, 0x401])
    expect(warnings).toHaveLength(2)
  })

  test('loses only what follows a record that cannot be read', () => {
    const messages = decodeReceived(concatBytes([record(), record().subarray(0, 50)]), 'broker-a', PORTS)
    expect(messages).toHaveLength(1)
  })

  test('is compared by the text of its tag, not by the hash', () => {
    const tagged = (tag?: string) => received({ properties: new Map(tag === undefined ? [] : [['TAGS', tag]]) })
    const expression = parseTagExpression('Aa || C')
    expect(matchesTags(tagged('Aa'), expression)).toBe(true)
    expect(matchesTags(tagged('BB'), expression)).toBe(false)
    expect(matchesTags(tagged(), expression)).toBe(false)
    expect(matchesTags(tagged(), parseTagExpression('*'))).toBe(true)
  })

  test('shows its own topic when it comes from the retry topic of its group, and only then', () => {
    const properties = () => new Map([['RETRY_TOPIC', 'T']])
    const mine = received({ topic: '%RETRY%g', properties: properties() })
    const others = received({ topic: '%RETRY%other', properties: properties() })
    restoreTopic(mine, 'g')
    restoreTopic(others, 'g')
    expect([mine.topic, others.topic]).toEqual(['T', '%RETRY%other'])
  })

  test('prints itself on one line', () => {
    const text = receivedText(received({ properties: new Map([['TAGS', 'A']]) }))
    expect(text).toMatch(/^MessageExt \[brokerName=broker-a, queueId=0, .*properties=\{TAGS=A\}, bodyBytes=4\]$/)
  })
})

describe('copy for the retry topic', () => {
  test('remembers where it comes from and how often it failed', () => {
    const copy = retryCopy(
      received({
        reconsumeTimes: 2,
        properties: new Map([
          ['TRAN_MSG', 'true'],
          ['k', 'v'],
        ]),
      }),
      'g',
      16,
    )
    expect(copy.topic).toBe('%RETRY%g')
    expect(Object.fromEntries(copy.properties)).toEqual({
      k: 'v',
      RETRY_TOPIC: 'T',
      ORIGIN_MESSAGE_ID: 'ID',
      RECONSUME_TIME: '3',
      MAX_RECONSUME_TIMES: '16',
      DELAY: '5',
    })
  })

  test('keeps the first topic and id over several failures', () => {
    const properties = new Map([
      ['RETRY_TOPIC', 'first'],
      ['ORIGIN_MESSAGE_ID', 'FIRST-ID'],
    ])
    const copy = retryCopy(received({ topic: 'second', properties }), 'g', 16)
    expect(copy.properties.get('RETRY_TOPIC')).toBe('first')
    expect(copy.properties.get('ORIGIN_MESSAGE_ID')).toBe('FIRST-ID')
  })
})
