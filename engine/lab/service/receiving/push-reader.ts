/**
 * Reads with a push consumer: the client pulls for its queues and calls the listener. By hand the listener waits for a
 * person, one message each: concurrently up to `HELD_MAX` of them, in order one a queue. What is sent back in order is
 * shown again after a moment (SUSPEND_CURRENT_QUEUE_A_MOMENT), as RocketMQ does it.
 */
import { ClientInstance, type ClientPorts } from '../../../client/client-instance.ts'
import type { Listener } from '../../../client/listener.ts'
import { PushConsumer } from '../../../client/push-consumer.ts'
import type { ReceivedMessage } from '../../../client/received-message.ts'
import type { ConsumerSpec } from '../../../contract/messages-api.ts'
import { HELD_MAX } from './held-messages.ts'
import { type Reader, type ReaderSettings, type Reception, START_POLICY } from './reader.ts'

/** Messages given to the listener at once when nobody has to look at each. */
const BATCH = 32
/** Bytes that one queue may hold in the service before its pulls wait. */
const QUEUE_BYTES_MAX = 16 * 1024 * 1024
/** Longer than a person may hold a message. */
const CONSUME_TIMEOUT_MS = 15 * 60_000
/** How soon an orderly queue shows a message again that was sent back. */
const SUSPEND_MS = 1000
const STOP_DRAIN_MS = 1000

/** What a person holds is not waited for when the consumer stops. */
const BY_HAND = { batchMax: 1, parallelism: HELD_MAX, drainMs: 0 } as const

export function pushReader(settings: ReaderSettings, ports: ClientPorts, reception: Reception): Reader {
  const { spec } = settings
  const client = new ClientInstance({ namesrvAddr: settings.namesrvAddr, utcOffsetMs: settings.utcOffsetMs }, ports)
  const consumer = new PushConsumer(client, {
    group: spec.group,
    listener: spec.isManual ? manualListener(spec, reception) : quickListener(spec, reception),
    messageModel: spec.model === 'broadcasting' ? 'BROADCASTING' : 'CLUSTERING',
    consumeFromWhere: START_POLICY[spec.from],
    ...(spec.fromMs === null ? {} : { consumeTimestampMs: spec.fromMs }),
    bounds: {
      bytesMax: QUEUE_BYTES_MAX,
      // A message that nobody settles must not stop the queue before the hold is full.
      ...(spec.isManual ? { messagesMax: HELD_MAX, offsetSpanMax: Number.MAX_SAFE_INTEGER } : {}),
    },
    consumeTimeoutMs: CONSUME_TIMEOUT_MS,
    suspendMs: SUSPEND_MS,
    offsetsDirectory: settings.offsetsDirectory,
    ...(spec.isManual ? BY_HAND : { batchMax: BATCH, drainMs: STOP_DRAIN_MS }),
  })
  consumer.subscribe(spec.topic, spec.expression)
  return {
    clientId: client.clientId,
    start: () => consumer.start(),
    stop: async () => {
      await consumer.shutdown()
      client.stop()
    },
    holdings: () => consumer.holdings,
    topicQueues: () => client.routes.subscribeQueues(spec.topic)?.length,
  }
}

function quickListener(spec: ConsumerSpec, reception: Reception): Listener {
  if (spec.order === 'orderly') {
    return {
      kind: 'orderly',
      consume: (messages) => {
        for (const message of messages) reception.take(message)
        return 'SUCCESS'
      },
    }
  }
  return {
    kind: 'concurrent',
    consume: (messages) => {
      for (const message of messages) reception.take(message)
      return 'CONSUME_SUCCESS'
    },
  }
}

/** The client gives one message at a time. */
function manualListener(spec: ConsumerSpec, reception: Reception): Listener {
  const isCommitted = async ([message]: readonly ReceivedMessage[], isLost: () => boolean): Promise<boolean> =>
    message === undefined || (await reception.hold(message, isLost)) === 'commit'
  if (spec.order === 'orderly') {
    return {
      kind: 'orderly',
      consume: async (messages, context) =>
        (await isCommitted(messages, context.isLost)) ? 'SUCCESS' : 'SUSPEND_CURRENT_QUEUE_A_MOMENT',
    }
  }
  return {
    kind: 'concurrent',
    consume: async (messages, context) =>
      (await isCommitted(messages, context.isLost)) ? 'CONSUME_SUCCESS' : 'RECONSUME_LATER',
  }
}
