/**
 * PULL_MESSAGE and LITE_PULL_MESSAGE: the checks in their order, the filter, the read, and the four offsets of every
 * answer. Waiting itself is long-poll's; which messages exist is the store's. Source: PullMessageProcessor,
 * DefaultPullMessageResultHandler.
 */
import type { Bytes } from '../../base/bytes.ts'
import { pullMessage } from '../../protocol/apis/pull.ts'
import { RequestCode, ResponseCode } from '../../protocol/codes.ts'
import type { HeaderOf } from '../../protocol/fields.ts'
import { isReadable, PullFlag } from '../../protocol/message.ts'
import { parseTagExpression } from '../../protocol/tags.ts'
import { isPredefinedGroup, isSystemGroup } from '../../protocol/topics.ts'
import type { SubscriptionGroupConfig, TopicConfig } from '../../protocol/topic-config.ts'
import { type BodyPart, type Command, makeApiResponse, makeResponse, requestHeader } from '../../remoting/command.ts'
import type { RemotingConnection } from '../../remoting/connection.ts'
import type { Answer, Dispatcher } from '../../remoting/dispatcher.ts'
import type { FetchResult, FetchStatus, TagFilter } from '../../store/types.ts'
import type { BrokerParts } from '../parts.ts'
import { isTagExpression, SQL_FILTER } from '../refusals.ts'

type PullParts = Pick<
  BrokerParts,
  | 'clients'
  | 'clock'
  | 'groups'
  | 'haSlave'
  | 'isMaster'
  | 'log'
  | 'longPoll'
  | 'memoryWindowBytes'
  | 'offsets'
  | 'settings'
  | 'store'
  | 'topics'
  | 'traffic'
>

type PullHeader = HeaderOf<typeof pullMessage.request>

/** `forbiddenType` of a NO_PERMISSION answer: who forbade it. Source: ForbiddenType. */
const Forbidden = { BROKER: 1, GROUP: 2, TOPIC: 3, BROADCASTING_DISABLE: 4, SUBSCRIPTION: 5 } as const

/** Everything about one pull that its second run needs too. */
interface Pull {
  readonly request: Command
  readonly connection: RemotingConnection
  readonly header: PullHeader
  readonly group: SubscriptionGroupConfig
  readonly topic: TopicConfig
  readonly filter: TagFilter | undefined
}

export function registerPullHandlers(dispatcher: Dispatcher, parts: PullParts): void {
  const handler = new PullHandler(parts)
  dispatcher.register(RequestCode.PULL_MESSAGE, (request, connection) => handler.handle(request, connection))
  dispatcher.register(RequestCode.LITE_PULL_MESSAGE, (request, connection) => handler.handle(request, connection))
}

class PullHandler {
  readonly #parts: PullParts

  constructor(parts: PullParts) {
    this.#parts = parts
  }

  handle(request: Command, connection: RemotingConnection): Answer | Promise<Answer> {
    const header = requestHeader(pullMessage, request)
    const checked = this.#check(request, connection, header)
    if ('refusal' in checked) return checked.refusal
    const { offsets, settings } = this.#parts
    const { consumerGroup, topic, queueId, commitOffset } = header
    const reset = settings().useServerSideResetOffset ? offsets.takeReset(consumerGroup, topic, queueId) : undefined
    if (reset !== undefined) return this.#answerReset(checked.pull, reset)
    if ((header.sysFlag & PullFlag.COMMIT_OFFSET) !== 0) offsets.commit(consumerGroup, topic, queueId, commitOffset)
    return this.#run(checked.pull, true)
  }

  /** Reads and answers, or parks a first run that found nothing. */
  #run(pull: Pull, isFirst: boolean): Answer | Promise<Answer> {
    const { header, filter } = pull
    const found = this.#parts.store.getMessage({
      topic: header.topic,
      queueId: header.queueId,
      queueOffset: header.queueOffset,
      maxMessages: Math.max(1, header.maxMsgNums),
      filter,
    })
    return found instanceof Promise
      ? found.then((result) => this.#finish(pull, result, isFirst))
      : this.#finish(pull, found, isFirst)
  }

  #finish(pull: Pull, result: FetchResult, isFirst: boolean): Answer {
    const code = this.#codeOf(pull, result)
    const { header } = pull
    if (code === ResponseCode.PULL_NOT_FOUND && isFirst) {
      // While the store was reading files something may have come that no parked pull was told about.
      const newestOffset = this.#parts.store.maxOffset(header.topic, header.queueId)
      if (newestOffset > result.maxOffset && newestOffset > header.queueOffset) this.#runAgain(pull)
      else if (!this.#park(pull)) return this.#emptyAnswer(pull, result, code)
      return undefined
    }
    if (code !== ResponseCode.SUCCESS) return this.#emptyAnswer(pull, result, code)
    const response = this.#emptyAnswer(pull, result, code)
    response.bodyParts = bodyPartsOf(result)
    this.#parts.traffic.fetched(
      header.consumerGroup,
      header.topic,
      header.queueId,
      result.count,
      result.totalBytes,
      result.nextBeginOffset,
    )
    // The slices are copied into the connection's buffer here, so they may be given back right after.
    pull.connection.respond(response)
    result.release()
    return undefined
  }

  /** The answer without messages; its header is the same with them. */
  #emptyAnswer(pull: Pull, result: FetchResult, code: number): Command {
    return makeApiResponse(
      pullMessage,
      pull.request,
      code,
      {
        suggestWhichBrokerId: this.#suggestedBroker(pull, result),
        nextBeginOffset: result.nextBeginOffset,
        minOffset: result.minOffset,
        maxOffset: result.maxOffset,
        topicSysFlag: pull.topic.topicSysFlag,
        groupSysFlag: pull.group.groupSysFlag,
      },
      { remark: result.status },
    )
  }

  #codeOf(pull: Pull, result: FetchResult): number {
    const code = CODES[result.status](pull.header.queueOffset)
    if (this.#parts.isMaster || code === ResponseCode.SUCCESS) return code
    if (this.#isMasterAlive()) return ResponseCode.PULL_RETRY_IMMEDIATELY
    // Nobody else can serve it: wait here for what comes. Differs: 5.3.3 answers 20 and the consumer spins.
    return result.nextBeginOffset > pull.header.queueOffset
      ? ResponseCode.PULL_RETRY_IMMEDIATELY
      : ResponseCode.PULL_NOT_FOUND
  }

  /** Source: PullMessageProcessor#processRequest (suspend), PullRequestHoldService#suspendPullRequest. */
  #park(pull: Pull): boolean {
    const { header, connection, filter } = pull
    if ((header.sysFlag & PullFlag.SUSPEND) === 0) return false
    const { longPoll, clock, settings } = this.#parts
    const { longPollingEnable, shortPollingTimeMills } = settings()
    const waitMs = longPollingEnable ? header.suspendTimeoutMillis : shortPollingTimeMills
    const hashes = filter === undefined ? undefined : new Set(filter.tagHashes)
    return longPoll.park(header.topic, header.queueId, {
      queueOffset: header.queueOffset,
      deadlineMs: clock.monotonicMs() + waitMs,
      wants: (tagHash) => hashes === undefined || hashes.has(tagHash),
      isWanted: () => !connection.closed,
      run: () => {
        this.#runAgain(pull)
      },
    })
  }

  #runAgain(pull: Pull): void {
    const { connection, request } = pull
    const fail = (error: unknown): void => {
      this.#parts.log.error('parked pull failed', { topic: pull.header.topic, error: String(error) })
      connection.respond(makeResponse(request, ResponseCode.SYSTEM_ERROR, { remark: String(error) }))
    }
    try {
      const answer = this.#run(pull, false)
      if (answer instanceof Promise) {
        answer.then((response) => response !== undefined && connection.respond(response), fail)
      } else if (answer !== undefined) {
        connection.respond(answer)
      }
    } catch (error) {
      fail(error)
    }
  }

  #answerReset(pull: Pull, queueOffset: number): Command {
    const { store } = this.#parts
    const { topic, queueId } = pull.header
    return makeApiResponse(
      pullMessage,
      pull.request,
      ResponseCode.PULL_OFFSET_MOVED,
      {
        suggestWhichBrokerId: pull.group.brokerId,
        nextBeginOffset: queueOffset,
        minOffset: store.minOffset(topic, queueId),
        maxOffset: store.maxOffset(topic, queueId),
        topicSysFlag: pull.topic.topicSysFlag,
        groupSysFlag: pull.group.groupSysFlag,
      },
      { remark: 'OFFSET_RESET' },
    )
  }

  /** Where the consumer's next pull of this queue should go. Source: #composeResponseHeader. */
  #suggestedBroker(pull: Pull, result: FetchResult): number {
    const { settings, store, memoryWindowBytes } = this.#parts
    if (!settings().slaveReadEnable) return 0
    const trailBytes = result.lastLogEndOffset === 0 ? 0 : store.commitLog.writtenOffset - result.lastLogEndOffset
    if (trailBytes > memoryWindowBytes()) return pull.group.whichBrokerWhenConsumeSlowly
    return this.#parts.isMaster ? pull.group.brokerId : 0
  }

  /** A slave sees its master by the replication link. */
  #isMasterAlive(): boolean {
    return this.#parts.haSlave?.status().state === 'transfer'
  }

  #check(
    request: Command,
    connection: RemotingConnection,
    header: PullHeader,
  ): { readonly refusal: Command } | { readonly pull: Pull } {
    const { settings, topics, groups } = this.#parts
    const refuse = (code: number, remark: string, forbidden?: number): { readonly refusal: Command } => {
      const ext = forbidden === undefined ? {} : { forbiddenType: String(forbidden) }
      return { refusal: makeResponse(request, code, { remark, ext }) }
    }
    const { brokerPermission, litePullMessageEnable, brokerIP1 } = settings()
    if (!isReadable(brokerPermission)) {
      const remark = `the broker[${brokerIP1}] pulling message is forbidden`
      return refuse(ResponseCode.NO_PERMISSION, remark, Forbidden.BROKER)
    }
    if (request.code === RequestCode.LITE_PULL_MESSAGE && !litePullMessageEnable) {
      const remark = `the broker[${brokerIP1}] for lite pull consumer is forbidden`
      return refuse(ResponseCode.NO_PERMISSION, remark, Forbidden.BROKER)
    }
    const group = groups.findOrCreate(header.consumerGroup)
    if (group === undefined) {
      const remark = `subscription group [${header.consumerGroup}] does not exist`
      return refuse(ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, remark)
    }
    if (!group.consumeEnable) {
      const remark = `subscription group no permission, ${header.consumerGroup}`
      return refuse(ResponseCode.NO_PERMISSION, remark, Forbidden.GROUP)
    }
    const topic = topics.find(header.topic)
    if (topic === undefined) {
      return refuse(ResponseCode.TOPIC_NOT_EXIST, `topic[${header.topic}] not exist, apply first please!`)
    }
    if (!isReadable(topic.perm)) {
      const remark = `the topic[${header.topic}] pulling message is forbidden`
      return refuse(ResponseCode.NO_PERMISSION, remark, Forbidden.TOPIC)
    }
    if (header.queueId < 0 || header.queueId >= topic.readQueueNums) {
      const remark =
        `queueId[${header.queueId}] is illegal, topic:[${header.topic}] topicConfig.readQueueNums:` +
        `[${topic.readQueueNums}] consumer:[${connection.remoteText}]`
      return refuse(ResponseCode.INVALID_PARAMETER, remark)
    }
    const filter = this.#filterOf(header, group)
    if ('code' in filter) return refuse(filter.code, filter.remark, filter.forbidden)
    if (settings().rejectPullConsumerEnable && this.#pullsByItself(header.consumerGroup, connection)) {
      const remark = `the consumer's group info not exist, or the pull consumer is rejected by server.`
      return refuse(ResponseCode.SUBSCRIPTION_NOT_EXIST, remark)
    }
    return { pull: { request, connection, header, group, topic, filter: filter.tags } }
  }

  /** Not a member of its group that is pushed to, nor one of the broker's own. Source: PullMessageProcessor#processRequest. */
  #pullsByItself(group: string, connection: RemotingConnection): boolean {
    if (isSystemGroup(group) || isPredefinedGroup(group)) return false
    const consumers = this.#parts.clients.consumerGroup(group)
    if (consumers === undefined) return true
    return consumers.settings.consumeType === 'CONSUME_ACTIVELY' && !consumers.members.has(connection)
  }

  /** The filter of the request, or of the group's registered subscription. */
  #filterOf(
    header: PullHeader,
    group: SubscriptionGroupConfig,
  ):
    | { readonly code: number; readonly remark: string; readonly forbidden?: number }
    | { readonly tags: TagFilter | undefined } {
    if ((header.sysFlag & PullFlag.SUBSCRIPTION) !== 0) {
      if (!isTagExpression(header.expressionType)) return SQL_FILTER
      const expression = parseTagExpression(header.subscription)
      if (expression.kind === 'bad') {
        const remark = `parse the consumer's subscription failed`
        return { code: ResponseCode.SUBSCRIPTION_PARSE_FAILED, remark }
      }
      return { tags: expression.kind === 'all' ? undefined : { tagHashes: expression.codes } }
    }
    const { clients, groups } = this.#parts
    const consumers = clients.consumerGroup(header.consumerGroup)
    if (consumers === undefined) {
      return { code: ResponseCode.SUBSCRIPTION_NOT_EXIST, remark: `the consumer's group info not exist` }
    }
    if (consumers.settings.messageModel === 'BROADCASTING' && !group.consumeBroadcastEnable) {
      const remark = `the consumer group[${header.consumerGroup}] can not consume by broadcast way`
      return { code: ResponseCode.NO_PERMISSION, remark, forbidden: Forbidden.BROADCASTING_DISABLE }
    }
    if (groups.isReadForbidden(header.consumerGroup, header.topic)) {
      const remark = `the consumer group[${header.consumerGroup}] is forbidden for topic[${header.topic}]`
      return { code: ResponseCode.NO_PERMISSION, remark, forbidden: Forbidden.SUBSCRIPTION }
    }
    const subscription = consumers.subscriptions.get(header.topic)
    if (subscription === undefined) {
      return { code: ResponseCode.SUBSCRIPTION_NOT_EXIST, remark: `the consumer's subscription not exist` }
    }
    if (subscription.subVersion < header.subVersion) {
      return { code: ResponseCode.SUBSCRIPTION_NOT_LATEST, remark: `the consumer's subscription not latest` }
    }
    if (!isTagExpression(subscription.expressionType)) return SQL_FILTER
    const wantsAll = subscription.subString === '*' || subscription.classFilterMode
    return { tags: wantsAll ? undefined : { tagHashes: subscription.codeSet } }
  }
}

/** Answer code by what the store found; empty queues are "not found" only for those who start at 0. */
const CODES: Readonly<Record<FetchStatus, (queueOffset: number) => number>> = {
  FOUND: () => ResponseCode.SUCCESS,
  NO_MATCHED_MESSAGE: () => ResponseCode.PULL_RETRY_IMMEDIATELY,
  MESSAGE_WAS_REMOVING: () => ResponseCode.PULL_RETRY_IMMEDIATELY,
  NO_MATCHED_LOGIC_QUEUE: emptyQueueCode,
  NO_MESSAGE_IN_QUEUE: emptyQueueCode,
  OFFSET_FOUND_NULL: () => ResponseCode.PULL_NOT_FOUND,
  OFFSET_OVERFLOW_ONE: () => ResponseCode.PULL_NOT_FOUND,
  OFFSET_OVERFLOW_BADLY: () => ResponseCode.PULL_OFFSET_MOVED,
  OFFSET_TOO_SMALL: () => ResponseCode.PULL_OFFSET_MOVED,
}

function emptyQueueCode(queueOffset: number): number {
  return queueOffset === 0 ? ResponseCode.PULL_NOT_FOUND : ResponseCode.PULL_OFFSET_MOVED
}

/** The records as slices; neighbours in one buffer become one slice. */
function bodyPartsOf(result: FetchResult): BodyPart[] {
  const parts: BodyPart[] = []
  let bytes: Bytes | undefined
  let start = 0
  let end = 0
  for (let i = 0; i < result.count; i++) {
    const source = result.sources[i] as Bytes
    const at = result.starts[i] as number
    if (source === bytes && at === end) {
      end += result.sizes[i] as number
      continue
    }
    if (bytes !== undefined) parts.push({ bytes, start, end })
    bytes = source
    start = at
    end = at + (result.sizes[i] as number)
  }
  if (bytes !== undefined) parts.push({ bytes, start, end })
  return parts
}
