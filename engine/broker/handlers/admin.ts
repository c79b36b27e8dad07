/** Every request of tools and slaves in one call, area by area. */
import type { Dispatcher } from '../../remoting/dispatcher.ts'
import type { BrokerParts } from '../parts.ts'
import { type AdminBrokerParts, registerAdminBrokerHandlers } from './admin-broker.ts'
import { registerAdminClientHandlers } from './admin-client.ts'
import { registerAdminConsumeHandlers } from './admin-consume.ts'
import { registerAdminGroupHandlers } from './admin-group.ts'
import { registerReplicationHandlers } from './admin-replication.ts'
import { registerAdminResetHandlers } from './admin-reset.ts'
import { registerAdminTopicHandlers } from './admin-topic.ts'

/** What administration needs beyond the parts that serve clients. */
export type AdminParts = BrokerParts & Pick<AdminBrokerParts, 'configFile'>

export function registerAdminHandlers(dispatcher: Dispatcher, parts: AdminParts): void {
  registerAdminTopicHandlers(dispatcher, parts)
  registerAdminGroupHandlers(dispatcher, parts)
  registerAdminConsumeHandlers(dispatcher, parts)
  registerAdminResetHandlers(dispatcher, parts)
  registerAdminClientHandlers(dispatcher, parts)
  registerAdminBrokerHandlers(dispatcher, parts)
  registerReplicationHandlers(dispatcher, parts)
}
