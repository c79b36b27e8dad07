/** What one consumer subscribes to: topics with tag expressions, and the version brokers compare. Pure. */
import { EngineError } from '../base/errors.ts'
import type { SubscriptionData } from '../protocol/bodies/heartbeat.ts'
import { parseTagExpression, SUB_ALL, type TagExpression } from '../protocol/tags.ts'
import { checkTopicName, isRetryTopic } from '../protocol/topics.ts'

export interface Subscription {
  readonly topic: string
  /** As the user wrote it. */
  readonly text: string
  readonly expression: TagExpression
  /** ms; grows with each change. */
  readonly version: number
}

export class Subscriptions {
  readonly #byTopic = new Map<string, Subscription>()

  get topics(): string[] {
    return [...this.#byTopic.keys()]
  }

  of(topic: string): Subscription | undefined {
    return this.#byTopic.get(topic)
  }

  /**
   * @param text tags separated by `||`; `*` for all
   * @throws {EngineError} 'usage' for a bad topic or expression.
   */
  set(topic: string, text: string, nowMs: number): void {
    const check = checkTopicName(topic)
    // The group's own retry topic may be longer than an ordinary topic.
    if (check.kind === 'bad' && !isRetryTopic(topic))
      throw new EngineError('usage', check.reason, { context: { topic } })
    const expression = parseTagExpression(text)
    if (expression.kind === 'bad') {
      throw new EngineError('usage', `subscription "${text}" of ${topic}: ${expression.reason}`)
    }
    const version = Math.max(nowMs, (this.#byTopic.get(topic)?.version ?? 0) + 1)
    this.#byTopic.set(topic, { topic, text: text === '' ? SUB_ALL : text, expression, version })
  }

  remove(topic: string): void {
    this.#byTopic.delete(topic)
  }

  /** For heartbeats and running info. */
  data(): SubscriptionData[] {
    return [...this.#byTopic.values()].map((subscription) => subscriptionData(subscription))
  }
}

export function subscriptionData(subscription: Subscription): SubscriptionData {
  const { expression } = subscription
  return {
    topic: subscription.topic,
    subString: subscription.text,
    tagsSet: expression.kind === 'tags' ? expression.tags : [],
    codeSet: expression.kind === 'tags' ? expression.codes : [],
    subVersion: subscription.version,
    expressionType: 'TAG',
    classFilterMode: false,
  }
}
