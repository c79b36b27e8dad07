/** Parts that run: started once, stopped once, in the order their owner decides. */

export interface Service {
  start(): Promise<void> | void
  /** Ends every timer, connection and pending wait of the part; idempotent. */
  stop(): Promise<void> | void
}
