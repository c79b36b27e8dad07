/** What can be wrong with a consumer, in sentences: refused before it starts, or seen while it runs. */
import { EngineError } from '../../../base/errors.ts'
import type { ConsumerSpec } from '../../../contract/messages-api.ts'
import { say, type Text } from '../../../contract/text.ts'
import { parseTagExpression } from '../../../protocol/tags.ts'
import { checkGroupName, checkTopicName, DEFAULT_CONSUMER_GROUP, isSystemGroup } from '../../../protocol/topics.ts'

/** @throws {EngineError} 'usage' naming field, value and fix for a consumer that cannot start. */
export function checkConsumerSpec(spec: ConsumerSpec): void {
  const { topic, group, expression } = spec
  if (checkTopicName(topic).kind === 'bad') {
    throw badField(
      'topic',
      topic,
      say(
        `topic "${topic}": use 1 to 127 letters, digits, - _ % |.`,
        `topic“${topic}”有误：请用 1～127 个字母、数字或 - _ % |。`,
      ),
    )
  }
  if (checkGroupName(group).kind === 'bad' || group === DEFAULT_CONSUMER_GROUP || isSystemGroup(group)) {
    throw badField(
      'group',
      group,
      say(
        `group "${group}": use 1 to 255 letters, digits, - _ % |; ${DEFAULT_CONSUMER_GROUP} and names that begin with CID_RMQ_SYS_ belong to RocketMQ.`,
        `group“${group}”有误：请用 1～255 个字母、数字或 - _ % |；${DEFAULT_CONSUMER_GROUP} 与 CID_RMQ_SYS_ 开头的名称为 RocketMQ 保留。`,
      ),
    )
  }
  if (parseTagExpression(expression).kind === 'bad') {
    throw badField(
      'expression',
      expression,
      say(
        `expression "${expression}": write * for every tag, or tags like a || b.`,
        `expression“${expression}”有误：* 表示全部 Tag，或写成 a || b。`,
      ),
    )
  }
  if (spec.from === 'timestamp' && spec.fromMs === null) {
    throw badField(
      'fromMs',
      null,
      say('fromMs is missing: name the time to start from.', '缺少 fromMs：请指定起始时间。'),
    )
  }
}

/** The same group with another subscription would make members steal each other's messages. */
export function subscriptionClash(spec: ConsumerSpec, other: ConsumerSpec, otherNumber: number): EngineError {
  return badField(
    'expression',
    spec.expression,
    say(
      `Consumer ${otherNumber} of group ${spec.group} reads ${other.topic} (${other.model}) with "${other.expression}"; all members of a group need the same topics, model and tags. Use the same, or another group.`,
      `消费组 ${spec.group} 的消费者 ${otherNumber} 以“${other.expression}”订阅 ${other.topic}（${other.model}）；同组成员的 Topic、模式与 Tag 必须一致。请保持一致或换一个消费组。`,
    ),
  )
}

export function tooManyConsumers(limit: number): EngineError {
  return new EngineError('overload', `${limit} consumers run in this cluster already; stop one first.`, {
    zh: `该集群已有 ${limit} 个消费者在运行，请先停止一个。`,
  })
}

export function unknownConsumer(id: string): EngineError {
  return new EngineError('not-found', `consumer ${id} does not run any more; start it again.`, {
    context: { field: 'id', value: id },
    zh: `消费者 ${id} 已不在运行，请重新启动。`,
  })
}

export function noRoute(topic: string): Text {
  return say(
    `No route for ${topic}: no broker has it. Create the topic, or send to it where autoCreateTopicEnable is true; this consumer finds it then.`,
    `没有 ${topic} 的路由：无 Broker 拥有它。请创建该 Topic，或在 autoCreateTopicEnable=true 时先发送一条；消费者随后会自动找到它。`,
  )
}

export function noQueue(number: number, queues: number): Text {
  return say(
    `Consumer ${number} gets no queue: all ${queues} are held by others. Add queues to the topic or stop another consumer.`,
    `消费者 ${number} 未分到队列：${queues} 个队列都已被其他消费者占用。可增加队列数，或停止其他消费者。`,
  )
}

export function startFailed(number: number, reason: Text): Text {
  return say(`Consumer ${number} did not start: ${reason.en}`, `消费者 ${number} 启动失败：${reason.zh}`)
}

function badField(field: string, value: unknown, message: Text): EngineError {
  return new EngineError('usage', message.en, { zh: message.zh, context: { field, value } })
}
