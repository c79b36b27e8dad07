import { describe, expect, test } from 'vitest'
import { bytesFromLatin1, EMPTY_BYTES } from '../../../engine/base/bytes.ts'
import { PENDING_ACKS_MAX } from '../../../engine/base/limits.ts'
import { type AckCode, type AckRule, SendAcks } from '../../../engine/broker/send-acks.ts'
import { SendReplyTemplates } from '../../../engine/broker/send-reply.ts'
import { sendMessageV2 } from '../../../engine/protocol/apis/send.ts'
import { ResponseCode } from '../../../engine/protocol/codes.ts'
import { hostOf } from '../../../engine/protocol/host-address.ts'
import { responseHeader } from '../../../engine/remoting/command.ts'
import { AnswerReader, UNIQUE_ID } from './send-frames.ts'

const STORE_HOST = hostOf({ host: '10.0.0.2', port: 10_911 })
const ASYNC: AckRule = {
  needsFlush: false,
  slavesNeeded: 0,
  flushTimeoutMs: 5000,
  slaveTimeoutMs: 3000,
}
const SYNC_FLUSH = { ...ASYNC, needsFlush: true }
const TWO_COPIES = { ...ASYNC, slavesNeeded: 1 }

function setUp(rule: AckRule) {
  const reader = new AnswerReader()
  const log = { writtenOffset: 0, flushedOffset: 0 }
  const replicas = { countingSlaves: 1, offset: 0, replicatedOffset: () => replicas.offset }
  const replies = new SendReplyTemplates({ regionId: 'DefaultRegion', traceOn: true, storeHost: STORE_HOST })
  const acks = new SendAcks({
    rule,
    replies: () => replies,
    log,
    replicas,
    timers: reader.world,
    logger: reader.world.log,
    flushReplies: () => {
      reader.group.flushAll()
    },
  })
  acks.start()
  const codes: AckCode[] = []
  const add = (endOffset: number, waits = true): void => {
    acks.addCustom(endOffset, waits, (code) => codes.push(code))
  }
  return { reader, log, replicas, acks, codes, add }
}

describe('SendAcks', () => {
  test.each([
    [0 as const, 'JSON'],
    [1 as const, 'ROCKETMQ'],
  ])('answers a plain send with its whole header, serialize type %i', (form, serializeType) => {
    const { reader, log, acks } = setUp(ASYNC)
    reader.connection.noteOwed(1)
    const id = bytesFromLatin1(UNIQUE_ID)
    acks.addPlain(reader.connection, form, 4711, 3, 12, 0x1_2345_6789, 100, true, id, 0, id.length)
    acks.release()
    expect(reader.take()).toEqual([])
    log.writtenOffset = 100
    acks.release()
    const [answer] = reader.take()
    expect(answer).toMatchObject({ code: 0, opaque: 4711, flag: 1, version: 479, language: 'NODE_JS', serializeType })
    expect(responseHeader(sendMessageV2, answer!)).toEqual({
      msgId: '0A00000200002A9F0000000123456789',
      queueId: 3,
      queueOffset: 12,
      transactionId: UNIQUE_ID,
      regionId: 'DefaultRegion',
      traceOn: true,
    })
    expect(reader.connection.owedRequests).toBe(0)
  })

  test('answers in log order up to what is written', () => {
    const { log, acks, codes, add } = setUp(ASYNC)
    for (const end of [100, 200, 300]) add(end)
    log.writtenOffset = 200
    acks.release()
    expect(codes).toEqual([0, 0])
    expect(acks.pending).toBe(1)
  })

  test('waits for the disk with SYNC_FLUSH, unless the sender does not', () => {
    const { log, acks, codes, add } = setUp(SYNC_FLUSH)
    add(100)
    add(200, false)
    log.writtenOffset = 200
    acks.release()
    expect(codes).toEqual([0])
    log.flushedOffset = 100
    acks.release()
    expect(codes).toEqual([0, 0])
  })

  test('a disk that is too slow is FLUSH_DISK_TIMEOUT after its time', async () => {
    const { reader, log, codes, add } = setUp(SYNC_FLUSH)
    add(100)
    log.writtenOffset = 100
    await reader.world.advance(4900)
    expect(codes).toEqual([])
    await reader.world.advance(400)
    expect(codes).toEqual([ResponseCode.FLUSH_DISK_TIMEOUT])
  })

  test('waits for the slave, and says so when it is too slow', async () => {
    const { reader, log, replicas, acks, codes, add } = setUp(TWO_COPIES)
    add(100)
    add(200)
    log.writtenOffset = 200
    acks.release()
    expect(codes).toEqual([])
    replicas.offset = 100
    acks.release()
    expect(codes).toEqual([0])
    await reader.world.advance(3200)
    expect(codes).toEqual([0, ResponseCode.FLUSH_SLAVE_TIMEOUT])
  })

  test('a slave that fails overrides a disk that does', async () => {
    const { reader, log, codes, add } = setUp({ ...TWO_COPIES, needsFlush: true })
    add(100)
    log.writtenOffset = 100
    await reader.world.advance(3200)
    expect(codes).toEqual([])
    await reader.world.advance(2200)
    expect(codes).toEqual([ResponseCode.FLUSH_SLAVE_TIMEOUT])
  })

  test('tells a missing slave as soon as the message is written', () => {
    const { log, replicas, acks, codes, add } = setUp(TWO_COPIES)
    replicas.countingSlaves = 0
    add(100)
    acks.release()
    expect(codes).toEqual([])
    log.writtenOffset = 100
    acks.release()
    expect(codes).toEqual([ResponseCode.SLAVE_NOT_AVAILABLE])
  })

  test('drops the answer of a closed connection without a word', () => {
    const { reader, log, acks } = setUp(ASYNC)
    acks.addPlain(reader.connection, 0, 1, 0, 0, 0, 100, true, EMPTY_BYTES, 0, 0)
    reader.connection.close('gone')
    log.writtenOffset = 100
    acks.release()
    expect(reader.take()).toEqual([])
    expect(acks.pending).toBe(0)
  })

  test('keeps order and content while it grows around its start', () => {
    const { log, acks, codes, add } = setUp(ASYNC)
    const ends: number[] = []
    for (let end = 1; end <= 700; end++) add(end)
    log.writtenOffset = 650
    acks.release()
    for (let end = 701; end <= 3000; end++) acks.addCustom(end, true, () => ends.push(end))
    log.writtenOffset = 3000
    acks.release()
    expect(codes).toHaveLength(700)
    expect(ends).toEqual(Array.from({ length: 2300 }, (_, i) => 701 + i))
  })

  test('has no room at its bound', () => {
    const { acks } = setUp(ASYNC)
    const done = (): void => undefined
    for (let i = 0; i < PENDING_ACKS_MAX; i++) acks.addCustom(1, true, done)
    expect(acks.hasRoom).toBe(false)
  })
})
