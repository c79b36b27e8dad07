/**
 * The service's end of a message port (Electron's utility process) as an `RpcPort`. A window's port fires no event when its
 * page is gone, so both ends say `ping` and `pong` beside the RPC: silence is the only sign of a lost peer.
 */
import type { TimerHandle, Timers } from '../../base/ports.ts'
import type { RpcPort } from '../../contract/rpc.ts'

/** How often the peer is asked, and how many questions in a row may stay open. */
const PING_EVERY_MS = 2000
const PINGS_UNANSWERED_MAX = 3

/** What Electron's `MessagePortMain` and Node's `MessagePort` have in common. */
export interface RawMessagePort {
  postMessage(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
  close(): void
}

/** Wraps `raw`; the caller starts it afterwards, when its port queues until then. */
export function messagePortRpc(raw: RawMessagePort, timers: Timers): RpcPort {
  let onMessage: (message: unknown) => void = () => undefined
  const closeListeners: (() => void)[] = []
  let isOpen = true
  let unanswered = 0
  const ping: TimerHandle = timers.every(PING_EVERY_MS, () => {
    if (unanswered === PINGS_UNANSWERED_MAX) close()
    else {
      unanswered++
      raw.postMessage({ t: 'ping' })
    }
  })

  function close(): void {
    if (!isOpen) return
    isOpen = false
    ping.cancel()
    raw.close()
    for (const listener of closeListeners) listener()
  }

  raw.onMessage((message) => {
    if (!isOpen) return
    // Whatever comes proves that the peer is there.
    unanswered = 0
    const kind = typeof message === 'object' && message !== null ? (message as { t?: unknown }).t : undefined
    if (kind === 'ping') raw.postMessage({ t: 'pong' })
    else if (kind === 'bye') close()
    else if (kind !== 'pong') onMessage(message)
  })
  raw.onClose(close)
  return {
    send: (message) => {
      if (isOpen) raw.postMessage(message)
    },
    onMessage: (listener) => {
      onMessage = listener
    },
    onClose: (listener) => {
      closeListeners.push(listener)
    },
    close: () => {
      if (isOpen) raw.postMessage({ t: 'bye' })
      close()
    },
  }
}
