/** The shape of a hot-key scenario, and how one says that it cannot be played where it runs. */
import type { HotBench } from './hot-bench.ts'

export interface HotScenario {
  /** Keys whose effect it shows: behaviour before an update, the update, other behaviour after it, all without a restart. */
  readonly keys: readonly string[]
  readonly claim: string
  /** Whose brokers show it; both unless said. */
  readonly engines?: readonly ('ours' | 'apache')[]
  readonly timeoutMs?: number
  /**
   * Returns nothing when it saw what it claims, or keys with the reason why this machine cannot show them (how full its disk
   * is): those were only read back.
   */
  run(bench: HotBench): Promise<void | readonly Unplayable[]>
}

export interface Unplayable {
  readonly key: string
  readonly reason: string
}
