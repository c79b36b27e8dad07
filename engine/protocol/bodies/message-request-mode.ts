/** Whether a group pulls or pops a topic: setting, table, file `messageRequestMode.json`. */
import { defineBody, int, mapOf, orElse, record, recordAs, type Shape, text, word } from './shape.ts'

export type MessageRequestMode = 'PULL' | 'POP'

export interface MessageRequestModeSetting {
  readonly topic: string
  readonly consumerGroup: string
  readonly mode: MessageRequestMode
  readonly popShareQueueNum: number
}

export const requestModeShape: Shape<MessageRequestMode> = orElse(word('PULL', 'POP'), () => 'PULL')

const settingShape = recordAs<MessageRequestModeSetting>({
  topic: text(''),
  consumerGroup: text(''),
  mode: requestModeShape,
  popShareQueueNum: int(),
})

/** Body of SET_MESSAGE_REQUEST_MODE. */
export const setMessageRequestMode = defineBody<MessageRequestModeSetting>(
  'SetMessageRequestModeRequestBody',
  settingShape,
)

/** Answer to GET_ALL_MESSAGE_REQUEST_MODE: topic, then group, to its setting. */
export const messageRequestModeTable = defineBody(
  'MessageRequestModeSerializeWrapper',
  record({ messageRequestModeMap: mapOf(mapOf(settingShape)) }),
)
