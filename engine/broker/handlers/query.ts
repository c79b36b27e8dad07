/**
 * Messages by their place and by their keys. Source: QueryMessageProcessor.
 */
import { queryMessage, viewMessageById } from '../../protocol/apis/pull.ts'
import { ResponseCode } from '../../protocol/codes.ts'
import { makeApiResponse, makeResponse } from '../../remoting/command.ts'
import type { Dispatcher } from '../../remoting/dispatcher.ts'
import type { BrokerParts } from '../parts.ts'

export function registerQueryHandlers(dispatcher: Dispatcher, parts: Pick<BrokerParts, 'settings' | 'store'>): void {
  const { store } = parts

  dispatcher.registerApi(viewMessageById, async ({ offset }, request) => {
    const record = await store.lookMessage(offset)
    if (record === undefined) {
      const remark = `can not find message by the offset, ${offset}`
      return makeResponse(request, ResponseCode.SYSTEM_ERROR, { remark })
    }
    return makeResponse(request, ResponseCode.SUCCESS, { body: record.bytes })
  })

  dispatcher.registerApi(queryMessage, async (header, request) => {
    const result = await store.queryByKey({
      topic: header.topic,
      key: header.key,
      maxMessages: header.uniqueKeyQuery === true ? parts.settings().defaultQueryMaxNum : header.maxNum,
      beginTimestampMs: header.beginTimestamp,
      endTimestampMs: header.endTimestamp,
    })
    const answer = {
      indexLastUpdateTimestamp: result.indexLastUpdateTimestampMs,
      indexLastUpdatePhyoffset: result.indexLastUpdateLogOffset,
    }
    if (result.records.length === 0) {
      const remark = 'can not find message, maybe time range not correct'
      return makeApiResponse(queryMessage, request, ResponseCode.QUERY_NOT_FOUND, answer, { remark })
    }
    const response = makeApiResponse(queryMessage, request, ResponseCode.SUCCESS, answer)
    response.bodyParts = result.records.map(({ bytes }) => ({ bytes, start: 0, end: bytes.length }))
    return response
  })
}
