/** Messages for tests of the client's bookkeeping: only what the test names differs from a plain one. */
import { bytesFromUtf8, bytesOf } from '../../../engine/base/bytes.ts'
import type { ReceivedMessage } from '../../../engine/client/received-message.ts'

export function received(fields: Partial<ReceivedMessage> = {}): ReceivedMessage {
  return {
    topic: 'T',
    brokerName: 'broker-a',
    queueId: 0,
    queueOffset: 0,
    logOffset: 4096,
    body: bytesFromUtf8('body'),
    flag: 0,
    sysFlag: 0,
    bodyCrc: 0,
    bornTimestampMs: 1,
    bornHost: { ip: bytesOf([10, 0, 0, 9]), port: 4000 },
    storeTimestampMs: 2,
    storeHost: { ip: bytesOf([10, 0, 0, 1]), port: 10911 },
    reconsumeTimes: 0,
    preparedTransactionOffset: 0,
    recordBytes: 100,
    properties: new Map(),
    msgId: 'ID',
    offsetMsgId: 'OFFSET-ID',
    ...fields,
  }
}

export function receivedRange(from: number, count: number): ReceivedMessage[] {
  return Array.from({ length: count }, (_, i) => received({ queueOffset: from + i }))
}
