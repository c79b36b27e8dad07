/** Settings and deletion of consumer groups, on every master of the cluster. */
import { EngineError } from '../../../base/errors.ts'
import type { ParsedInputOf } from '../../../contract/rpc.ts'
import type { resourcesApi } from '../../../contract/resources-api.ts'
import { say } from '../../../contract/text.ts'
import { makeSubscriptionGroup } from '../../../protocol/topic-config.ts'
import { checkGroupName, dlqTopic, GROUP_CHARACTERS_MAX, retryTopic } from '../../../protocol/topics.ts'
import type { ServiceContext } from '../context.ts'
import { type BrokerPlace, BrokerReach, masterOf } from './broker-reach.ts'
import { badField, requireTypedName } from './failure-words.ts'
import { onEach } from './topic-changes.ts'
import { isGroupOfRocketmq } from './topic-kinds.ts'

type Api = typeof resourcesApi

/** Creates the group or changes it; what the settings do not name stays as each broker has it. */
export async function saveGroup(
  context: ServiceContext,
  input: ParsedInputOf<Api['groups.save']>,
): Promise<Record<string, never>> {
  const { cluster, group, settings } = input
  const reach = new BrokerReach(context, cluster)
  reach.access.requireWritable(say(`changing group ${group}`, `修改消费组 ${group}`))
  requireOwnGroup(group)
  for (const field of ['retryQueueNums', 'retryMaxTimes', 'brokerId', 'whichBrokerWhenConsumeSlowly'] as const) {
    const value = settings[field]
    // -1 retries mean no limit in orderly consumption.
    const min = field === 'retryMaxTimes' ? -1 : 0
    if (Number.isInteger(value) && value >= min && value <= 65_535) continue
    throw badField(
      field,
      value,
      say(
        `${field} ${value} is out of range. Use a whole number from ${min} to 65535.`,
        `${field} ${value} 超出范围，应为 ${min} 到 65535 的整数。`,
      ),
    )
  }
  await onEach(await masters(reach), say(`Group ${group}`, `消费组 ${group}`), async (address) => {
    const old = (await reach.admin.brokers.allGroups(address)).subscriptionGroupTable.get(group)
    await reach.admin.brokers.updateGroup(address, { ...(old ?? makeSubscriptionGroup(group)), ...settings })
  })
  return {}
}

/** The group with its progress, retry and dead-letter topics, as mqadmin deleteSubGroup does. */
export async function deleteGroup(
  context: ServiceContext,
  input: ParsedInputOf<Api['groups.delete']>,
): Promise<Record<string, never>> {
  const { cluster, group, typedName } = input
  const reach = new BrokerReach(context, cluster)
  reach.access.requireWritable(say(`deleting group ${group}`, `删除消费组 ${group}`))
  requireTypedName(typedName, group)
  requireOwnGroup(group)
  const places = await masters(reach)
  await onEach(places, say(`Group ${group}`, `消费组 ${group}`), async (address) => {
    await reach.admin.brokers.deleteGroup(address, group, true)
    for (const topic of [retryTopic(group), dlqTopic(group)]) await reach.admin.brokers.deleteTopic(address, topic)
  })
  for (const clusterName of new Set(places.map((place) => place.clusterName))) {
    for (const topic of [retryTopic(group), dlqTopic(group)]) {
      await reach.admin.nameServers.deleteTopic(topic, clusterName)
    }
  }
  return {}
}

async function masters(reach: BrokerReach): Promise<readonly BrokerPlace[]> {
  const places = (await reach.places()).filter((place) => masterOf(place) !== undefined)
  if (places.length > 0) return places
  throw new EngineError('not-found', 'No master is registered: nobody could take the change. Start a master.', {
    zh: '没有已注册的主，无法执行更改。请先启动一个主。',
  })
}

function requireOwnGroup(group: string): void {
  if (checkGroupName(group).kind === 'bad') {
    throw badField(
      'group',
      group,
      say(
        `"${group}" is no group name. Use letters, digits, %, |, - and _, at most ${GROUP_CHARACTERS_MAX} of them.`,
        `“${group}”不能作为消费组名称。只能用字母、数字、%、|、- 和 _，最长 ${GROUP_CHARACTERS_MAX} 个字符。`,
      ),
    )
  }
  if (isGroupOfRocketmq(group)) {
    throw badField(
      'group',
      group,
      say(
        `${group} belongs to RocketMQ and stays as it is. Choose a group of your own.`,
        `${group} 属于 RocketMQ，不能更改。请选择自己的消费组。`,
      ),
      'refused',
    )
  }
}
