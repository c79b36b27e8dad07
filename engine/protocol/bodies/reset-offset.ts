/** New offsets by queue: answer to a reset, and what the broker tells Java and C++ clients. */
import { messageQueueShape } from './message-queue.ts'
import { defineBody, int, list, long, objectMapOf, record, text } from './shape.ts'

export const resetOffsetBody = defineBody(
  'ResetOffsetBody',
  record({ offsetTable: objectMapOf(messageQueueShape, long()) }),
)

/** The same for C++ clients, which cannot read objects as keys. */
export const resetOffsetBodyForC = defineBody(
  'ResetOffsetBodyForC',
  record({ offsetTable: list(record({ brokerName: text(), offset: long(), queueId: int(), topic: text() })) }),
)
