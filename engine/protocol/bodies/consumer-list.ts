/** Client ids of a group's members, each once: rebalancing relies on it. */
import { defineBody, list, record, text } from './shape.ts'

export const consumerList = defineBody('GetConsumerListByGroupResponseBody', record({ consumerIdList: list(text()) }))
