/**
 * The books of one numbered run: for each queue, acknowledged = delivered + on the way + missing, at every moment.
 *
 * A message is known by its number in the run: whoever stored it where, it counts as acknowledged once and as delivered
 * once, in the queue that its acknowledgement named; what comes again is a duplicate. Deliveries may come before their
 * acknowledgement, and deliveries of messages that were never acknowledged (the send timed out, yet it was stored) are
 * counted apart. Pure. Memory does not grow with the number of messages beyond two bits each (see SeqSet).
 */
import type { QueueAccount } from '../../../contract/messages-api.ts'
import { SeqSet } from './seq-set.ts'

/** The queue of this many latest acknowledgements is remembered, for copies that turn up in another queue. */
const REMEMBERED_MAX = 1 << 20
/** Queues of one run; forged deliveries must not grow the list. */
const QUEUES_MAX = 4096

interface QueueBook {
  readonly index: number
  readonly brokerName: string
  readonly queueId: number
  acknowledged: number
  delivered: number
  missing: number
  duplicates: number
  outOfOrder: number
  /** Highest offset that was acknowledged, and that came as a first delivery; -1 before. */
  lastAcknowledgedOffset: number
  lastDeliveredOffset: number
}

export interface AccountTotals {
  readonly acknowledged: number
  readonly delivered: number
  readonly onTheWay: number
  readonly missing: number
  readonly duplicates: number
  readonly outOfOrder: number
  readonly deliveredUnacknowledged: number
}

export class Accounting {
  readonly #count: number
  readonly #acknowledged = new SeqSet()
  readonly #delivered = new SeqSet()
  readonly #books: QueueBook[] = []
  readonly #byBroker = new Map<string, (QueueBook | undefined)[]>()
  /** Of the latest acknowledgements: number, and the index of its queue. */
  readonly #rememberedSeqs: Uint32Array
  readonly #rememberedQueues: Uint16Array
  #unacknowledged = 0
  #isEnded = false

  /** @param count messages of the run, numbered from 1 */
  constructor(count: number) {
    this.#count = count
    const remembered = Math.min(count, REMEMBERED_MAX)
    this.#rememberedSeqs = new Uint32Array(remembered)
    this.#rememberedQueues = new Uint16Array(remembered)
  }

  /** A broker has stored message `seq` at `queueOffset`. */
  acknowledge(brokerName: string, queueId: number, seq: number, queueOffset: number): void {
    if (!this.#isOfRun(seq) || !this.#acknowledged.add(seq)) return
    const book = this.#book(brokerName, queueId)
    book.acknowledged++
    book.lastAcknowledgedOffset = Math.max(book.lastAcknowledgedOffset, queueOffset)
    const slot = seq % this.#rememberedSeqs.length
    this.#rememberedSeqs[slot] = seq
    this.#rememberedQueues[slot] = book.index
    if (!this.#delivered.has(seq)) return
    this.#unacknowledged--
    book.delivered++
  }

  /**
   * A consumer got message `seq`. @param reconsumeTimes above 0 for a copy from the retry queue, whose place says nothing
   * @returns whether it came for the first time.
   */
  deliver(brokerName: string, queueId: number, queueOffset: number, seq: number, reconsumeTimes: number): boolean {
    if (!this.#isOfRun(seq)) return false
    const known = this.#remembered(seq)
    if (!this.#delivered.add(seq)) {
      const book = known ?? this.#book(brokerName, queueId)
      book.duplicates++
      return false
    }
    if (reconsumeTimes === 0) {
      const book = this.#book(brokerName, queueId)
      if (queueOffset < book.lastDeliveredOffset) book.outOfOrder++
      else book.lastDeliveredOffset = queueOffset
    }
    if (this.#acknowledged.has(seq)) this.#settle(known ?? this.#book(brokerName, queueId))
    else this.#unacknowledged++
    return true
  }

  /** Nothing more is sent. */
  end(): void {
    this.#isEnded = true
  }

  /** The group has passed all that was acknowledged in the queue: what did not come by now is missing. */
  groupCaughtUp(brokerName: string, queueId: number): void {
    if (!this.#isEnded) return
    const book = this.#byBroker.get(brokerName)?.[queueId]
    if (book !== undefined) book.missing = book.acknowledged - book.delivered
  }

  /** Highest offset acknowledged in a queue; -1 when there is none. */
  lastAcknowledgedOffset(brokerName: string, queueId: number): number {
    return this.#byBroker.get(brokerName)?.[queueId]?.lastAcknowledgedOffset ?? -1
  }

  queues(): QueueAccount[] {
    return this.#books
      .map(({ brokerName, queueId, acknowledged, delivered, missing, duplicates, outOfOrder }) => ({
        brokerName,
        queueId,
        acknowledged,
        delivered,
        onTheWay: acknowledged - delivered - missing,
        missing,
        duplicates,
        outOfOrder,
      }))
      .sort((a, b) => (a.brokerName < b.brokerName ? -1 : a.brokerName > b.brokerName ? 1 : a.queueId - b.queueId))
  }

  totals(): AccountTotals {
    let [acknowledged, delivered, missing, duplicates, outOfOrder] = [0, 0, 0, 0, 0]
    for (const book of this.#books) {
      acknowledged += book.acknowledged
      delivered += book.delivered
      missing += book.missing
      duplicates += book.duplicates
      outOfOrder += book.outOfOrder
    }
    const onTheWay = acknowledged - delivered - missing
    const deliveredUnacknowledged = this.#unacknowledged
    return { acknowledged, delivered, onTheWay, missing, duplicates, outOfOrder, deliveredUnacknowledged }
  }

  /** An acknowledged message came for the first time: off the way, or off the missing when it was given up. */
  #settle(book: QueueBook): void {
    // A copy from elsewhere whose own queue is forgotten: any queue that still waits for one.
    const owing = owes(book) ? book : this.#books.find(owes)
    if (owing === undefined) return
    if (owing.delivered + owing.missing === owing.acknowledged) owing.missing--
    owing.delivered++
  }

  #remembered(seq: number): QueueBook | undefined {
    const slot = seq % this.#rememberedSeqs.length
    return this.#rememberedSeqs[slot] === seq ? this.#books[this.#rememberedQueues[slot] as number] : undefined
  }

  #isOfRun(seq: number): boolean {
    return Number.isInteger(seq) && seq >= 1 && seq <= this.#count
  }

  #book(brokerName: string, queueId: number): QueueBook {
    let books = this.#byBroker.get(brokerName)
    const known = books?.[queueId]
    if (known !== undefined) return known
    if (this.#books.length >= QUEUES_MAX) return this.#books[0] as QueueBook
    const book: QueueBook = {
      index: this.#books.length,
      brokerName,
      queueId,
      acknowledged: 0,
      delivered: 0,
      missing: 0,
      duplicates: 0,
      outOfOrder: 0,
      lastAcknowledgedOffset: -1,
      lastDeliveredOffset: -1,
    }
    if (books === undefined) this.#byBroker.set(brokerName, (books = []))
    books[queueId] = book
    this.#books.push(book)
    return book
  }
}

/** Whether an acknowledged message of the queue has not come yet. */
function owes(book: QueueBook): boolean {
  return book.delivered < book.acknowledged
}
