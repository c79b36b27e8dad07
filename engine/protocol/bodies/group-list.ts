/** Names of the groups that consume a topic. */
import { defineBody, list, record, text } from './shape.ts'

export const groupList = defineBody('GroupList', record({ groupList: list(text()) }))
