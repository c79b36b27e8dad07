/** Who counts the deliveries of which run, within one cluster: from a message's run id to the run's accounting. Pure. */
import type { ReceivedMessage } from '../../../client/received-message.ts'
import type { CountDelivery } from './lab-consumers.ts'

/** Run ids remembered; the oldest is forgotten first. Kept runs are fewer. */
const RUNS_MAX = 1000

export class RunDeliveries {
  readonly #numbers = new Map<string, number>()
  readonly #counters = new Map<string, { readonly group: string; readonly count: CountDelivery }>()

  name(runId: string, number: number): void {
    this.#numbers.set(runId, number)
    if (this.#numbers.size > RUNS_MAX) this.#numbers.delete(this.#numbers.keys().next().value as string)
  }

  numberOf(runId: string): number | undefined {
    return this.#numbers.get(runId)
  }

  count(runId: string, group: string, count: CountDelivery): () => void {
    const counter = { group, count }
    this.#counters.set(runId, counter)
    return () => {
      if (this.#counters.get(runId) === counter) this.#counters.delete(runId)
    }
  }

  note(runId: string, group: string, message: ReceivedMessage, seq: number): void {
    const counter = this.#counters.get(runId)
    if (counter?.group !== group) return
    const { brokerName, queueId, queueOffset, reconsumeTimes, bornTimestampMs } = message
    counter.count(brokerName, queueId, queueOffset, seq, reconsumeTimes, bornTimestampMs)
  }
}
