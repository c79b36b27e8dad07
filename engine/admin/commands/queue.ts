/** mqadmin's look into a consume queue. */
import { EngineError } from '../../base/errors.ts'
import type { ConsumeQueueData } from '../../protocol/bodies/query-consume-queue.ts'
import type { SubscriptionData } from '../../protocol/bodies/heartbeat.ts'
import { javaJson } from '../../protocol/java-json.ts'
import { type CommandContext, type CommandRow, option, REQUIRED, say } from '../command-row.ts'
import { TOPIC } from '../shared-options.ts'
import { routeAddresses } from '../targets.ts'

const SEPARATOR = '='.repeat(38)
const COUNT = 10

/** Source: QueryConsumeQueueCommand. */
async function queryCq({ admin, options, out }: CommandContext): Promise<void> {
  const topic = options.text('topic')
  const index = options.integer('index')
  const address = options.find('broker') ?? routeAddresses(await admin.topicRoute(topic))[0]?.address
  if (address === undefined) {
    throw new EngineError('not-found', 'no broker of the route has an address', { zh: '路由中没有可用的 broker 地址' })
  }
  const group = options.find('consumer')
  const answer = await admin.brokers.consumeQueue(address, {
    topic,
    queueId: options.integer('queue'),
    index,
    count: options.findInteger('count') ?? COUNT,
    ...(group === undefined ? {} : { consumerGroup: group }),
  })
  if (answer.subscriptionData !== undefined) {
    out.line('Subscription data: ')
    out.line(subscriptionText(answer.subscriptionData))
    out.line(SEPARATOR)
  }
  if (answer.filterData !== undefined && answer.filterData !== '') {
    out.line('Filter data: ')
    out.line(answer.filterData)
    out.line(SEPARATOR)
  }
  out.line('Queue data: ')
  out.line(`max: ${answer.maxQueueIndex}, min: ${answer.minQueueIndex}`)
  out.line(SEPARATOR)
  answer.queueData.forEach((data, i) => {
    out.line(`idx: ${index + i}`)
    out.line(queueDataText(data))
    out.line(SEPARATOR)
  })
}

/** Pretty JSON as Java writes it: lists of plain values stay on one line. */
function subscriptionText(subscription: SubscriptionData): string {
  return javaJson({ ...subscription }, { pretty: true }).replace(/\[\n([^[\]{}]*)\n\t*\]/g, (_whole, items: string) => {
    const values = items.split('\n').map((line) => line.trim())
    return `[${values.join('')}]`
  })
}

/** Source: ConsumeQueueData#toString. */
function queueDataText(data: ConsumeQueueData): string {
  return (
    `ConsumeQueueData{physicOffset=${data.physicOffset}, physicSize=${data.physicSize}, tagsCode=${data.tagsCode}, ` +
    `extendDataJson='${data.extendDataJson ?? 'null'}', bitMap='${data.bitMap ?? 'null'}', eval=${data.eval}, ` +
    `msg='${data.msg ?? 'null'}'}`
  )
}

export const queueCommands: readonly CommandRow[] = [
  {
    name: 'queryCq',
    group: 'queue',
    about: say('Query cq command.', '查看消费队列的内容。'),
    options: [
      TOPIC,
      option('q', 'queue', 'n', say('queue id', '队列 id'), REQUIRED),
      option('i', 'index', 'n', say('first index', '起始位置'), REQUIRED),
      option('c', 'count', 'n', say('entries, default 10', '条数,默认 10')),
      option('b', 'broker', 'addr', say('broker address', 'broker 地址')),
      option('g', 'consumer', 'name', say('consumer group, to see filter results', '消费组,用于查看过滤结果')),
    ],
    run: queryCq,
  },
]
