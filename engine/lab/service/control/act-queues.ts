/**
 * One act after the other on each node: two windows, or two impatient clicks, never work on the same node at once. An act on
 * several nodes waits for all of them. Owns the order and its bound, knows nothing of what is done.
 */
import { EngineError } from '../../../base/errors.ts'

/** Acts that may wait or run on one node; a person does not click faster than that, a program gets an error. */
export const ACTS_OF_NODE_MAX = 8

export class ActQueues {
  readonly #tails = new Map<string, { readonly tail: Promise<void>; count: number }>()

  /**
   * Runs `act` once every earlier act on any of `nodes` has ended, well or badly.
   * @throws {EngineError} 'overload' at once, when too many acts wait for one of them.
   */
  async run<T>(cluster: string, nodes: readonly string[], act: () => Promise<T>): Promise<T> {
    const keys = [...new Set(nodes)].map((node) => `${cluster}/${node}`)
    for (const key of keys) {
      if ((this.#tails.get(key)?.count ?? 0) >= ACTS_OF_NODE_MAX) throw tooMany(key.slice(cluster.length + 1))
    }
    const before = Promise.all(keys.map((key) => this.#tails.get(key)?.tail ?? Promise.resolve()))
    let release = (): void => undefined
    const ended = new Promise<void>((resolve) => (release = resolve))
    for (const key of keys) {
      const count = (this.#tails.get(key)?.count ?? 0) + 1
      this.#tails.set(key, { tail: before.then(() => ended), count })
    }
    try {
      await before
      return await act()
    } finally {
      for (const key of keys) {
        const entry = this.#tails.get(key)
        if (entry !== undefined && --entry.count === 0) this.#tails.delete(key)
      }
      release()
    }
  }

  /** Resolves when nothing is under way. */
  async whenIdle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all([...this.#tails.values()].map(({ tail }) => tail))
  }
}

function tooMany(node: string): EngineError {
  return new EngineError(
    'overload',
    `${ACTS_OF_NODE_MAX} actions on ${node} are waiting already; try again when they are done`,
    {
      context: { node, waitingMax: ACTS_OF_NODE_MAX },
      zh: `${node} 上已有 ${ACTS_OF_NODE_MAX} 个操作在等待；请等它们完成后再试`,
    },
  )
}
