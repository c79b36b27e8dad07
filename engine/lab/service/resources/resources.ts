/** The calls about topics, groups, clients and stored messages; every failure leaves in both languages. */
import type { ApiHandlers } from '../../../contract/rpc.ts'
import type { resourcesApi } from '../../../contract/resources-api.ts'
import { say, type Text } from '../../../contract/text.ts'
import type { ServiceArea, ServiceContext } from '../context.ts'
import { listClients } from './clients.ts'
import { failureOf } from './failure-words.ts'
import { deleteGroup, saveGroup } from './group-changes.ts'
import { getGroup, listGroups } from './groups.ts'
import { sendToGroup, trackOf } from './message-acts.ts'
import { findById, findByKey, findByOffset, findByTime, getMessage } from './messages.ts'
import { previewReset, resetGroup } from './offset-reset.ts'
import { deleteTopic, saveTopic } from './topic-changes.ts'
import { getTopic, listTopics } from './topics.ts'

export type ResourceHandlers = ApiHandlers<typeof resourcesApi>

/** Keeps nothing between calls: what is open belongs to the clusters' admin clients. */
export function makeResources(context: ServiceContext): ServiceArea<ResourceHandlers> {
  const handlers: ResourceHandlers = {
    'topics.list': told(context, listTopics, say('Topics could not be read', '无法读取 Topic')),
    'topics.get': told(context, getTopic, say('The topic could not be read', '无法读取该 Topic')),
    'topics.save': told(context, saveTopic, say('The topic was not saved', 'Topic 未保存')),
    'topics.delete': told(context, deleteTopic, say('The topic was not deleted', 'Topic 未删除')),
    'groups.list': told(context, listGroups, say('Groups could not be read', '无法读取消费组')),
    'groups.get': told(context, getGroup, say('The group could not be read', '无法读取该消费组')),
    'groups.save': told(context, saveGroup, say('The group was not saved', '消费组未保存')),
    'groups.delete': told(context, deleteGroup, say('The group was not deleted', '消费组未删除')),
    'groups.resetPreview': told(context, previewReset, say('The reset could not be worked out', '无法预览重置')),
    'groups.reset': told(context, resetGroup, say('The offsets were not reset', '位点未重置')),
    'clients.list': told(context, listClients, say('Clients could not be read', '无法读取客户端')),
    'messages.byTime': told(context, findByTime, say('Messages could not be read', '无法读取消息')),
    'messages.byOffset': told(context, findByOffset, say('Messages could not be read', '无法读取消息')),
    'messages.byKey': told(context, findByKey, say('Messages could not be searched', '无法查询消息')),
    'messages.byId': told(context, findById, say('The message could not be searched', '无法查询该消息')),
    'messages.get': told(context, getMessage, say('The message could not be read', '无法读取该消息')),
    'messages.sendToGroup': told(context, sendToGroup, say('The message was not handed over', '消息未交付')),
    'messages.track': told(context, trackOf, say('Tracks could not be read', '无法读取消费轨迹')),
  }
  return { handlers, stop: () => undefined }
}

function told<I, O>(
  context: ServiceContext,
  handle: (context: ServiceContext, input: I) => Promise<O>,
  what: Text,
): (input: I) => Promise<O> {
  return async (input) => {
    try {
      return await handle(context, input)
    } catch (error) {
      throw failureOf(what, error)
    }
  }
}
