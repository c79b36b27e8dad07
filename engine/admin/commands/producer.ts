/** mqadmin's view of producers. */
import { EngineError } from '../../base/errors.ts'
import { type CommandContext, type CommandRow, option, REQUIRED, say } from '../command-row.ts'
import { TOPIC } from '../shared-options.ts'
import { layout } from '../table-output.ts'
import { versionText } from '../version-text.ts'

const LINE = layout('{:04}  {:<32} {:<22} {:<8} {}')

/** Source: ProducerConnectionSubCommand. */
async function producerConnection({ admin, options, out }: CommandContext): Promise<void> {
  const { connectionSet } = await admin.producerConnection(options.text('producerGroup'), options.text('topic'))
  if (connectionSet.length === 0) {
    throw new EngineError('not-found', 'Not found the producer group connection', { zh: '没有该生产组的连接' })
  }
  for (const [i, each] of connectionSet.entries()) {
    out.line(LINE(i + 1, each.clientId, each.clientAddr, each.language ?? 'null', versionText(each.version)))
  }
}

/** Source: ProducerSubCommand. */
async function producer({ admin, options, out }: CommandContext): Promise<void> {
  const { data } = await admin.brokers.allProducers(options.text('broker'))
  for (const [group, instances] of data) {
    if (instances.length === 0) out.line(`producer group (${group}) instances are empty`)
    for (const each of instances) {
      out.line(
        `producer group (${group}) instance : clientId=${each.clientId},remoteIP=${each.remoteIP}, ` +
          `language=${each.language ?? 'null'}, version=${each.version}, ` +
          `lastUpdateTimestamp=${each.lastUpdateTimestamp}`,
      )
    }
  }
}

export const producerCommands: readonly CommandRow[] = [
  {
    name: 'producerConnection',
    group: 'producer',
    about: say("Query producer's socket connection and client version.", '查看生产组的连接和客户端版本。'),
    options: [option('g', 'producerGroup', 'name', say('producer group', '生产组'), REQUIRED), TOPIC],
    run: producerConnection,
  },
  {
    name: 'producer',
    group: 'producer',
    about: say("Query producer's instances, connection, status, etc.", '列出某个 broker 所知的全部生产者。'),
    options: [option('b', 'broker', 'addr', say('broker address', 'broker 地址'), REQUIRED)],
    run: producer,
  },
]
