/**
 * Which brokers of a cluster to ask, in which order, and how many at once: one answer of each group, from its master or
 * else from a slave; who does not answer becomes a sentence and the others' answers count.
 */
import { EngineError } from '../../../base/errors.ts'
import type { BrokerTargetInfo } from '../../../client/admin-client.ts'
import { MASTER_ID } from '../../../client/topic-queues.ts'
import { say, type Text } from '../../../contract/text.ts'
import type { TopicRoute } from '../../../protocol/bodies/topic-route.ts'
import type { ClusterAccess, ServiceContext } from '../context.ts'
import { reasonOf, unanswered } from './failure-words.ts'

/** Requests of one call that may be on the way at the same time. */
const AT_ONCE_MAX = 8

/** One group of brokers: a name, and its members with the one to ask first in front. */
export interface BrokerPlace {
  readonly clusterName: string
  readonly brokerName: string
  readonly members: readonly { readonly brokerId: number; readonly address: string }[]
}

export interface Answer<T> {
  readonly place: BrokerPlace
  readonly address: string
  readonly value: T
}

export interface Answers<T> {
  readonly answers: readonly Answer<T>[]
  readonly problems: readonly Text[]
}

/** Work on many things, `atOnceMax` at a time, results in order. The first failure is thrown when all have ended. */
export async function mapBounded<A, B>(
  items: readonly A[],
  work: (item: A) => Promise<B>,
  atOnceMax = AT_ONCE_MAX,
): Promise<B[]> {
  const results: B[] = new Array<B>(items.length)
  let next = 0
  const workers = Array.from({ length: Math.min(atOnceMax, items.length) }, async () => {
    while (next < items.length) {
      const index = next++
      results[index] = await work(items[index] as A)
    }
  })
  const ended = await Promise.allSettled(workers)
  for (const each of ended) if (each.status === 'rejected') throw each.reason
  return results
}

/** What the areas of this folder ask of one cluster. */
export class BrokerReach {
  readonly access: ClusterAccess
  /** Addresses that the last poll saw silent: asked last. */
  readonly #silent: ReadonlySet<string>

  constructor(context: Pick<ServiceContext, 'clusters' | 'observed'>, cluster: string) {
    this.access = context.clusters.get(cluster)
    this.#silent = new Set(
      context.observed
        .nodes(cluster)
        .filter(({ state }) => state !== 'running' && state !== 'starting' && state !== 'unknown')
        .map(({ address }) => address),
    )
  }

  get admin(): ClusterAccess['admin'] {
    return this.access.admin
  }

  /** Every group of brokers that the name servers know. */
  async places(): Promise<readonly BrokerPlace[]> {
    return this.#grouped(await this.admin.brokersOf())
  }

  /** The groups of a topic's route. */
  placesOf(route: TopicRoute): readonly BrokerPlace[] {
    return this.#grouped(
      route.brokerDatas.flatMap(({ cluster, brokerName, brokerAddrs }) =>
        [...brokerAddrs].map(([brokerId, address]) => ({ clusterName: cluster, brokerName, brokerId, address })),
      ),
    )
  }

  /**
   * Asks each group until one of its members answers.
   * @throws {EngineError} the last failure, when nobody answered at all.
   */
  async each<T>(
    places: readonly BrokerPlace[],
    ask: (address: string, place: BrokerPlace) => Promise<T>,
  ): Promise<Answers<T>> {
    const answers: Answer<T>[] = []
    const problems: Text[] = []
    let failure: Error | undefined
    await mapBounded(places, async (place) => {
      const failures: Error[] = []
      for (const { brokerId, address } of place.members) {
        try {
          answers.push({ place, address, value: await ask(address, place) })
          if (brokerId !== MASTER_ID || failures[0] !== undefined) {
            problems.push(standIn(place, address, failures[0]))
          }
          return
        } catch (error) {
          failures.push(error instanceof Error ? error : new Error(String(error)))
          // A refusal is an answer: another member would refuse too.
          if (!(error instanceof EngineError) || !error.retriable) break
        }
      }
      failure = failures[0] ?? new EngineError('not-found', `${place.brokerName} has no address`)
      problems.push(unanswered(place.brokerName, failure))
    })
    if (answers.length === 0 && failure !== undefined) throw failure
    answers.sort((a, b) => (a.place.brokerName < b.place.brokerName ? -1 : 1))
    return { answers, problems }
  }

  #grouped(brokers: readonly BrokerTargetInfo[]): readonly BrokerPlace[] {
    const places = new Map<
      string,
      { clusterName: string; brokerName: string; members: BrokerPlace['members'][number][] }
    >()
    for (const { clusterName, brokerName, brokerId, address } of brokers) {
      const place = places.get(brokerName) ?? { clusterName, brokerName, members: [] }
      places.set(brokerName, place)
      place.members.push({ brokerId, address })
    }
    for (const { members } of places.values()) members.sort((a, b) => this.#rank(a) - this.#rank(b))
    return [...places.values()].sort((a, b) => (a.brokerName < b.brokerName ? -1 : 1))
  }

  #rank({ brokerId, address }: BrokerPlace['members'][number]): number {
    return brokerId + (this.#silent.has(address) ? 1_000_000 : 0)
  }
}

/** The members that take writes. */
export function masterOf(place: BrokerPlace): string | undefined {
  return place.members.find(({ brokerId }) => brokerId === MASTER_ID)?.address
}

/** Said whenever it was not the master who answered without being waited for: a slave may be behind. */
function standIn(place: BrokerPlace, address: string, failure: Error | undefined): Text {
  const { brokerName } = place
  if (failure !== undefined) {
    const reason = reasonOf(failure)
    return say(
      `${brokerName}: one broker did not answer (${reason.en}), ${address} answered in its place.`,
      `${brokerName}：有一个 Broker 未应答（${reason.zh}），由 ${address} 代为应答。`,
    )
  }
  return masterOf(place) === undefined
    ? say(
        `${brokerName} has no master: its slave ${address} answers, and nothing can be changed there.`,
        `${brokerName} 没有主：由从 ${address} 应答，无法在其上执行更改。`,
      )
    : say(
        `The master of ${brokerName} does not answer: its slave ${address} answers and may be behind.`,
        `${brokerName} 的主没有应答：由从 ${address} 应答，数据可能落后。`,
      )
}
