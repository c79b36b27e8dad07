/**
 * What clients are told when the store refuses a message: the one table from store outcomes to response codes.
 * Source: SendMessageProcessor#handlePutMessageResult; storage 4.3.
 */
import { ResponseCode } from '../protocol/codes.ts'
import type { AppendRefusal, DiskRatios } from '../store/types.ts'

export interface PutRefusal {
  readonly code: number
  readonly remark: string
}

const CODES: Readonly<Record<AppendRefusal, number>> = {
  'too-large': ResponseCode.MESSAGE_ILLEGAL,
  'properties-too-large': ResponseCode.MESSAGE_ILLEGAL,
  illegal: ResponseCode.MESSAGE_ILLEGAL,
  'not-master': ResponseCode.SERVICE_NOT_AVAILABLE,
  'read-only': ResponseCode.SERVICE_NOT_AVAILABLE,
  'disk-full': ResponseCode.SERVICE_NOT_AVAILABLE,
  'shut-down': ResponseCode.SERVICE_NOT_AVAILABLE,
  busy: ResponseCode.SYSTEM_BUSY,
}

export function putRefusal(
  reason: AppendRefusal,
  detail: string,
  store: { diskRatios(): DiskRatios },
  maxMessageSize: number,
): PutRefusal {
  const code = CODES[reason]
  switch (code) {
    case ResponseCode.MESSAGE_ILLEGAL:
      return {
        code,
        remark:
          'the message is illegal, maybe msg body or properties length not matched. msg body length limit ' +
          `${maxMessageSize}B, msg properties length limit 32KB. ${detail}`.trimEnd(),
      }
    case ResponseCode.SYSTEM_BUSY:
      return { code, remark: '[PC_SYNCHRONIZED]broker busy, start flow control for a while' }
    default: {
      const { commitLog, consumeQueue } = store.diskRatios()
      return {
        code,
        remark:
          "service not available now. It may be caused by one of the following reasons: the broker's disk is full " +
          `[CL: ${commitLog.toFixed(2)} CQ: ${consumeQueue.toFixed(2)} INDEX: ${commitLog.toFixed(2)}], messages are ` +
          `put to the slave, message store has been shut down, etc. (${reason}${detail === '' ? '' : `: ${detail}`})`,
      }
    }
  }
}
