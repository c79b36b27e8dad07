/** Creating, changing and deleting topics. Each change keeps what it does not name, and says which brokers took it. */
import { EngineError } from '../../../base/errors.ts'
import type { ParsedInputOf } from '../../../contract/rpc.ts'
import type { resourcesApi } from '../../../contract/resources-api.ts'
import { say, type Text } from '../../../contract/text.ts'
import { TOPIC_BYTES_MAX } from '../../../base/limits.ts'
import { makeTopicConfig, type TopicConfig } from '../../../protocol/topic-config.ts'
import { checkTopicName } from '../../../protocol/topics.ts'
import type { ServiceContext } from '../context.ts'
import { type BrokerPlace, BrokerReach, masterOf } from './broker-reach.ts'
import { badField, reasonOf, requireTypedName } from './failure-words.ts'
import { kindOfTopic } from './topic-kinds.ts'
import { knownSystemTopics } from './topics.ts'

type Api = typeof resourcesApi

/** @throws {EngineError} 'usage' naming the field; 'refused' naming the brokers that did and did not take it. */
export async function saveTopic(
  context: ServiceContext,
  input: ParsedInputOf<Api['topics.save']>,
): Promise<Record<string, never>> {
  const { cluster, topic, readQueues, writeQueues, perm, brokers } = input
  const reach = new BrokerReach(context, cluster)
  reach.access.requireWritable(say(`changing topic ${topic}`, `修改 Topic ${topic}`))
  requireTopicName(topic)
  if (perm % 2 !== 0) {
    throw badField(
      'perm',
      perm,
      say(
        `perm ${perm} is not a permission. Use 6 (read and write), 4 (read) or 2 (write).`,
        `perm ${perm} 不是有效权限。请用 6（读写）、4（只读）或 2（只写）。`,
      ),
    )
  }
  const places = await reach.places()
  await requireOwnTopic(reach, places, topic)
  const chosen = chosenPlaces(places, brokers)
  await onEach(chosen, say(`Topic ${topic}`, `Topic ${topic}`), async (address) => {
    const old = await existing(reach, address, topic)
    const config = { ...(old ?? makeTopicConfig(topic)), readQueueNums: readQueues, writeQueueNums: writeQueues, perm }
    await reach.admin.brokers.updateTopic(address, config)
  })
  return {}
}

/** Deletes it on every master, then on the name servers, as mqadmin deleteTopic does. */
export async function deleteTopic(
  context: ServiceContext,
  input: ParsedInputOf<Api['topics.delete']>,
): Promise<Record<string, never>> {
  const { cluster, topic, typedName } = input
  const reach = new BrokerReach(context, cluster)
  reach.access.requireWritable(say(`deleting topic ${topic}`, `删除 Topic ${topic}`))
  requireTypedName(typedName, topic)
  const places = await reach.places()
  await requireOwnTopic(reach, places, topic)
  const masters = places.filter((place) => masterOf(place) !== undefined)
  await onEach(masters, say(`Topic ${topic}`, `Topic ${topic}`), (address) =>
    reach.admin.brokers.deleteTopic(address, topic),
  )
  for (const name of new Set(masters.map(({ clusterName }) => clusterName))) {
    await reach.admin.nameServers.deleteTopic(topic, name)
  }
  return {}
}

/**
 * The same change on the master of each place, one after the other.
 * @throws {EngineError} 'refused' that names who took it and who did not.
 */
export async function onEach(
  places: readonly BrokerPlace[],
  what: Text,
  change: (address: string) => Promise<void>,
): Promise<void> {
  const done: string[] = []
  const failed: { readonly brokerName: string; readonly reason: Text }[] = []
  for (const place of places) {
    const address = masterOf(place)
    try {
      if (address === undefined) {
        throw new EngineError('refused', 'it has no master', {
          zh: '它没有主',
          context: { brokerName: place.brokerName },
        })
      }
      await change(address)
      done.push(place.brokerName)
    } catch (error) {
      failed.push({ brokerName: place.brokerName, reason: reasonOf(error) })
    }
  }
  if (failed.length === 0) return
  const en = failed.map(({ brokerName, reason }) => `${brokerName} did not (${reason.en})`).join(', ')
  const zh = failed.map(({ brokerName, reason }) => `${brokerName} 未执行（${reason.zh}）`).join('，')
  throw new EngineError(
    'refused',
    `${what.en}: ${done.length === 0 ? '' : `${done.join(', ')} took the change, `}${en}. Bring the broker back and do it again.`,
    {
      zh: `${what.zh}：${done.length === 0 ? '' : `${done.join('、')} 已执行，`}${zh}。请恢复该 Broker 后重试。`,
      context: { done, failed: failed.map(({ brokerName }) => brokerName) },
    },
  )
}

function requireTopicName(topic: string): void {
  const check = checkTopicName(topic)
  if (check.kind === 'ok') return
  throw badField(
    'topic',
    topic,
    say(
      `"${topic}" is no topic name. Use letters, digits, %, |, - and _, at most ${TOPIC_BYTES_MAX} of them.`,
      `“${topic}”不能作为 Topic 名称。只能用字母、数字、%、|、- 和 _，最长 ${TOPIC_BYTES_MAX} 个字符。`,
    ),
  )
}

async function requireOwnTopic(reach: BrokerReach, places: readonly BrokerPlace[], topic: string): Promise<void> {
  if (kindOfTopic(topic, await knownSystemTopics(reach, places)) !== 'system') return
  throw badField(
    'topic',
    topic,
    say(
      `${topic} is a system topic of RocketMQ and stays as it is. Choose a topic of your own.`,
      `${topic} 是 RocketMQ 的系统 Topic，不能更改。请选择自己的 Topic。`,
    ),
    'refused',
  )
}

function chosenPlaces(places: readonly BrokerPlace[], names: readonly string[]): readonly BrokerPlace[] {
  const masters = places.filter((place) => masterOf(place) !== undefined)
  if (names.length === 0) {
    if (masters.length > 0) return masters
    throw new EngineError('not-found', 'No master is registered: nobody could take the topic. Start a master.', {
      zh: '没有已注册的主，无法创建 Topic。请先启动一个主。',
    })
  }
  return names.map((name) => {
    const place = masters.find(({ brokerName }) => brokerName === name)
    if (place !== undefined) return place
    const there = masters.map(({ brokerName }) => brokerName).join(', ')
    throw badField(
      'brokers',
      name,
      say(
        `No master of ${name} is registered (brokers). There are: ${there === '' ? 'none' : there}.`,
        `没有已注册的 ${name} 主（brokers）。现有：${there === '' ? '无' : there}。`,
      ),
      'not-found',
    )
  })
}

/** What the broker has now; 4.9 cannot tell of one topic and is asked for all. */
async function existing(reach: BrokerReach, address: string, topic: string): Promise<TopicConfig | undefined> {
  const { topicConfigTable } = await reach.admin.brokers.allTopics(address)
  return topicConfigTable.get(topic)
}
