/**
 * What a consumer does after each answer to a pull, as a pure table. Source: MQClientAPIImpl#processPullResponse,
 * DefaultMQPushConsumerImpl#pullMessage. Knows nothing of queues or timers; the pull loop acts.
 */
import { ResponseCode } from '../protocol/codes.ts'

/** How long the next pull of a queue waits. Source: DefaultMQPushConsumerImpl#PULL_TIME_DELAY_MILLS_*. */
export const PULL_DELAY_MS = {
  afterError: 1000,
  afterFlowControl: 20,
  whenFull: 50,
  whenPaused: 1000,
} as const

export type PullOutcome =
  /** Messages came; the body holds their records. */
  | { readonly kind: 'found' }
  /** Nothing new up to the long-poll's end, or everything was filtered: go on at `nextBeginOffset`. */
  | { readonly kind: 'nothing' }
  /** The offset lies outside the queue: drop what is in hand, move to `nextBeginOffset`, rebalance at once. */
  | { readonly kind: 'offset-illegal' }
  /** Any other answer: pull again later, from the same offset. */
  | { readonly kind: 'retry'; readonly afterMs: number }

const FOUND: PullOutcome = { kind: 'found' }
const NOTHING: PullOutcome = { kind: 'nothing' }
const OFFSET_ILLEGAL: PullOutcome = { kind: 'offset-illegal' }
const FLOW_CONTROL: PullOutcome = { kind: 'retry', afterMs: PULL_DELAY_MS.afterFlowControl }
const FAILED: PullOutcome = { kind: 'retry', afterMs: PULL_DELAY_MS.afterError }

export function pullOutcomeOf(code: number): PullOutcome {
  switch (code) {
    case ResponseCode.SUCCESS:
      return FOUND
    case ResponseCode.PULL_NOT_FOUND:
    case ResponseCode.PULL_RETRY_IMMEDIATELY:
      return NOTHING
    case ResponseCode.PULL_OFFSET_MOVED:
      return OFFSET_ILLEGAL
    case ResponseCode.FLOW_CONTROL:
      return FLOW_CONTROL
    default:
      return FAILED
  }
}
