/** mqadmin's topic commands that change something, and the dry run of queue assignment. */
import { EngineError } from '../../base/errors.ts'
import { allocateQueues } from '../../client/allocate.ts'
import { subscribeQueues } from '../../client/topic-queues.ts'
import { javaJson } from '../../protocol/java-json.ts'
import { permissionText, UnitFlag } from '../../protocol/message.ts'
import { makeTopicConfig, type TopicConfig } from '../../protocol/topic-config.ts'
import { type CommandContext, type CommandRow, option, REQUIRED, say } from '../command-row.ts'
import type { CommandOptions } from '../command-options.ts'
import { topicConfigText } from '../java-text.ts'
import { BROKER_ADDRESS, BROKER_OR_CLUSTER, CLUSTER_NAME, EITHER_BROKER_OR_CLUSTER, TOPIC } from '../shared-options.ts'
import { chosenMasters, clusterBrokers, MASTER_ID, routeMasters } from '../targets.ts'

const ORDER_NAMESPACE = 'ORDER_TOPIC_CONFIG'
const QUEUES = 8
const PERM_MAX = 7

/** Source: UpdateTopicSubCommand. */
async function updateTopic(context: CommandContext): Promise<void> {
  const { admin, options, out } = context
  const config = makeTopicConfig(options.text('topic'), {
    readQueueNums: options.findInteger('readQueueNums') ?? QUEUES,
    writeQueueNums: options.findInteger('writeQueueNums') ?? QUEUES,
    perm: permissionOf(options) ?? 6,
    order: options.findBoolean('order') ?? false,
    topicSysFlag:
      (options.findBoolean('unit') === true ? UnitFlag.UNIT : 0) |
      (options.findBoolean('hasUnitSub') === true ? UnitFlag.UNIT_SUB : 0),
  })
  const attributes = parseAttributes(options.find('attributes') ?? '')
  const masters = await chosenMasters(context)
  const isOneBroker = options.has('brokerAddr')
  if (config.order && isOneBroker) {
    const orderConf = await orderConfOfBroker(context, masters[0] as string, config)
    out.line(`set broker orderConf. isOrder=${config.order}, orderConf=[${orderConf}]`)
  }
  for (const address of masters) {
    await admin.brokers.updateTopic(address, config, attributesText(attributes))
    out.line(`create topic to ${address} success.`)
  }
  if (config.order && !isOneBroker) {
    const orderConf = await orderConfOfCluster(context, config)
    out.line(`set cluster orderConf. isOrder=${config.order}, orderConf=[${orderConf}]`)
  }
  out.line(topicConfigText(config, attributes))
}

/** One broker's part is put into what the other brokers of the topic have. Source: #createOrUpdateOrderConf. */
async function orderConfOfBroker({ admin }: CommandContext, address: string, config: TopicConfig): Promise<string> {
  const { brokerAddrTable } = await admin.clusterInfo()
  const broker = [...brokerAddrTable.values()].find((each) => [...each.brokerAddrs.values()].includes(address))
  if (broker === undefined) {
    throw new EngineError('not-found', `no broker of the cluster has the address ${address}`, {
      zh: `集群中没有地址为 ${address} 的 broker`,
    })
  }
  const old = (await admin.nameServers.kvConfig(ORDER_NAMESPACE, config.topicName)) ?? ''
  const parts = new Map(
    old
      .split(';')
      .filter((part) => part !== '')
      .map((part) => [part.split(':', 1)[0] as string, part]),
  )
  const own = `${broker.brokerName}:${config.writeQueueNums}`
  parts.set(broker.brokerName, own)
  await admin.nameServers.putKvConfig(ORDER_NAMESPACE, config.topicName, [...parts.values()].join(';'))
  return own
}

async function orderConfOfCluster({ admin, options }: CommandContext, config: TopicConfig): Promise<string> {
  const brokers = await clusterBrokers(admin, options.text('clusterName'))
  const names = [...new Set(brokers.map((broker) => broker.brokerName))]
  const orderConf = names.map((name) => `${name}:${config.writeQueueNums}`).join(';')
  await admin.nameServers.putKvConfig(ORDER_NAMESPACE, config.topicName, orderConf)
  return orderConf
}

/** Source: DeleteTopicSubCommand. */
async function deleteTopic({ admin, options, out }: CommandContext): Promise<void> {
  const topic = options.text('topic')
  const cluster = options.text('clusterName')
  for (const broker of await clusterBrokers(admin, cluster)) {
    if (broker.brokerId === MASTER_ID) await admin.brokers.deleteTopic(broker.address, topic)
  }
  out.line(`delete topic [${topic}] from cluster [${cluster}] success.`)
  await admin.nameServers.deleteTopic(topic, cluster)
  out.line(`delete topic [${topic}] from NameServer success.`)
}

/**
 * Changes the permission and nothing else.
 * Differs: Java gives every broker the queue counts of the route's first entry and drops the order flag; ours keeps each
 * broker's own settings. Source: UpdateTopicPermSubCommand.
 */
async function updateTopicPerm(context: CommandContext): Promise<void> {
  const { admin, options, out } = context
  const topic = options.text('topic')
  const perm = permissionOf(options) as number
  const masters = routeMasters(await admin.topicRoute(topic))
  const address = options.find('brokerAddr')
  if (address !== undefined) {
    if (!masters.some((master) => master.address === address)) {
      out.line('updateTopicPerm error broker not exit or broker is not master!.')
      return
    }
    const config = await admin.brokers.topicConfig(address, topic)
    if (config.perm === perm) {
      out.line('new perm equals to the old one!')
      return
    }
    await admin.brokers.updateTopic(address, { ...config, perm })
    out.line(permissionChange(config.perm, perm, address))
    out.line(`${topicConfigText({ ...config, perm }, new Map())}.`)
    return
  }
  for (const master of await chosenMasters(context)) {
    const config = await admin.brokers.topicConfig(master, topic)
    await admin.brokers.updateTopic(master, { ...config, perm })
    out.line(permissionChange(config.perm, perm, master))
  }
}

function permissionChange(from: number, to: number, address: string): string {
  return `update topic perm from ${from} to ${to} in ${address} success.`
}

/** Source: UpdateOrderConfCommand. */
async function updateOrderConf({ admin, options, out }: CommandContext): Promise<void> {
  const topic = options.text('topic')
  const method = options.text('method')
  switch (method) {
    case 'get': {
      const orderConf = await admin.nameServers.kvConfig(ORDER_NAMESPACE, topic)
      if (orderConf === undefined) {
        const remark = `No config item, Namespace: ${ORDER_NAMESPACE} Key: ${topic}`
        throw new EngineError('refused', remark, { context: { code: 22, remark } })
      }
      out.text(`get orderConf success. topic=[${topic}], orderConf=[${orderConf}] `)
      return
    }
    case 'put': {
      if (!options.has('orderConf')) {
        throw new EngineError('usage', 'please set orderConf with option -v.', { zh: '请用选项 -v 给出 orderConf。' })
      }
      const orderConf = options.text('orderConf')
      await admin.nameServers.putKvConfig(ORDER_NAMESPACE, topic, orderConf)
      out.text(`update orderConf success. topic=[${topic}], orderConf=[${orderConf}]`)
      return
    }
    case 'delete':
      await admin.nameServers.deleteKvConfig(ORDER_NAMESPACE, topic)
      out.text(`delete orderConf success. topic=[${topic}]`)
      return
    default:
      throw new EngineError('usage', `method "${method}" is none of get, put, delete`, {
        zh: `method "${method}" 应为 get、put 或 delete`,
      })
  }
}

/**
 * Differs: queues are divided in the order in which consumers divide them; Java's tool takes them from a hash set and shows
 * shares that no consumer would have. Source: AllocateMQSubCommand.
 */
async function allocateMq({ admin, options, out }: CommandContext): Promise<void> {
  const topic = options.text('topic')
  const members = options
    .text('ipList')
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '')
  const queues = subscribeQueues(topic, await admin.topicRoute(topic))
  const shares = members.map((member) => {
    const share = allocateQueues('AVG', member, queues, members)
    return [member, share.map(({ brokerName, queueId }) => ({ brokerName, queueId, topic }))] as const
  })
  out.line(javaJson({ result: new Map(shares) }))
}

/** @throws {EngineError} 'refused' with NO_PERMISSION, as Java's client check. */
function permissionOf(options: CommandOptions): number | undefined {
  const perm = options.findInteger('perm')
  if (perm === undefined || (perm >= 0 && perm <= PERM_MAX)) return perm
  const remark = `topicPermission value: ${perm} is invalid.`
  throw new EngineError('refused', remark, {
    context: { code: 16, remark },
    zh: `权限值 ${perm} 无效:应为 2(写)、4(读)、6(读写),现为 ${permissionText(perm)}`,
  })
}

/** `+key=value,-key` by name with its sign. Source: AttributeParser#parseToMap. */
export function parseAttributes(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>()
  for (const part of text.split(',').filter((each) => each !== '')) {
    const equals = part.indexOf('=')
    const name = equals < 0 ? part : part.slice(0, equals)
    const isAdding = part.startsWith('+')
    if (name.length < 2 || isAdding === equals < 0 || (!isAdding && !part.startsWith('-')) || attributes.has(name)) {
      throw new EngineError('usage', `attributes: "${part}" must be +key=value or -key, each key once`, {
        zh: `attributes:"${part}" 应为 +key=value 或 -key,且每个键只出现一次`,
      })
    }
    attributes.set(name, equals < 0 ? '' : part.slice(equals + 1))
  }
  return attributes
}

function attributesText(attributes: ReadonlyMap<string, string>): string {
  return [...attributes].map(([name, value]) => (name.startsWith('+') ? `${name}=${value}` : name)).join(',')
}

export const topicCommands: readonly CommandRow[] = [
  {
    name: 'updateTopic',
    group: 'topic',
    about: say(
      'Update or create topic. Settings left out go back to their defaults.',
      '更新或创建主题。未给出的设置会恢复为默认值。',
    ),
    options: [
      BROKER_ADDRESS,
      CLUSTER_NAME,
      TOPIC,
      option('r', 'readQueueNums', 'n', say('read queues, default 8', '读队列数,默认 8')),
      option('w', 'writeQueueNums', 'n', say('write queues, default 8', '写队列数,默认 8')),
      option('p', 'perm', '2|4|6', say('2 write, 4 read, 6 both; default 6', '权限:2 写,4 读,6 读写;默认 6')),
      option('o', 'order', 'bool', say('ordered topic, default false', '是否顺序主题,默认 false')),
      option('u', 'unit', 'bool', say('unit flag, default false', '是否单元化主题,默认 false')),
      option('s', 'hasUnitSub', 'bool', say('unit subscription flag, default false', '是否有单元化订阅,默认 false')),
      option(
        'a',
        'attributes',
        'list',
        say('+key=value to add or change, -key to delete, comma separated', '+key=value 增改,-key 删除,逗号分隔'),
      ),
    ],
    choice: EITHER_BROKER_OR_CLUSTER,
    run: updateTopic,
  },
  {
    name: 'deleteTopic',
    group: 'topic',
    about: say('Delete topic from broker and NameServer.', '从 broker 和 NameServer 删除主题。'),
    options: [TOPIC, option('c', 'clusterName', 'name', say('cluster', '集群名'), REQUIRED)],
    run: deleteTopic,
  },
  {
    name: 'updateTopicPerm',
    group: 'topic',
    about: say('Update topic perm.', '修改主题的权限。'),
    options: [
      option('b', 'brokerAddr', 'addr', say('address of one master of the topic', '主题所在的某个 master 的地址')),
      CLUSTER_NAME,
      TOPIC,
      option('p', 'perm', '2|4|6', say('2 write, 4 read, 6 both', '权限:2 写,4 读,6 读写'), REQUIRED),
    ],
    choice: BROKER_OR_CLUSTER,
    run: updateTopicPerm,
  },
  {
    name: 'updateOrderConf',
    group: 'topic',
    about: say('Create, update, get or delete order conf.', '读取、设置或删除主题的顺序配置。'),
    options: [
      TOPIC,
      option('m', 'method', 'put|get|delete', say('what to do', '操作'), REQUIRED),
      option(
        'v',
        'orderConf',
        'text',
        say('for put: brokerName1:num;brokerName2:num', 'put 时给出:brokerName1:num;brokerName2:num'),
      ),
    ],
    run: updateOrderConf,
  },
  {
    name: 'allocateMQ',
    group: 'topic',
    about: say('Show how the queues of a topic would be divided.', '演算主题的队列如何平均分配。'),
    options: [
      TOPIC,
      option('i', 'ipList', 'a,b,c', say('client ids in order, comma separated', '客户端 id 列表,逗号分隔'), REQUIRED),
    ],
    run: allocateMq,
  },
]
