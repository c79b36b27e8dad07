/** One consume queue. */
export declare class ConsumeQueue {
  readonly topic: string
  readonly queueId: number
  /** Queue offset that the next appended message gets. */
  nextQueueOffset: number
  /** First readable queue offset. */
  readonly minOffset: number
  /** Queue offset behind the last visible message. */
  readonly maxOffset: number
}
