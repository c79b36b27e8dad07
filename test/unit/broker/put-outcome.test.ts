import { describe, expect, test } from 'vitest'
import { putRefusal } from '../../../engine/broker/put-outcome.ts'
import { ResponseCode } from '../../../engine/protocol/codes.ts'
import type { AppendRefusal } from '../../../engine/store/types.ts'

const store = { diskRatios: () => ({ commitLog: 0.91, consumeQueue: 0.5 }) }

const EXPECTED: Readonly<Record<AppendRefusal, [code: number, text: string]>> = {
  'too-large': [ResponseCode.MESSAGE_ILLEGAL, 'msg body length limit 4096B'],
  'properties-too-large': [ResponseCode.MESSAGE_ILLEGAL, 'msg properties length limit 32KB'],
  illegal: [ResponseCode.MESSAGE_ILLEGAL, 'the message is illegal'],
  'not-master': [ResponseCode.SERVICE_NOT_AVAILABLE, 'messages are put to the slave'],
  'read-only': [ResponseCode.SERVICE_NOT_AVAILABLE, 'service not available now'],
  'disk-full': [ResponseCode.SERVICE_NOT_AVAILABLE, '[CL: 0.91 CQ: 0.50 INDEX: 0.91]'],
  'shut-down': [ResponseCode.SERVICE_NOT_AVAILABLE, 'message store has been shut down'],
  busy: [ResponseCode.SYSTEM_BUSY, '[PC_SYNCHRONIZED]broker busy'],
}

describe('putRefusal', () => {
  test.each(Object.entries(EXPECTED))('says %s in words that clients know', (reason, [code, text]) => {
    const refusal = putRefusal(reason as AppendRefusal, 'the detail', store, 4096)
    expect(refusal.code).toBe(code)
    expect(refusal.remark).toContain(text)
  })
})
