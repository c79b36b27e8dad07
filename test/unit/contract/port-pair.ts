/** Two `RpcPort`s joined in memory: what one sends the other gets, as JSON would carry it. */
import type { RpcPort } from '../../../engine/contract/rpc.ts'

export interface MemoryPort extends RpcPort {
  readonly sent: unknown[]
  /** Hands `message` to this end as if its peer had sent it. */
  receive(message: unknown): void
}

export function portPair(): [MemoryPort, MemoryPort] {
  const left = new End()
  const right = new End()
  left.peer = right
  right.peer = left
  return [left, right]
}

class End implements MemoryPort {
  readonly sent: unknown[] = []
  peer: End | undefined
  #onMessage: (message: unknown) => void = () => undefined
  readonly #onClose: (() => void)[] = []
  #isOpen = true

  send(message: unknown): void {
    if (!this.#isOpen) return
    this.sent.push(message)
    this.peer?.receive(JSON.parse(JSON.stringify(message)))
  }

  receive(message: unknown): void {
    if (this.#isOpen) this.#onMessage(message)
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage = listener
  }

  onClose(listener: () => void): void {
    this.#onClose.push(listener)
  }

  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    for (const listener of this.#onClose) listener()
    this.peer?.close()
  }
}
