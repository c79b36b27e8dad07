/** What is done with one stored message: handed to a group again, and asked how far each group got with it. */
import type { OutputOf, ParsedInputOf } from '../../../contract/rpc.ts'
import type { resourcesApi } from '../../../contract/resources-api.ts'
import { say, type Text } from '../../../contract/text.ts'
import { EngineError } from '../../../base/errors.ts'
import { type MessageTrack, trackMessage, type TrackType } from '../../../client/message-track.ts'
import { ResponseCode } from '../../../protocol/codes.ts'
import { hostText } from '../../../protocol/host-address.ts'
import type { ServiceContext } from '../context.ts'
import { BrokerReach } from './broker-reach.ts'
import { badField } from './failure-words.ts'
import { groupConnection } from './group-state.ts'
import { messageAt, storedUnder } from './messages.ts'

type Api = typeof resourcesApi

/** Has one member consume the message now, whatever its offsets say. An empty client id: the first member. */
export async function sendToGroup(
  context: ServiceContext,
  input: ParsedInputOf<Api['messages.sendToGroup']>,
): Promise<OutputOf<Api['messages.sendToGroup']>> {
  const { cluster, topic, messageId, group } = input
  const reach = new BrokerReach(context, cluster)
  reach.access.requireWritable(say(`handing a message to ${group}`, `把消息交给 ${group}`))
  const members = (await groupConnection(reach, group)).members.map(({ connection }) => connection.clientId)
  const clientId = input.clientId === '' ? members[0] : members.find((each) => each === input.clientId)
  if (clientId === undefined) {
    throw badField(
      members.length === 0 ? 'group' : 'clientId',
      members.length === 0 ? group : input.clientId,
      members.length === 0
        ? say(
            `Nobody of ${group} is connected. Start a consumer of the group, then hand the message over.`,
            `${group} 没有成员在线。请先启动该组的消费者，再交付消息。`,
          )
        : say(
            `${input.clientId} is no member of ${group} (clientId). Members: ${members.join(', ')}.`,
            `${input.clientId} 不是 ${group} 的成员（clientId）。现有成员：${members.join('、')}。`,
          ),
      'not-found',
    )
  }
  const message = (await storedUnder(reach, messageId))?.message ?? (await byClientId(reach, topic, messageId))
  const consume = { group, clientId, topic, msgId: message.offsetMsgId }
  const result = await reach.admin.brokers.consumeDirectly(hostText(message.storeHost), consume)
  return { result: result.consumeResult ?? '', remark: result.remark ?? null, tookMs: result.spentTimeMills }
}

export async function trackOf(
  context: ServiceContext,
  input: ParsedInputOf<Api['messages.track']>,
): Promise<OutputOf<Api['messages.track']>> {
  const reach = new BrokerReach(context, input.cluster)
  const tracks = await trackMessage(reach.admin, await messageAt(reach, input))
  return {
    groups: tracks.map((track) => ({ group: track.consumerGroup, code: track.trackType, state: stateOf(track) })),
  }
}

async function byClientId(reach: BrokerReach, topic: string, id: string) {
  const [message] = await reach.admin.messages.byUniqueKey({ topic, key: id })
  if (message !== undefined) return message
  throw new EngineError('not-found', `No broker has the message ${id} (messageId) in ${topic}. Search for it again.`, {
    zh: `没有 Broker 在 ${topic} 中拥有消息 ${id}（messageId）。请重新查询。`,
    context: { field: 'messageId', value: id, code: ResponseCode.NO_MESSAGE },
  })
}

const STATES: Readonly<Record<TrackType, Text>> = {
  CONSUMED: say('consumed', '已消费'),
  CONSUMED_BUT_FILTERED: say('passed over: its tag is not subscribed', '已跳过：未订阅其 Tag'),
  PULL: say('the group pulls by itself: not known here', '该组主动拉取，此处无法得知'),
  NOT_CONSUME_YET: say('not consumed yet', '尚未消费'),
  NOT_ONLINE: say('nobody of the group is connected', '该组没有成员在线'),
  CONSUME_BROADCASTING: say('the group broadcasts: each member knows for itself', '广播消费组，由各成员自行记录'),
  UNKNOWN: say('not known', '未知'),
}

function stateOf({ trackType, exceptionDesc }: MessageTrack): Text {
  const state = STATES[trackType]
  if (trackType !== 'UNKNOWN' || exceptionDesc === undefined) return state
  return say(`${state.en}: ${exceptionDesc}`, `${state.zh}：${exceptionDesc}`)
}
