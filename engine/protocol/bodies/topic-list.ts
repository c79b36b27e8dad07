/** Topic names, sometimes with the address of a broker to ask further. */
import { defineBody, list, optional, recordAs, text } from './shape.ts'

export interface TopicList {
  readonly topicList: readonly string[]
  readonly brokerAddr?: string | undefined
}

export const topicList = defineBody<TopicList>(
  'TopicList',
  recordAs<TopicList>({ topicList: list(text()), brokerAddr: optional(text()) }),
)
