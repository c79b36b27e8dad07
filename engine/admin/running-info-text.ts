/** The inside of one consumer as mqadmin prints it, and what it finds suspicious about it. Pure. */
import type { ConsumerRunningInfo, ProcessQueueInfo } from '../protocol/bodies/consumer-running-info.ts'
import type { UtcOffset } from '../protocol/message-id.ts'
import { compareQueues, type QueueEntries } from '../protocol/message-queue.ts'
import { compactTime } from './local-time.ts'
import { layout } from './table-output.ts'

const PROPERTY = layout('{:<40}: {}')
const SUBSCRIPTION = layout('{:03} Topic: {:<40} ClassFilter: {:<8} SubExpression: {}')
const WIDE_QUEUE = layout('{:<64}  {:<32}  {:<4}  {:<20}')
const NARROW_QUEUE = layout('{:<32}  {:<32}  {:<4}  {:<20}')
const RATE_HEADER = layout('{:<64}  {:>14} {:>14} {:>14} {:>14} {:>18} {:>25}')
const RATE_LINE = layout('{:<32}  {:>14.2f} {:>14.2f} {:>14.2f} {:>14.2f} {:>18.2f} {:>25}')

/** A listener that holds messages for longer counts as blocked. */
const BLOCKED_MS = 60_000

/** Source: ConsumerRunningInfo#formatString. */
export function runningInfoText(info: ConsumerRunningInfo, utcOffsetMs: UtcOffset): string {
  const subscriptions = [...info.subscriptionSet].sort((a, b) => (a.topic < b.topic ? -1 : 1))
  const sections: string[][] = [
    ['#Consumer Properties#', ...[...info.properties].map(([name, value]) => PROPERTY(name, value))],
    [
      '#Consumer Subscription#',
      ...subscriptions.map((each, i) => SUBSCRIPTION(i + 1, each.topic, each.classFilterMode, each.subString)),
    ],
    [
      '#Consumer Offset#',
      // The header is wider than its rows there too.
      WIDE_QUEUE('#Topic', '#Broker Name', '#QID', '#Consumer Offset'),
      ...sorted(info.mqTable).map(([queue, state]) =>
        NARROW_QUEUE(queue.topic, queue.brokerName, queue.queueId, state.commitOffset),
      ),
    ],
    [
      '#Consumer MQ Detail#',
      WIDE_QUEUE('#Topic', '#Broker Name', '#QID', '#ProcessQueueInfo'),
      ...sorted(info.mqTable).map(([queue, state]) =>
        WIDE_QUEUE(queue.topic, queue.brokerName, queue.queueId, processQueueText(state, utcOffsetMs)),
      ),
    ],
    [
      '#Consumer Pop Detail#',
      NARROW_QUEUE('#Topic', '#Broker Name', '#QID', '#ProcessQueueInfo'),
      ...sorted(info.mqPopTable).map(([queue, state]) =>
        NARROW_QUEUE(
          queue.topic,
          queue.brokerName,
          queue.queueId,
          `PopProcessQueueInfo [waitAckCount:${state.waitAckCount}, droped:${state.droped}, ` +
            `lastPopTimestamp:${state.lastPopTimestamp}]`,
        ),
      ),
    ],
    [
      '#Consumer RT&TPS#',
      RATE_HEADER(
        '#Topic',
        '#Pull RT',
        '#Pull TPS',
        '#Consume RT',
        '#ConsumeOK TPS',
        '#ConsumeFailed TPS',
        '#ConsumeFailedMsgsInHour',
      ),
      ...[...info.statusTable]
        .sort((a, b) => (a[0] < b[0] ? -1 : 1))
        .map(([topic, status]) =>
          RATE_LINE(
            topic,
            status.pullRT,
            status.pullTPS,
            status.consumeRT,
            status.consumeOKTPS,
            status.consumeFailedTPS,
            status.consumeFailedMsgs,
          ),
        ),
    ],
    ['#User Consume Info#', ...[...info.userConsumerInfo].map(([name, value]) => PROPERTY(name, value))],
    ...(info.jstack === undefined ? [] : [['#Consumer jstack#', info.jstack]]),
  ]
  return sections.map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n\n')
}

/** One line for each queue that seems stuck. Source: ConsumerRunningInfo#analyzeProcessQueue. */
export function stuckQueueLines(clientId: string, info: ConsumerRunningInfo, nowMs: number): readonly string[] {
  const isPushed = info.properties.get('PROP_CONSUME_TYPE') !== 'CONSUME_ACTIVELY'
  if (!isPushed) return []
  const isOrderly = info.properties.get('PROP_CONSUMEORDERLY') === 'true'
  return sorted(info.mqTable).flatMap(([queue, state]) => {
    const about = `${clientId} MessageQueue [topic=${queue.topic}, brokerName=${queue.brokerName}, queueId=${queue.queueId}]`
    if (isOrderly) {
      if (!state.locked) return [`${about} can't lock for a while, ${nowMs - state.lastLockTimestamp}ms`]
      if (state.droped && state.tryUnlockTimes > 0)
        return [`${about} unlock ${state.tryUnlockTimes} times, still failed`]
      return []
    }
    const idleMs = nowMs - state.lastConsumeTimestamp
    return idleMs > BLOCKED_MS && state.cachedMsgCount > 0
      ? [`${about} can't consume for a while, maybe blocked, ${idleMs}ms`]
      : []
  })
}

/** Source: ProcessQueueInfo#toString. */
function processQueueText(state: ProcessQueueInfo, utcOffsetMs: UtcOffset): string {
  return (
    `ProcessQueueInfo [commitOffset=${state.commitOffset}, cachedMsgMinOffset=${state.cachedMsgMinOffset}, ` +
    `cachedMsgMaxOffset=${state.cachedMsgMaxOffset}, cachedMsgCount=${state.cachedMsgCount}, ` +
    `cachedMsgSizeInMiB=${state.cachedMsgSizeInMiB}, transactionMsgMinOffset=${state.transactionMsgMinOffset}, ` +
    `transactionMsgMaxOffset=${state.transactionMsgMaxOffset}, transactionMsgCount=${state.transactionMsgCount}, ` +
    `locked=${state.locked}, tryUnlockTimes=${state.tryUnlockTimes}, ` +
    `lastLockTimestamp=${compactTime(state.lastLockTimestamp, utcOffsetMs)}, droped=${state.droped}, ` +
    `lastPullTimestamp=${compactTime(state.lastPullTimestamp, utcOffsetMs)}, ` +
    `lastConsumeTimestamp=${compactTime(state.lastConsumeTimestamp, utcOffsetMs)}]`
  )
}

function sorted<T>(entries: QueueEntries<T>): QueueEntries<T> {
  return [...entries].sort((a, b) => compareQueues(a[0], b[0]))
}
