/**
 * Consumer groups by request: settings, rights, topics. Members that are online are in admin-client.ts.
 * Source: AdminBrokerProcessor, SubscriptionGroupManager; wire-protocol 4.12.
 */
import {
  deleteSubscriptionGroup,
  getAllSubscriptionGroupConfig,
  getSubscriptionGroupConfig,
  queryTopicsByConsumer,
  updateAndCreateSubscriptionGroup,
  updateAndCreateSubscriptionGroupList,
  updateAndGetGroupForbidden,
} from '../../protocol/apis/group.ts'
import {
  groupForbidden,
  subscriptionGroupConfig,
  subscriptionGroupList,
  subscriptionGroupTable,
} from '../../protocol/bodies/subscription-group.ts'
import { topicList } from '../../protocol/bodies/topic-list.ts'
import { ResponseCode } from '../../protocol/codes.ts'
import type { SubscriptionGroupConfig } from '../../protocol/topic-config.ts'
import { checkGroupName } from '../../protocol/topics.ts'
import { type Command, makeResponse } from '../../remoting/command.ts'
import type { Dispatcher } from '../../remoting/dispatcher.ts'
import type { BrokerParts } from '../parts.ts'
import { alterAttributes, GROUP_ATTRIBUTES } from './admin-attributes.ts'

export type AdminGroupParts = Pick<BrokerParts, 'address' | 'groups' | 'log' | 'offsets' | 'stats'>

export function registerAdminGroupHandlers(dispatcher: Dispatcher, parts: AdminGroupParts): void {
  const { groups, offsets, log } = parts

  dispatcher.register(updateAndCreateSubscriptionGroup.code, (request, connection) => {
    log.info('consumer group update requested', { remote: connection.remoteText })
    return updateGroups(parts, request, [subscriptionGroupConfig.decode(request.body)])
  })
  dispatcher.register(updateAndCreateSubscriptionGroupList.code, (request, connection) => {
    log.info('consumer group updates requested', { remote: connection.remoteText })
    return updateGroups(parts, request, subscriptionGroupList.decode(request.body).groupConfigList)
  })

  dispatcher.register(getAllSubscriptionGroupConfig.code, (request) =>
    makeResponse(request, ResponseCode.SUCCESS, { body: subscriptionGroupTable.encode(groups.toTable()) }),
  )

  dispatcher.registerApi(getSubscriptionGroupConfig, ({ group }, request) => {
    const config = groups.find(group)
    if (config === undefined) {
      const remark = `No group in this broker. group: ${group}`
      return makeResponse(request, ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, { remark })
    }
    return makeResponse(request, ResponseCode.SUCCESS, { body: subscriptionGroupConfig.encode(config) })
  })

  dispatcher.registerApi(deleteSubscriptionGroup, ({ groupName, cleanOffset }, request, connection) => {
    log.info('consumer group deleted', { group: groupName, cleanOffset, remote: connection.remoteText })
    groups.delete(groupName)
    if (cleanOffset === true) offsets.removeGroup(groupName)
    parts.stats.groupDeleted(groupName)
    return makeResponse(request, ResponseCode.SUCCESS)
  })

  dispatcher.registerApi(updateAndGetGroupForbidden, ({ group, topic, readable }, request) => {
    if (readable !== undefined) groups.setReadForbidden(group, topic, !readable)
    const body = groupForbidden.encode({ group, topic, readable: !groups.isReadForbidden(group, topic) })
    return makeResponse(request, ResponseCode.SUCCESS, { body })
  })

  dispatcher.registerApi(queryTopicsByConsumer, ({ group }, request) => {
    const body = topicList.encode({ topicList: [...offsets.topicsOf(group)], brokerAddr: parts.address })
    return makeResponse(request, ResponseCode.SUCCESS, { body })
  })
}

/** All of them or none: the first one that cannot be taken refuses the request. */
function updateGroups(
  { groups }: AdminGroupParts,
  request: Command,
  wanted: readonly SubscriptionGroupConfig[],
): Command {
  const configs: SubscriptionGroupConfig[] = []
  for (const config of wanted) {
    const name = checkGroupName(config.groupName)
    const current = groups.find(config.groupName)?.attributes
    const altered = alterAttributes(GROUP_ATTRIBUTES, current, config.attributes)
    const reason = name.kind === 'bad' ? name.reason : altered.kind === 'bad' ? altered.reason : undefined
    if (reason !== undefined) return makeResponse(request, ResponseCode.SYSTEM_ERROR, { remark: reason })
    if (altered.kind === 'ok') configs.push({ ...config, attributes: altered.attributes })
  }
  if (configs.length > 0) groups.put(...configs)
  return makeResponse(request, ResponseCode.SUCCESS)
}
