/**
 * Makes deliveries of a run countable before its first message is sent: the lab's consumers of the group are used, or one
 * is started for the run; they hold the topic's queues, and the group has an offset in each of them, so that nothing sent
 * from now on can be passed over. Later it tells when what did not come cannot come any more.
 */
import { EngineError, errorText } from '../../../base/errors.ts'
import type { Clock, Log, Timers } from '../../../base/ports.ts'
import { refusalCode } from '../../../client/broker-calls.ts'
import { queryAddress, subscribeQueues } from '../../../client/topic-queues.ts'
import type { RunSpec } from '../../../contract/messages-api.ts'
import { say } from '../../../contract/text.ts'
import { ResponseCode } from '../../../protocol/codes.ts'
import { queueKey } from '../../../protocol/message-queue.ts'
import { parseTagExpression } from '../../../protocol/tags.ts'
import type { TopicRoute } from '../../../protocol/bodies/topic-route.ts'
import type { ClusterAccess } from '../context.ts'
import type { LabConsumer, LabConsumers } from '../receiving/lab-consumers.ts'
import { askGroupProgress, CaughtUpJudge, delayMsOf } from './group-progress.ts'
import type { Run } from './run.ts'

/** Consumers that have not got all queues by then begin later; what they miss shows as on the way. */
const HOLD_WAIT_MS = 10_000
const HOLD_POLL_MS = 50
/** After a delayed message is due it takes the broker and the consumer a moment. */
const DELAY_MARGIN_MS = 10_000
/** A group that stands still is asked less often. */
const LOOK_MS = 1000
const LOOK_LATER_MS = 5000
const LOOK_OFTEN_FOR_MS = 60_000

export interface CountingParts {
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
  readonly access: ClusterAccess
  readonly consumers: LabConsumers
}

export interface Countable {
  readonly group: string
  /** Started for this run; to be stopped with it. */
  readonly ownConsumer: string | undefined
}

/**
 * @param tag of every message; undefined when it differs between them
 * @throws {EngineError} 'usage' for a group whose deliveries cannot be counted.
 */
export async function makeCountable(
  spec: RunSpec,
  group: string,
  number: number,
  tag: string | undefined,
  parts: CountingParts,
): Promise<Countable> {
  const { cluster } = spec
  const { topic } = spec.message
  const route = await routeOf(parts, topic)
  const present = parts.consumers.of(cluster, group, topic)
  for (const consumer of present) checkCounts(consumer, group, tag)
  let ownConsumer: string | undefined
  if (present.length === 0) {
    if (route !== undefined) await passOver(group, topic, route, parts)
    // A topic that is made by the first message has nothing before it.
    const from = route === undefined ? 'first' : 'last'
    ownConsumer = await parts.consumers.start(
      {
        cluster,
        topic,
        group,
        kind: 'push',
        model: 'clustering',
        order: 'concurrent',
        expression: '*',
        from,
        fromMs: null,
        isManual: false,
      },
      number,
    )
  }
  try {
    if (route !== undefined) {
      await waitForQueues(cluster, group, topic, route, parts)
      await storeStart(cluster, group, topic, route, parts)
    }
  } catch (error) {
    parts.log.warn('offsets of the group could not be prepared', { group, topic, error: errorText(error) })
  }
  return { group, ownConsumer }
}

/** @throws {EngineError} 'usage' when the consumer would not get the run's messages, or each member gets all of them. */
function checkCounts({ number, spec }: LabConsumer, group: string, tag: string | undefined): void {
  if (spec.model === 'broadcasting') {
    throw new EngineError(
      'usage',
      `accountingGroup "${group}": consumer ${number} broadcasts, so every member gets every message. Choose a clustering group.`,
      {
        context: { field: 'accountingGroup', value: group },
        zh: `accountingGroup“${group}”：消费者 ${number} 为广播消费，每个成员都会收到全部消息。请选择集群消费的消费组。`,
      },
    )
  }
  const expression = parseTagExpression(spec.expression)
  if (expression.kind === 'all' || (expression.kind === 'tags' && tag !== undefined && expression.tags.includes(tag)))
    return
  throw new EngineError(
    'usage',
    `accountingGroup "${group}": consumer ${number} takes "${spec.expression}" only and would not get these messages. Choose another group or its tags.`,
    {
      context: { field: 'accountingGroup', value: group },
      zh: `accountingGroup“${group}”：消费者 ${number} 只接收“${spec.expression}”，收不到这些消息。请更换消费组或 Tag。`,
    },
  )
}

async function routeOf({ access }: CountingParts, topic: string): Promise<TopicRoute | undefined> {
  try {
    return await access.admin.topicRoute(topic)
  } catch (error) {
    if (refusalCode(error) === ResponseCode.TOPIC_NOT_EXIST) return undefined
    throw error
  }
}

async function waitForQueues(
  cluster: string,
  group: string,
  topic: string,
  route: TopicRoute,
  parts: CountingParts,
): Promise<void> {
  const wanted = subscribeQueues(topic, route).map(queueKey)
  const deadlineMs = parts.clock.monotonicMs() + HOLD_WAIT_MS
  while (parts.clock.monotonicMs() < deadlineMs) {
    const held = new Set(
      parts.consumers
        .of(cluster, group, topic)
        .flatMap((consumer) => consumer.holdings().map(({ queue }) => queueKey(queue))),
    )
    if (wanted.every((key) => held.has(key))) return
    await new Promise<void>((resolve) => void parts.timers.after(HOLD_POLL_MS, resolve))
  }
}

/**
 * A group that never read the topic begins at its end. By itself it would begin at the start while a young topic's first
 * messages are still in memory, as RocketMQ does. Where a broker does not allow it, it comes to that: only slower.
 */
async function passOver(
  group: string,
  topic: string,
  route: TopicRoute,
  { access, log }: CountingParts,
): Promise<void> {
  const { admin } = access
  const { calls, ports } = admin.client
  try {
    if ((await admin.groupsOfTopic(topic)).includes(group)) return
    await Promise.all(
      subscribeQueues(topic, route).map(async (queue) => {
        const broker = route.brokerDatas.find(({ brokerName }) => brokerName === queue.brokerName)
        const address = broker === undefined ? undefined : queryAddress(broker.brokerAddrs, ports.random)
        if (address === undefined) return
        await calls.updateOffset(address, group, queue, await calls.maxOffset(address, queue))
      }),
    )
  } catch (error) {
    log.info('a new group reads its topic from the start', { group, topic, error: errorText(error) })
  }
}

/** A member that takes over a queue without an offset would begin at its end and pass over what was just sent. */
async function storeStart(
  cluster: string,
  group: string,
  topic: string,
  route: TopicRoute,
  { access, consumers }: CountingParts,
): Promise<void> {
  const { calls, ports } = access.admin.client
  const holdings = consumers.of(cluster, group, topic).flatMap((consumer) => consumer.holdings())
  await Promise.all(
    holdings.map(async ({ queue, nextOffset }) => {
      const broker = route.brokerDatas.find(({ brokerName }) => brokerName === queue.brokerName)
      const address = broker === undefined ? undefined : queryAddress(broker.brokerAddrs, ports.random)
      if (queue.topic !== topic || address === undefined) return
      if ((await calls.queryOffset(address, group, queue)) === undefined)
        await calls.updateOffset(address, group, queue, nextOffset)
    }),
  )
}

/** Looks after one run that waits for its last deliveries. */
export class CountingEnd {
  readonly #run: Run
  readonly #countable: Countable
  readonly #parts: CountingParts
  readonly #judge = new CaughtUpJudge()
  #isLooking = false
  #lookedAtMs = -Infinity

  constructor(run: Run, countable: Countable, parts: CountingParts) {
    this.#run = run
    this.#countable = countable
    this.#parts = parts
  }

  /** Gives up what cannot come any more, when it is time for a look. Never throws. */
  async look(): Promise<void> {
    const nowMs = this.#parts.clock.nowMs()
    const sinceMs = nowMs - (this.#run.sendingEndedAtMs ?? nowMs)
    const everyMs = sinceMs < LOOK_OFTEN_FOR_MS ? LOOK_MS : LOOK_LATER_MS
    if (this.#run.state !== 'waiting' || this.#isLooking || nowMs - this.#lookedAtMs < everyMs) return
    if (this.#run.books.totals().onTheWay === 0) return
    this.#isLooking = true
    this.#lookedAtMs = nowMs
    try {
      await this.#lookNow(sinceMs)
    } catch (error) {
      // Brokers that do not answer leave the question open: the messages stay on the way.
      this.#parts.log.debug('progress of the group is not known', { error: errorText(error) })
    } finally {
      this.#isLooking = false
    }
  }

  async #lookNow(sinceMs: number): Promise<void> {
    const { message, cluster } = this.#run.spec
    const { group } = this.#countable
    const own = this.#parts.consumers.of(cluster, group, message.topic)
    if (own.length === 0) {
      this.#run.problem = say(
        `Nobody of ${group} consumes in the lab any more, so deliveries are not seen. Start a consumer of it, or end the run.`,
        `实验室中已没有 ${group} 的消费者，无法统计投递。请启动一个，或结束测试。`,
      )
      return
    }
    const ids = new Set(own.map(({ clientId }) => clientId))
    const progress = await askGroupProgress(this.#parts.access.admin, group, message.topic, ids)
    if (progress.foreignMembers > 0) {
      this.#run.problem = say(
        `${progress.foreignMembers} members of ${group} are not the lab's: what they receive is not seen here and stays on the way.`,
        `${group} 有 ${progress.foreignMembers} 个成员不属于实验室：它们收到的消息无法统计，仍计为在途。`,
      )
      return
    }
    this.#run.problem = null
    const delayMs = delayMsOf(message.delayLevel)
    if (progress.retryWaiting > 0 || (delayMs > 0 && sinceMs < delayMs + DELAY_MARGIN_MS)) return
    for (const queue of progress.queues) {
      const { brokerName, queueId } = queue
      // The place in the schedule queue, which the answer to a delayed message names, says nothing here.
      const last = delayMs > 0 ? undefined : this.#run.books.lastAcknowledgedOffset(brokerName, queueId)
      if (this.#judge.isCaughtUp(queue, last)) this.#run.books.groupCaughtUp(brokerName, queueId)
    }
  }
}
