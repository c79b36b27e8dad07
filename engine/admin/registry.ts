/** All commands of mqadmin, in the order of its own list, and how one is found by name. */
import type { CommandRow } from './command-row.ts'
import { brokerCommands } from './commands/broker.ts'
import { clusterCommands } from './commands/cluster.ts'
import { consumerCommands } from './commands/consumer.ts'
import { consumerProgressCommands } from './commands/consumer-progress.ts'
import { haCommands } from './commands/ha.ts'
import { messagePrintCommands } from './commands/message-print.ts'
import { messageQueryCommands } from './commands/message-query.ts'
import { messageSendCommands } from './commands/message-send.ts'
import { namesrvCommands } from './commands/namesrv.ts'
import { offsetCommands } from './commands/offset.ts'
import { producerCommands } from './commands/producer.ts'
import { queueCommands } from './commands/queue.ts'
import { statsCommands } from './commands/stats.ts'
import { topicCommands } from './commands/topic.ts'
import { topicQueryCommands } from './commands/topic-queries.ts'

export const COMMANDS: readonly CommandRow[] = [
  ...topicCommands,
  ...topicQueryCommands,
  ...clusterCommands,
  ...brokerCommands,
  ...namesrvCommands,
  ...messageSendCommands,
  ...messageQueryCommands,
  ...messagePrintCommands,
  ...consumerCommands,
  ...consumerProgressCommands,
  ...producerCommands,
  ...offsetCommands,
  ...queueCommands,
  ...haCommands,
  ...statsCommands,
]

/** By name or alias, without regard to case. Source: MQAdminStartup#findSubCommand. */
export function findCommand(name: string): CommandRow | undefined {
  const wanted = name.toLowerCase()
  return COMMANDS.find((row) => [row.name, ...(row.aliases ?? [])].some((each) => each.toLowerCase() === wanted))
}
