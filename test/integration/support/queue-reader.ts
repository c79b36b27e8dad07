/** Reads whole queues of one broker, master or slave, by plain pulls at its address: what is really there. */
import { ResponseCode, responseCodeText } from '../../../engine/protocol/codes.ts'
import { pullMessage } from '../../../engine/protocol/apis/pull.ts'
import { PullFlag } from '../../../engine/protocol/message.ts'
import { type DecodedRecord, decodeRecords } from '../../../engine/protocol/record.ts'
import { makeRequest, responseHeader } from '../../../engine/remoting/command.ts'
import type { RpcClient } from '../../../engine/remoting/rpc-client.ts'

const PULL_MS = 10_000

export interface QueueRange {
  readonly records: readonly DecodedRecord[]
  /** Where the next read goes on. */
  readonly nextOffset: number
}

/**
 * Everything from `fromOffset` to the end of a queue. A queue that does not exist is empty.
 * @throws {Error} for any other refusal.
 */
export async function readQueue(
  client: RpcClient,
  address: string,
  place: { readonly topic: string; readonly queueId: number },
  fromOffset = 0,
): Promise<QueueRange> {
  const records: DecodedRecord[] = []
  let nextOffset = fromOffset
  for (;;) {
    const response = await client.call(
      address,
      makeRequest(pullMessage, {
        consumerGroup: 'CID_queue_reader',
        topic: place.topic,
        queueId: place.queueId,
        queueOffset: nextOffset,
        maxMsgNums: 1024,
        sysFlag: PullFlag.SUBSCRIPTION,
        commitOffset: 0,
        suspendTimeoutMillis: 0,
        subscription: '*',
        subVersion: 0,
      }),
      PULL_MS,
    )
    switch (response.code) {
      case ResponseCode.SUCCESS: {
        if (response.body === undefined)
          throw new Error(`empty answer: ${JSON.stringify(response)} asked ${nextOffset}`)
        const found = decodeRecords(response.body)
        if (found.unreadBytes > 0)
          throw new Error(`${place.topic}-${place.queueId}: unreadable records at ${nextOffset}`)
        records.push(...found.records)
        nextOffset = responseHeader(pullMessage, response).nextBeginOffset
        break
      }
      case ResponseCode.PULL_RETRY_IMMEDIATELY:
      case ResponseCode.PULL_OFFSET_MOVED: {
        const moved = responseHeader(pullMessage, response).nextBeginOffset
        if (moved <= nextOffset) return { records, nextOffset: moved }
        nextOffset = moved
        break
      }
      case ResponseCode.PULL_NOT_FOUND:
      case ResponseCode.TOPIC_NOT_EXIST:
        return { records, nextOffset }
      default:
        throw new Error(
          `pull of ${place.topic} at ${address}: ${responseCodeText(response.code)} ${response.remark ?? ''}`,
        )
    }
  }
}

/** All queues of a topic, from their beginnings. */
export async function readTopic(
  client: RpcClient,
  address: string,
  topic: string,
  queues: number,
): Promise<DecodedRecord[]> {
  const ranges = await Promise.all(
    Array.from({ length: queues }, (_, queueId) => readQueue(client, address, { topic, queueId })),
  )
  return ranges.flatMap(({ records }) => records)
}
