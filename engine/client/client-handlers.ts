/**
 * What brokers ask a client on its own connection: rebalance now, move offsets, tell your state, consume this message.
 * Finds the consumer of the group; the consumer knows the answer. Source: ClientRemotingProcessor.
 */
import { errorText } from '../base/errors.ts'
import { consumeMessageDirectly, getConsumerRunningInfo, notifyConsumerIdsChanged } from '../protocol/apis/heartbeat.ts'
import { getConsumerStatusFromClient, resetConsumerClientOffset } from '../protocol/apis/offset.ts'
import { consumeMessageDirectlyResult } from '../protocol/bodies/consume-message-directly-result.ts'
import { consumerRunningInfo } from '../protocol/bodies/consumer-running-info.ts'
import { consumerStatus } from '../protocol/bodies/consumer-status.ts'
import { resetOffsetBody } from '../protocol/bodies/reset-offset.ts'
import { ResponseCode } from '../protocol/codes.ts'
import { decodeRecord } from '../protocol/record.ts'
import { makeResponse } from '../remoting/command.ts'
import type { Dispatcher } from '../remoting/dispatcher.ts'
import type { ConsumerMember } from './members.ts'
import { type DecodePorts, receivedFromRecord, restoreTopic } from './received-message.ts'

/** The client as brokers see it. */
export interface AskedClient {
  readonly ports: DecodePorts
  consumer(group: string): ConsumerMember | undefined
  rebalanceSoon(): void
}

export function registerClientHandlers(dispatcher: Dispatcher, client: AskedClient): void {
  dispatcher.registerApi(notifyConsumerIdsChanged, () => {
    client.rebalanceSoon()
    return undefined
  })

  dispatcher.registerApi(resetConsumerClientOffset, (header, request) => {
    const offsets = resetOffsetBody.decode(request.body).offsetTable
    const consumer = client.consumer(header.group)
    client.ports.log.info('broker resets offsets', { group: header.group, topic: header.topic, queues: offsets.length })
    consumer?.resetOffsets(header.topic, offsets).catch((error: unknown) => {
      client.ports.log.error('offsets could not be reset', { group: header.group, error: errorText(error) })
    })
    return undefined
  })

  dispatcher.registerApi(getConsumerStatusFromClient, (header, request) => {
    const messageQueueTable = client.consumer(header.group)?.offsetsOf(header.topic) ?? []
    return makeResponse(request, ResponseCode.SUCCESS, {
      body: consumerStatus.encode({ messageQueueTable, consumerTable: new Map() }),
    })
  })

  dispatcher.registerApi(getConsumerRunningInfo, (header, request) => {
    const consumer = client.consumer(header.consumerGroup)
    if (consumer === undefined) return unknownGroup(request, header.consumerGroup)
    return makeResponse(request, ResponseCode.SUCCESS, { body: consumerRunningInfo.encode(consumer.runningInfo()) })
  })

  dispatcher.registerApi(consumeMessageDirectly, async (header, request) => {
    const consumer = client.consumer(header.consumerGroup)
    if (consumer === undefined || request.body === undefined) return unknownGroup(request, header.consumerGroup)
    const message = receivedFromRecord(decodeRecord(request.body), header.brokerName ?? '', client.ports)
    restoreTopic(message, header.consumerGroup)
    const queue = { topic: message.topic, brokerName: message.brokerName, queueId: message.queueId }
    const outcome = await consumer.consumeDirectly(message, queue)
    return makeResponse(request, ResponseCode.SUCCESS, {
      body: consumeMessageDirectlyResult.encode({
        order: consumer.isOrderly,
        autoCommit: true,
        consumeResult: outcome.result,
        remark: outcome.remark,
        spentTimeMills: outcome.spentMs,
      }),
    })
  })
}

function unknownGroup(request: Parameters<typeof makeResponse>[0], group: string) {
  const remark = `The Consumer Group <${group}> not exist in this consumer`
  return makeResponse(request, ResponseCode.SYSTEM_ERROR, { remark })
}
