/** A pull consumer for the time of one task, and messages as Java's pull consumer hands them out. */
import { PullConsumer, type PullResult } from '../client/pull-consumer.ts'
import type { ReceivedMessage } from '../client/received-message.ts'
import { PropertyName } from '../protocol/message.ts'
import type { CommandContext } from './command-row.ts'

/** Its end stops the shared connections: the last thing that a command does. */
export async function withPuller(
  { admin }: CommandContext,
  group: string,
  task: (consumer: PullConsumer) => Promise<void>,
): Promise<void> {
  const consumer = new PullConsumer(admin.client, { group })
  consumer.start()
  try {
    await task(consumer)
  } finally {
    await consumer.shutdown()
  }
}

/** Each message with the borders of its queue at the time of the pull. Source: PullAPIWrapper#processPullResult. */
export function pulledMessages(result: PullResult): readonly ReceivedMessage[] {
  return result.messages.map((message) => withQueueBorders(message, result))
}

export function withQueueBorders(
  message: ReceivedMessage,
  borders: { readonly minOffset: number; readonly maxOffset: number },
): ReceivedMessage {
  return {
    ...message,
    properties: new Map([
      ...message.properties,
      [PropertyName.MIN_OFFSET, String(borders.minOffset)],
      [PropertyName.MAX_OFFSET, String(borders.maxOffset)],
    ]),
  }
}
