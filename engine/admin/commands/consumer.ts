/** mqadmin's consumer-group commands that change groups or show their stored settings. */
import { EngineError } from '../../base/errors.ts'
import { subscriptionGroupConfig } from '../../protocol/bodies/subscription-group.ts'
import {
  type GroupRetryPolicy,
  makeSubscriptionGroup,
  SUBSCRIPTION_GROUP_DEFAULTS,
} from '../../protocol/topic-config.ts'
import { dlqTopic, retryTopic } from '../../protocol/topics.ts'
import { type CommandContext, type CommandRow, option, REQUIRED, say } from '../command-row.ts'
import { groupConfigFields, groupConfigText } from '../java-text.ts'
import { BROKER_ADDRESS, BROKER_OR_CLUSTER, CLUSTER_NAME } from '../shared-options.ts'
import { layout } from '../table-output.ts'
import { chosenMasters, clusterBrokers, MASTER_ID } from '../targets.ts'
import { parseAttributes } from './topic.ts'

const FIELD_LINE = layout('{:<40}=  {}')

/** Settings left out go back to the tool's defaults, which are not those of the class. Source: UpdateSubGroupSubCommand. */
async function updateSubGroup(context: CommandContext): Promise<void> {
  const { admin, options, out } = context
  const defaults = SUBSCRIPTION_GROUP_DEFAULTS
  const config = makeSubscriptionGroup(options.text('groupName'), {
    consumeEnable: options.findBoolean('consumeEnable') ?? true,
    consumeFromMinEnable: options.findBoolean('consumeFromMinEnable') ?? false,
    consumeBroadcastEnable: options.findBoolean('consumeBroadcastEnable') ?? false,
    consumeMessageOrderly: options.findBoolean('consumeMessageOrderly') ?? false,
    retryQueueNums: options.findInteger('retryQueueNums') ?? defaults.retryQueueNums,
    retryMaxTimes: options.findInteger('retryMaxTimes') ?? defaults.retryMaxTimes,
    groupRetryPolicy: retryPolicyOf(options.find('groupRetryPolicy')),
    brokerId: options.findInteger('brokerId') ?? defaults.brokerId,
    whichBrokerWhenConsumeSlowly: options.findInteger('whichBrokerWhenConsumeSlowly') ?? 1,
    notifyConsumerIdsChangedEnable: options.findBoolean('notifyConsumerIdsChanged') ?? true,
    attributes: parseAttributes(options.find('attributes') ?? ''),
  })
  for (const address of await chosenMasters(context)) {
    if (options.has('brokerAddr')) await admin.brokers.updateGroup(address, config)
    else {
      try {
        await admin.brokers.updateGroup(address, config)
      } catch (error) {
        out.failure(error, address)
        continue
      }
    }
    out.line(`create subscription group to ${address} success.`)
  }
  out.text(groupConfigText(config))
}

/** @throws {EngineError} 'usage' for a text that is no policy. */
function retryPolicyOf(json: string | undefined): GroupRetryPolicy {
  if (json === undefined) return SUBSCRIPTION_GROUP_DEFAULTS.groupRetryPolicy
  try {
    return subscriptionGroupConfig.decodeText(`{"groupName":"g","groupRetryPolicy":${json}}`).groupRetryPolicy
  } catch (error) {
    throw new EngineError('usage', `groupRetryPolicy is no retry policy: ${(error as Error).message}`, {
      zh: `groupRetryPolicy 不是重试策略:${(error as Error).message}`,
      cause: error,
    })
  }
}

/** Source: DeleteSubscriptionGroupCommand. */
async function deleteSubGroup({ admin, options, out }: CommandContext): Promise<void> {
  const group = options.text('groupName')
  const cleanOffset = options.findBoolean('removeOffset') ?? false
  const address = options.find('brokerAddr')
  if (address !== undefined) {
    await admin.brokers.deleteGroup(address, group, cleanOffset)
    out.line(`delete subscription group [${group}] from broker [${address}] success.`)
    return
  }
  const cluster = options.text('clusterName')
  const brokers = await clusterBrokers(admin, cluster)
  for (const broker of brokers.filter((each) => each.brokerId === MASTER_ID)) {
    await admin.brokers.deleteGroup(broker.address, group, cleanOffset)
    out.line(`delete subscription group [${group}] from broker [${broker.address}] in cluster [${cluster}] success.`)
  }
  for (const topic of [retryTopic(group), dlqTopic(group)]) await admin.deleteTopic(cluster, topic)
}

/** Source: GetConsumerConfigSubCommand. */
async function getConsumerConfig({ admin, options, out }: CommandContext): Promise<void> {
  const group = options.text('groupName')
  const seen = new Set<string>()
  for (const broker of await admin.brokersOf()) {
    const place = `${broker.clusterName}:${broker.brokerName}`
    if (seen.has(place)) continue
    seen.add(place)
    const config = (await admin.brokers.allGroups(broker.address)).subscriptionGroupTable.get(group)
    if (config === undefined) continue
    out.line(`=============================${place}=============================`)
    for (const [name, value] of groupConfigFields(config)) {
      out.line(FIELD_LINE(name, value === 'null' ? '' : value))
    }
  }
}

export const consumerCommands: readonly CommandRow[] = [
  {
    name: 'updateSubGroup',
    group: 'consumer',
    about: say(
      'Update or create subscription group. Settings left out go back to their defaults.',
      '更新或创建消费组。未给出的设置会恢复为默认值。',
    ),
    options: [
      BROKER_ADDRESS,
      CLUSTER_NAME,
      option('g', 'groupName', 'name', say('consumer group', '消费组'), REQUIRED),
      option('s', 'consumeEnable', 'bool', say('may consume, default true', '是否允许消费,默认 true')),
      option(
        'm',
        'consumeFromMinEnable',
        'bool',
        say('from the smallest offset, default false', '是否从最小位点开始,默认 false'),
      ),
      option('d', 'consumeBroadcastEnable', 'bool', say('may broadcast, default false', '是否允许广播消费,默认 false')),
      option('o', 'consumeMessageOrderly', 'bool', say('orderly, default false', '是否顺序消费,默认 false')),
      option('q', 'retryQueueNums', 'n', say('retry queues, default 1', '重试队列数,默认 1')),
      option('r', 'retryMaxTimes', 'n', say('retries, default 16', '最大重试次数,默认 16')),
      option(
        'p',
        'groupRetryPolicy',
        'json',
        say('type EXPONENTIAL or CUSTOMIZED', '重试策略,类型为 EXPONENTIAL 或 CUSTOMIZED'),
      ),
      option('i', 'brokerId', 'n', say('preferred broker id, default 0', '优先消费的 broker id,默认 0')),
      option(
        'w',
        'whichBrokerWhenConsumeSlowly',
        'n',
        say('broker id when slow, default 1', '消费缓慢时改用的 broker id,默认 1'),
      ),
      option(
        'a',
        'notifyConsumerIdsChanged',
        'bool',
        say('tell clients of changes, default true', '成员变化时是否通知客户端,默认 true'),
      ),
      option(undefined, 'attributes', 'list', say('+key=value,-key', '属性:+key=value,-key')),
    ],
    choice: BROKER_OR_CLUSTER,
    run: updateSubGroup,
  },
  {
    name: 'deleteSubGroup',
    group: 'consumer',
    about: say('Delete subscription group from broker.', '删除消费组。'),
    options: [
      BROKER_ADDRESS,
      CLUSTER_NAME,
      option('g', 'groupName', 'name', say('consumer group', '消费组'), REQUIRED),
      option('r', 'removeOffset', 'bool', say('drop its offsets too, default false', '是否同时删除位点,默认 false')),
    ],
    choice: BROKER_OR_CLUSTER,
    run: deleteSubGroup,
  },
  {
    name: 'getConsumerConfig',
    group: 'consumer',
    about: say('Get consumer config by subscription group name.', '查看消费组的配置。'),
    options: [option('g', 'groupName', 'name', say('consumer group', '消费组'), REQUIRED)],
    run: getConsumerConfig,
  },
]
